"""`make deploy`: backup, migrate, static files, restart, smoke test; the previous image comes back when that fails.

Runs beside compose.yaml on a machine that has Docker and a Python, nothing else, so it uses the standard library alone.
"""

import argparse
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CURRENT, PREVIOUS = "lintel:latest", "lintel:previous"
SERVICES = ["db", "cache", "broker"]
PROCESSES = ["web", "sockets", "worker", "mail", "beat"]
PATIENCE = "180"
KEEP = "14"


class Failed(Exception):
    """A step did not go well; the message says which."""


def say(text: str) -> None:
    """One line for whoever deploys."""
    print(text, flush=True)  # noqa: T201 - this is a command


def docker(*words: str, image: str = CURRENT) -> None:
    """Run docker, its words as they come. Raises Failed when it does not go well."""
    env = {**os.environ, "LINTEL_IMAGE": image}
    if subprocess.run(["docker", *words], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False).returncode:  # noqa: S603, S607
        raise Failed("docker " + " ".join(words))


def answer(*words: str) -> str:
    """What docker says to a question; empty when it cannot answer."""
    done = subprocess.run(["docker", *words], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607
    return done.stdout.strip() if done.returncode == 0 else ""


def inside(image: str, *words: str) -> None:
    """Run a command once in a container of this image, beside whatever runs."""
    docker("compose", "run", "--rm", "--no-deps", "-T", "web", *words, image=image)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say what is done, and how long it took."""
    say(f"== {text} ...")
    started = time.monotonic()
    yield
    say(f"   done after {time.monotonic() - started:.0f} s")


def require_ready() -> None:
    """Docker, the values and the certificate are there. Raises Failed with what to do."""
    tls = Path(value("TLS_FOLDER") or "deploy/tls")
    if not (ROOT / ".env").exists():
        raise Failed("there is no .env: copy .env.example and fill it in (docs/operations.md, Install)")
    for name in ("fullchain.pem", "privkey.pem"):
        if not (ROOT / tls / name).exists():
            raise Failed(f"{tls / name} is missing: nginx needs a certificate (docs/operations.md, Install)")
    if not answer("compose", "version"):
        raise Failed("docker compose does not answer: install Docker with its compose plugin, and start it")
    docker("compose", "config", "--quiet")


def value(name: str) -> str:
    """A value of the environment or, as compose does, of .env."""
    if name in os.environ or not (ROOT / ".env").exists():
        return os.environ.get(name, "")
    lines = (line.split("=", 1) for line in (ROOT / ".env").read_text().splitlines() if "=" in line)
    return next((said.strip() for key, said in lines if key.strip() == name), "")


def hold_running_image() -> bool:
    """Name the image that runs now, so that it can be put back. False when nothing runs yet."""
    container = answer("compose", "ps", "--quiet", "web").split("\n")[0]
    image = answer("inspect", "--format", "{{.Image}}", container) if container else ""
    if not image:
        return False
    docker("tag", image, PREVIOUS)
    return True


def get(image: str) -> str:
    """The image to deploy: pulled when it is named, else built from this folder and named after its commit."""
    if image:
        docker("pull", image)
        return image
    done = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    version = done.stdout.strip() or "local"
    docker("build", "--tag", f"lintel:{version}", "--build-arg", f"VERSION={version}", ".")
    return f"lintel:{version}"


def start(image: str) -> None:
    """Exchange the processes for those of this image and wait until they are well; nginx learns their addresses."""
    wait = ["--detach", "--wait", "--wait-timeout", PATIENCE]
    docker("compose", "up", "--no-deps", *wait, *PROCESSES, image=image)
    docker("compose", "up", "--no-deps", *wait, "nginx", image=image)
    docker("compose", "exec", "-T", "nginx", "nginx", "-s", "reload", image=image)


def smoke(image: str) -> None:
    """Ask the site for its most important pages, through nginx."""
    inside(image, "python", "-m", "config.deploy.smoke", "https://nginx")


def prepare(image: str, *, runs_already: bool) -> None:
    """All that is done while the old processes still answer: old code must live with the new tables."""
    with step("Services"):
        docker("compose", "up", "--detach", "--wait", "--wait-timeout", PATIENCE, *SERVICES, image=image)
    if runs_already:
        with step("Backup"):
            inside(PREVIOUS, "python", "manage.py", "backup", "--to", "/lintel/backups", "--keep", KEEP)
    with step("Migrate"):
        inside(image, "python", "manage.py", "migrate", "--noinput")
        inside(image, "python", "manage.py", "sync_groups")
    with step("Static files"):
        inside(image, "python", "-m", "config.deploy.static", "/lintel/static")


def exchange(image: str) -> None:
    """The moment people may notice: new processes, then the proof that they answer."""
    with step("Restart"):
        start(image)
    with step("Smoke test"):
        smoke(image)


def put_back() -> str:
    """The image from before, proved like a new one. Answers how that went, for the last sentence."""
    try:
        with step("Putting the previous image back"):
            start(PREVIOUS)
            smoke(PREVIOUS)
    except Failed as error:
        return f"The previous image was put back and does NOT answer well either ({error})."
    return "The previous image is back and answers. The backup from before is in the volume backups."


def deploy(image: str) -> None:
    """The whole deployment. Raises Failed with one sentence about what holds now."""
    require_ready()
    runs_already = hold_running_image()
    with step("Image"):
        image = get(image)
    try:
        prepare(image, runs_already=runs_already)
    except Failed as error:
        raise Failed(f"{error}. Nothing was restarted: what ran before still runs.") from error
    try:
        exchange(image)
    except Failed as error:
        end = put_back() if runs_already else "There is no previous image to put back: see docker compose logs."
        raise Failed(f"{error}. {end}") from error
    docker("tag", image, CURRENT)


@contextmanager
def alone() -> Iterator[None]:
    """One deployment at a time."""
    (ROOT / ".local").mkdir(exist_ok=True)
    with (ROOT / ".local" / "deploying").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed("another deployment of this folder is at work") from None
        yield


def main(arguments: "list[str]") -> None:
    """Deploy what is named, or what is in this folder."""
    parser = argparse.ArgumentParser(description="Brings a version of Lintel into production with docker compose.")
    parser.add_argument("--image", default="", help="pull this one instead of building from this folder")
    named = parser.parse_args(arguments).image
    try:
        with alone():
            deploy(named)
    except Failed as error:
        sys.exit(f"make deploy: failed: {error}")
    say("make deploy: all good")


if __name__ == "__main__":
    main(sys.argv[1:])
