"""`make demo-reset`: the demo's data, pictures, mail and logs go; the next `make demo` starts over."""

import fcntl
import shutil

from config.local.folder import ROOT


def main() -> None:
    """Remove `.local/demo`, unless a demo or a shell uses it."""
    folder = ROOT / ".local" / "demo"
    if not folder.exists():
        return
    for name in ("running", "lease"):
        with (folder / name).open("a") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise SystemExit("lintel: the demo runs. Stop it with Ctrl-C first.") from None
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
