"""Pages of docs/ that are drawn from the code, so that they cannot tell anything else than the code does."""

HEAD = "<!-- Drawn from the code by `make docs`; a test compares. Change the code, not this page. -->\n"
