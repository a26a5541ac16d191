"""`make bench`: makes a world of its own, starts the servers, asks, counts, prints."""

import json
import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from collections import defaultdict
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from redis import Redis

from config.local import services
from config.local.bench import processes, report
from config.local.bench.rows import Row, rows
from config.local.bench.servers import HOST, Answer, Server, get, measured, running
from config.local.folder import Folder

REQUESTS, CONNECTIONS = 1_000, 8
FLOORS = ("bare", "raw")


def say(text: str) -> None:
    """One line for whoever waits; what is measured goes to standard output alone."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is a command


def prepare(number: int) -> Path:
    """Services and a database of our own for so many projects; the environment is then that of a production."""
    if not processes.is_told():
        raise SystemExit("lintel: the bench counts nanoseconds of processes, which only Linux tells (schedstat).")
    folder = Folder("bench")
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    services.provide("bench")
    Redis.from_url(os.environ["REDIS_URL"]).flushall()
    os.environ["DATABASE_URL"] = _database(f"bench_{number}")
    os.environ |= {
        "MEDIA_ROOT": str(folder.path / "media"),
        "STATIC_ROOT": str(folder.path / "static"),
        "SECRET_KEY": folder.secret("secret"),
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "EMAIL_URL": "smtp://localhost:1",
        "LINTEL_CURRENCY": "KZT",
        "JWT_PRIVATE_KEY": "nobody signs in with a token here",
        "BENCH_STATEMENTS": str(folder.path / "statements.json"),
    }
    return folder.path


def _database(name: str) -> str:
    """The address of the database of that name, made when it is not there."""
    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{address.rpartition('/')[0]}/{name}"


def world(*words: str, environment: str = "production", said: str = "") -> str:
    """What `config.local.bench.world` answers. Raises SystemExit when it fails."""
    env = {**os.environ, "LINTEL_ENV": environment, "LINTEL_PROCESS": "command" if words[0] == "make" else "web"}
    command = [sys.executable, "-m", "config.local.bench.world", *words]
    output = sys.stderr if words[0] == "make" else subprocess.PIPE
    done = subprocess.run(command, env=env, input=said, stdout=output, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit("lintel: the bench's world could not be made or read, its words are above.")
    return done.stdout or ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked: rounds, and in each of them the requests of a row that warm up and those that count."""

    rounds: int = 3
    warm_up: int = 50
    asked: int = 200


QUICK = Plan(rounds=1, warm_up=15, asked=50)


def ask(server: Server, plan: Plan, addresses: Any, cookie: str) -> list[Answer]:
    """One round of one row: warm up, then measure."""
    with closing(server.connection()) as connection:
        for place in range(plan.warm_up):
            get(connection, addresses[place % len(addresses)], cookie)
        pids = server.everybody()
        said = range(plan.warm_up, plan.warm_up + plan.asked)
        return [measured(connection, addresses[place % len(addresses)], cookie, pids) for place in said]


def measure(some: list[Row], plan: Plan, logs: Path) -> dict[str, report.Figures]:
    """Every row and both floors in each round, so that a busy minute of the machine hits all of them."""
    found = defaultdict[str, report.Figures](report.Figures)
    with ExitStack() as stack:
        servers = {name: stack.enter_context(running(name, logs / f"{name}.log")) for name in ("lintel", *FLOORS)}
        for turn in range(plan.rounds):
            say(f"round {turn + 1} of {plan.rounds} ...")
            for name in FLOORS:
                for floor in ("list", "detail"):
                    answers = ask(servers[name], plan, [f"/{floor}/"], "")
                    found[f"{name}: {floor}"].rounds.append(answers)
            for row in some:
                answers = ask(servers["lintel"], plan, row.rounds[turn], row.cookie)
                found[row.name].rounds.append(answers)
    return found


def memory(some: list[Row], logs: Path) -> float:
    """Megabytes of a new server's processes after 1,000 requests of all rows, over several connections."""
    with running("lintel", logs / "lintel.log") as server, ExitStack() as stack:
        lines = [stack.enter_context(closing(server.connection())) for _ in range(CONNECTIONS)]
        for line in lines:
            get(line, some[0].path)
        for place in range(REQUESTS):
            row = some[place % len(some)]
            addresses = row.rounds[0]
            get(lines[place % CONNECTIONS], addresses[place // len(some) % len(addresses)], row.cookie)
        return processes.memory(server.processes()) / 1e6


def main() -> None:
    """The whole bench: `--projects 100000`, `--json`, `--quick` for a rough look, `--only WORD` for some rows."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("lintel: the bench was stopped."))
    parser = ArgumentParser(prog="make bench")
    parser.add_argument("--projects", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    said = parser.parse_args()
    folder = prepare(said.projects)
    say(f"a world of {said.projects} projects ...")
    world("make", str(said.projects), environment="demo")
    os.environ["LINTEL_ENV"] = "production"
    every = rows(json.loads(world("ask")))
    told = json.loads(world("tell", said=json.dumps({row.name: (row.path, row.cookie) for row in every})))
    floors = {row.floor: told[row.name] for row in reversed(every)}
    Path(os.environ["BENCH_STATEMENTS"]).write_text(json.dumps(floors))
    some = [row for row in every if said.only.lower() in row.name.lower() or not row.first]
    found = measure(some, QUICK if said.quick else Plan(), folder)
    for row in some:
        found[row.name].statements = len(told[row.name])
    lines = report.lines(some, found, memory(some, folder))
    text = report.keep(lines, said.projects, folder / f"bench-{said.projects}.json")
    print(text if said.json else report.table(lines))  # noqa: T201 - this is a command


if __name__ == "__main__":
    main()
