"""Makes .venv and installs what is pinned: `python3 site/config/local/install.py [PORT]`.

Runs before anything is installed, on whatever Python there is, so it uses the standard library alone. With a port it
first makes sure that a demo could listen there.
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ROOM = 2 * 1024**3
BASE = ["requirements.txt"]
DEV = [*BASE, "requirements-dev.txt"]


def say(text: str) -> None:
    """One line of progress."""
    print(text, flush=True)  # noqa: T201 - this is a command


def refuse(text: str) -> None:
    """Stop with one sentence."""
    sys.exit("lintel: " + text)


def check_python() -> None:
    """Python 3.11 or newer, able to make a virtual environment."""
    if sys.version_info < (3, 11):  # noqa: UP036 - older Pythons read this file too
        have = ".".join(map(str, sys.version_info[:2]))
        refuse(f"Lintel needs Python 3.11 or newer, and this is {have}. Try: make demo PYTHON=python3.12")
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian leaves it out
        import venv  # noqa: F401, PLC0415
    except ImportError:
        have = ".".join(map(str, sys.version_info[:2]))
        refuse(f"This Python cannot make virtual environments. On Debian: apt install python{have}-venv")


def check_room() -> None:
    """Two gigabytes for packages, services and pictures, unless they are there already."""
    free = shutil.disk_usage(ROOT).free
    if free < ROOM and not PYTHON.exists():
        refuse(f"Lintel needs 2 GB of disk, and {ROOT} has {free / 1024**3:.1f} GB left.")
    if not os.access(ROOT, os.W_OK):
        refuse(f"{ROOT} cannot be written to.")


def check_ports(said: str) -> None:
    """The web server's port and the next one, for sockets, are nobody else's."""
    first = int(said) if said.isdecimal() else 0
    if not 1024 <= first <= 65534:
        refuse(f"PORT must be a number between 1024 and 65534, not {said}.")
    for port in (first, first + 1):
        if _somebody_listens(port):
            other = next(p for p in range(8100, 60000, 10) if not any(map(_somebody_listens, (p, p + 1))))
            refuse(f"Port {port} is taken (the demo needs {first} and {first + 1}). Try: make demo PORT={other}")


def _somebody_listens(port: int) -> bool:
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.settimeout(1)
                if probe.connect_ex((host, port)) == 0:
                    return True
        except OSError:
            continue
    return False


def fingerprint(names: "list[str]") -> str:
    """What is to be installed, as one hash: when it is unchanged there is nothing to do."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {ROOT}".encode())
    for name in [*names, "pyproject.toml"]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def install(names: "list[str]") -> None:
    """The packages of these requirement files, then the project itself, unless all that is done."""
    stamp = VENV / ".installed"
    wanted = fingerprint(names)
    done = stamp.read_text().split() if stamp.exists() else []
    if PYTHON.exists() and wanted in done:
        return
    if not PYTHON.exists():
        say("Making .venv ...")
        run([sys.executable, "-m", "venv", str(VENV)])
    for name in names:
        install_pinned(ROOT / name)
    # Built with the pinned hatchling of requirements.txt: nothing unpinned is downloaded for it.
    run([*pip("install"), "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    stamp.write_text(" ".join({wanted, *done} & {fingerprint(BASE), fingerprint(DEV)}))


def install_pinned(requirements: Path) -> None:
    """Every package of the file, by hash, with a count of what has come so far."""
    total = sum("==" in line.split(";")[0].split("--")[0] for line in requirements.read_text().splitlines())
    say(f"Installing {total} packages of {requirements.name} ...")
    command = [*pip("install"), "--require-hashes", "--progress-bar", "off", "-r", str(requirements)]
    log = VENV / f"{requirements.stem}.log"
    with log.open("w") as output, subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:  # noqa: S603
        seen = 0
        for line in process.stdout or ():
            output.write(line)
            seen += line.startswith(("Collecting", "Requirement already"))
            if seen and seen % 25 == 0 and line.startswith("Collecting"):
                say(f"  {seen} of {total} ...")
            elif line.startswith("Installing collected"):
                say("  all here, unpacking ...")
    if process.returncode:
        refuse(f"The packages could not be installed; the last words are above, all of them in {log}")


def pip(action: str) -> "list[str]":
    """pip of .venv, quiet about itself."""
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", action]


def run(command: "list[str]") -> None:
    """Run a step; stop with its own words when it fails."""
    if subprocess.run(command, check=False, cwd=ROOT).returncode:  # noqa: S603
        refuse("This step failed: " + " ".join(command))


def main(arguments: "list[str]") -> None:
    """Check, then install: `[--dev] [PORT]`."""
    check_python()
    check_room()
    for port in arguments:
        if port != "--dev":
            check_ports(port)
    install(DEV if "--dev" in arguments else BASE)


if __name__ == "__main__":
    main(sys.argv[1:])
