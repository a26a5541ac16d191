"""Keeps the translations in locale/ whole: every text of the code in every language, without gettext's programs."""
