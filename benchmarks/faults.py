"""Is a click lost, or counted twice, when something dies?

    python benchmarks/faults.py [--full]

A PostgreSQL and a Redis of its own, a web server and a worker are started on loopback; people follow links all the time
while each of the four is killed with `kill -9` and started again. Every redirect that somebody received carries the
click's id: each must be one row, and all sums must say what the rows say. Needs the programs of PostgreSQL and Redis.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
GOAL = {"lost": 0, "sums_off": 0}
CLIENTS = 4
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CLICK_ID = re.compile(rb"adv_cid=([A-Za-z0-9_-]{22})")


def main(*, full: bool) -> None:
    programs = found_programs()
    if programs is None:
        print(json.dumps({"benchmark": "faults", "skipped": "no initdb or redis-server", "goal": GOAL, "met": False}))
        return
    rounds, rest = (5, 4.0) if full else (1, 2.0)
    with tempfile.TemporaryDirectory(prefix="firsthand-faults-") as name, running(Path(name), programs) as machines:
        port = machines["web"].port
        codes = fill()
        received: set[bytes] = set()
        stop = threading.Event()
        clients = [
            threading.Thread(target=follow, args=(port, codes, received, stop, number)) for number in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        killed = 0
        for _ in range(rounds):
            for machine in machines.values():
                time.sleep(rest)
                machine.kill()
                killed += 1
                time.sleep(rest / 2)
                machine.start()
        time.sleep(rest)
        stop.set()
        for client in clients:
            client.join()
        figures = {
            "benchmark": "faults",
            "killed": killed,
            "acknowledged": len(received),
            **counted(received, patience=60.0),
            "goal": GOAL,
        }
    figures["met"] = bool(received) and all(figures[name] == goal for name, goal in GOAL.items())
    print(json.dumps(figures))


class Machine:
    """A program that can be killed and started again."""

    def __init__(self, command: list[str], port: int, *, log: Path, user: str = "") -> None:
        self.command = ["runuser", "-u", user, "--", *command] if user and os.getuid() == 0 else command
        self.port = port
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, again if it cannot begin at once: what was killed may leave memory behind for a moment."""
        for _ in range(20):
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(self.command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
            if not self.port or self._answers():
                return
            self.kill()
        raise TimeoutError(self.log.read_text()[-2000:])

    def _answers(self) -> bool:
        until = time.monotonic() + 20
        while time.monotonic() < until and self.process is not None and self.process.poll() is None:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return True
            time.sleep(0.1)
        time.sleep(0.5)
        return False

    def kill(self) -> None:
        """Kill it with everything that it started."""
        if self.process is not None:
            for pid in reversed(descendants(self.process.pid)):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()


def descendants(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        with suppress(OSError):
            waiting += [
                int(child) for child in Path(f"/proc/{found[-1]}/task/{found[-1]}/children").read_text().split()
            ]
    return found


def found_programs() -> dict[str, str] | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    path = os.pathsep.join([os.environ.get("PATH", ""), *(str(folder) for folder in folders)])
    found = {name: shutil.which(name, path=path) for name in ("initdb", "postgres", "redis-server")}
    return {name: where for name, where in found.items() if where} if all(found.values()) else None


@contextmanager
def running(folder: Path, programs: dict[str, str]) -> Iterator[dict[str, Machine]]:
    """Start all four on free ports. Shape: by name, in the order in which they are killed."""
    database, redis, web = free_port(), free_port(), free_port()
    rows = folder / "rows"
    rows.mkdir()
    if os.getuid() == 0:
        folder.chmod(0o755)
        shutil.chown(rows, "postgres", "postgres")
    made = Machine(
        [programs["initdb"], "-D", str(rows), "-U", "postgres", "-A", "trust"], 0, log=folder / "log", user="postgres"
    )
    made.start()
    assert made.process is not None
    assert made.process.wait() == 0, (folder / "log").read_text()
    os.environ.update(
        DATA_DIR=str(folder / "data"),
        DATABASE_URL=f"postgresql://postgres@127.0.0.1:{database}/postgres",
        REDIS_URL=f"redis://127.0.0.1:{redis}/0",
        SALT_URL=f"redis://127.0.0.1:{redis}/1",
        SPOOL_HOST="faults",
        SECRET_KEY="for-a-benchmark-" * 4,
        ALLOWED_HOSTS="127.0.0.1,localhost",
        DJANGO_SETTINGS_MODULE="config.settings",
        LOG_LEVEL="ERROR",
    )
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(web)]
    granian += ["--workers", "2", "--blocking-threads", "1", "--log-level", "error", "config.wsgi:application"]
    machines = {
        "database": Machine(
            [programs["postgres"], "-D", str(rows), "-p", str(database), "-k", str(rows), "-h", "127.0.0.1"],
            database,
            log=folder / "log",
            user="postgres",
        ),
        "redis": Machine(
            [programs["redis-server"], "--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
            redis,
            log=folder / "log",
        ),
        "web": Machine(granian, web, log=folder / "log"),
        "worker": Machine([sys.executable, "manage.py", "work"], 0, log=folder / "log"),
    }
    try:
        for name in ("database", "redis"):
            machines[name].start()
        lay_tables()
        for name in ("web", "worker"):
            machines[name].start()
        yield {name: machines[name] for name in ("web", "worker", "database", "redis")}
    finally:
        for machine in machines.values():
            machine.kill()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def lay_tables() -> None:
    import django
    from django.core.management import call_command
    from django.db import OperationalError, connection

    django.setup()
    patiently(connection.ensure_connection, OperationalError)  # it answers before it is ready
    call_command("migrate", verbosity=0)
    call_command("build_assets", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def patiently(ask: Callable[[], object], error: type[Exception]) -> object:
    for _ in range(100):
        try:
            return ask()
        except error:
            time.sleep(0.1)
    return ask()


def fill() -> list[str]:
    from datetime import UTC, datetime, timedelta

    from accounts.models import CompanySettings, Person
    from advocacy.models import Link
    from content.models import Story

    now = datetime.now(UTC)
    CompanySettings.objects.create(name="Northwind Rail")
    people = Person.objects.bulk_create([Person(email=f"p{n}@northwind.example", joined_at=now) for n in range(50)])
    story = Story.objects.create(
        state="live",
        title="A story",
        url="https://northwind.example/",
        author=people[0],
        approved_version=1,
        goes_live_at=now - timedelta(days=1),
        expires_at=now + timedelta(days=9),
        created_at=now,
        updated_at=now,
    )
    links = Link.objects.bulk_create(
        [
            Link(
                code=f"code{number:04}",
                person=person,
                story=story,
                network="linkedin",
                target="https://northwind.example/",
                created_at=now,
            )
            for number, person in enumerate(people)
        ]
    )
    return [link.code for link in links]


def follow(port: int, codes: list[str], received: set[bytes], stop: threading.Event, number: int) -> None:
    """Follow links until told to stop, whatever dies meanwhile; keep the id of every click that was answered."""
    place = number
    while not stop.is_set():
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                while not stop.is_set():
                    place += 1
                    code = codes[place % len(codes)]
                    agent = f"{AGENT} Client/{place % 7}"
                    connection.sendall(
                        f"GET /l/{code} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {agent}\r\n\r\n".encode()
                    )
                    answer = connection.recv(65_536)
                    if not answer:
                        break
                    if answer.startswith(b"HTTP/1.1 302") and (click := CLICK_ID.search(answer)):
                        received.add(click[1])
                    time.sleep(0.002)
        except OSError:
            time.sleep(0.05)


def counted(received: set[bytes], *, patience: float) -> dict[str, object]:
    """Wait until everything is drained. Shape: acknowledged clicks without a row, rows, and sums that say otherwise."""
    from binascii import a2b_base64

    from django.db import DatabaseError, connection
    from django.db.models import Sum

    from advocacy.models import Click, CompanyClicks, DailyClicks, HourlyClicks, StoryClicks, TeamClicks

    wanted = {UUID(bytes=a2b_base64(click.replace(b"-", b"+").replace(b"_", b"/") + b"==")) for click in received}
    until = time.monotonic() + patience
    stored: list[UUID] = []
    while time.monotonic() < until:
        connection.close()
        try:
            stored = list(Click.objects.values_list("event_id", flat=True))
            if wanted <= set(stored):
                break
        except DatabaseError:
            pass
        time.sleep(1)
    time.sleep(4)  # what nobody waited for any more is drained, too
    stored = list(Click.objects.values_list("event_id", flat=True))
    off = 0
    for model in (DailyClicks, StoryClicks, TeamClicks, CompanyClicks, HourlyClicks):
        sums = model.objects.aggregate(all=Sum("human") + Sum("suspect") + Sum("robot"))
        off += sums["all"] != len(stored)
    return {
        "rows": len(stored),
        "twice": len(stored) - len(set(stored)),
        "lost": len(wanted - set(stored)),
        "sums_off": off,
    }


if __name__ == "__main__":
    main(full="--full" in sys.argv)
