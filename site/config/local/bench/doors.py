"""`make bench-doors`: whether the time of an answer tells what its words do not.

At each door two kinds of calls take turns: about an address that has an account and about one that has none; about
somebody else's draft and about nothing at all. Nothing of it stays in the scratch database.
"""

import os
import subprocess
import sys

from config.local.bench.__main__ import prepare, say, world

PROJECTS = 10_000


def main() -> None:
    """Make the scratch database where it is not there, then measure in a process with production's settings."""
    prepare(PROJECTS)
    say(f"a world of {PROJECTS} projects ...")
    world("make", str(PROJECTS), environment="demo")
    env = {**os.environ, "LINTEL_ENV": "production", "LINTEL_PROCESS": "web"}
    command = [sys.executable, "-m", "config.local.bench.silence"]
    raise SystemExit(subprocess.run(command, env=env, check=False).returncode)  # noqa: S603


if __name__ == "__main__":
    main()
