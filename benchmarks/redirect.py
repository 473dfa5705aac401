"""How near the short link comes to a server that does nothing but redirect, and whether it loses a click.

    python benchmarks/redirect.py [--full]

Both sides run on granian with one worker and one blocking thread, in turns, under the same requests for codes drawn by
Zipf's law, while a drain empties the spool every three seconds: one at a time on each of 64 connections, and 32 at
once. Then a second server answers links while pages are asked for (the slowest in a hundred), and a third is killed
with `kill -9` under load: every answer that a client received must be a row. With BENCH_DATABASE_URL on PostgreSQL (in
a database of its own, dropped after), else on SQLite.
"""

import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOAL = {"ratio_to_bare": 0.7, "p99_ms": 10.0, "lost": 0}
AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [LinkedInApp]/9.30",
]
CONNECTIONS, PIPELINED = 64, 32


def main(*, full: bool) -> None:
    codes, rounds, seconds = (200_000, 5, 10.0) if full else (20_000, 3, 3.0)
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-") as folder, database(folder):
        made = fill(codes)
        requests = requests_for(made, random.Random(1))
        sides = {each: ([], []) for each in (load, load_pipelined)}
        with (
            server("benchmarks.servers.bare:application") as bare_server,
            server("config.wsgi:application") as server_,
            draining(),
        ):
            load(server_, requests, seconds)
            for _ in range(rounds):
                for each, (bare, ours) in sides.items():
                    bare.append(measured(bare_server, requests, seconds, each))
                    ours.append(measured(server_, requests, seconds, each))
        with server("config.wsgi:application", workers=2) as pages:
            p99 = slowest_in_a_hundred(pages, requests, seconds)
        acknowledged, stored = killed(requests)
    (bare, bare_cpu), (ours, cpu) = (means(side) for side in sides[load])
    (bare_pipelined, _), (pipelined, _) = (means(side) for side in sides[load_pipelined])
    figures = {
        "benchmark": "redirect",
        "database": "postgresql" if "DATABASE_URL" in os.environ else "sqlite",
        "codes": codes,
        "bare_requests_per_second": round(bare),
        "requests_per_second": round(ours),
        "ratio_to_bare": round(ours / bare, 3),
        "bare_cpu_us": round(bare_cpu, 1),
        "cpu_us": round(cpu, 1),
        "pipelined_ratio_to_bare": round(pipelined / bare_pipelined, 3),
        "p99_ms": round(p99, 2),
        "acknowledged": acknowledged,
        "lost": max(0, acknowledged - stored),
        "goal": GOAL,
    }
    figures["met"] = (
        figures["ratio_to_bare"] >= GOAL["ratio_to_bare"]
        and figures["p99_ms"] <= GOAL["p99_ms"]
        and figures["lost"] == GOAL["lost"]
        and acknowledged > 0
    )
    print(json.dumps(figures))


def means(side):
    """Shape: requests a second, and microseconds of CPU for each."""
    return [sum(one[name] for one in side) / len(side) for name in ("requests_per_second", "cpu_us")]


@contextmanager
def database(folder):
    os.environ.pop("DATABASE_URL", None)
    url = os.environ.get("BENCH_DATABASE_URL", "")
    name = f"firsthand_bench_redirect_{os.getpid()}"
    if url:
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        os.environ["DATABASE_URL"] = f"{url.rpartition('/')[0]}/{name}"
    os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "ERROR"}
    os.environ |= {"SPOOL_HOST": "bench", "ALLOWED_HOSTS": "127.0.0.1,localhost"}
    sys.path.insert(0, str(ROOT))
    try:
        yield
    finally:
        if url:
            from django.db import connections

            connections.close_all()
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def fill(codes):
    import django
    from django.conf import settings

    settings.MIGRATION_MODULES = dict.fromkeys(name.rpartition(".")[2] for name in settings.INSTALLED_APPS)
    django.setup()
    from datetime import UTC, datetime, timedelta

    from django.core.management import call_command

    from accounts.models import CompanySettings, Person
    from advocacy.models import Link
    from content.models import Story

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("build_assets", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    now = datetime.now(UTC)
    CompanySettings.objects.create(name="Northwind Rail")
    people = Person.objects.bulk_create(
        [Person(email=f"p{number}@northwind.example", joined_at=now) for number in range(codes // 20)]
    )
    stories = Story.objects.bulk_create(
        [
            Story(
                state=Story.State.LIVE,
                title=f"Story {number}",
                url=f"https://northwind.example/stories/{number}",
                author=people[0],
                approved_version=1,
                goes_live_at=now - timedelta(days=1),
                expires_at=now + timedelta(days=9),
                created_at=now,
                updated_at=now,
            )
            for number in range(20)
        ]
    )
    drawn = random.Random(2)
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    links = [
        Link(
            code="".join(drawn.choices(alphabet, k=8)),
            person=people[number // 20],
            story=stories[number % 20],
            network="linkedin",
            target=f"https://northwind.example/stories/{number % 20}?utm_source=linkedin"
            "&utm_medium=employee_advocacy&utm_campaign=spring&utm_content=0f8fad5b-d9cb-469f-a165-70867728950e",
            created_at=now,
        )
        for number in range(codes)
    ]
    Link.objects.bulk_create(links, batch_size=5000)
    return [link.code for link in links]


def requests_for(codes, drawn):
    """Draw codes by Zipf's law, and write the requests for them."""
    weights = [1 / rank for rank in range(1, len(codes) + 1)]
    return [
        f"GET /l/{code} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {drawn.choice(AGENTS)}\r\n"
        "Accept: text/html\r\nReferer: https://www.linkedin.com/feed/\r\nSec-Fetch-Mode: navigate\r\n\r\n".encode()
        for code in drawn.choices(codes, weights, k=200_000)
    ]


class Server:
    def __init__(self, target, workers):
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        command += ["--workers", str(workers), "--blocking-threads", "1", "--log-level", "error", "--backlog", "1024"]
        self.process = subprocess.Popen([*command, target], cwd=ROOT, start_new_session=True)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with suppress(OSError):
                self.connect().close()
                break
            time.sleep(0.05)

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def processes(self):
        found, waiting = [], [self.process.pid]
        while waiting:
            found.append(waiting.pop())
            children = Path(f"/proc/{found[-1]}/task/{found[-1]}/children")
            waiting += [int(child) for child in children.read_text().split()] if children.exists() else []
        return found

    def cpu_seconds(self):
        ticks = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=20)


@contextmanager
def server(target, workers=1):
    running = Server(target, workers)
    try:
        yield running
    finally:
        running.stop()


def load(server_, requests, seconds):
    """Keep the server busy from one thread, a request at a time on each connection, as browsers and proxies ask.

    Shape: how many redirects came back.
    """
    place, received = random.Random(3).randrange(len(requests)), 0
    with ExitStack() as opened, select.epoll() as waiting:
        connections = {}
        for _ in range(CONNECTIONS):
            connection = opened.enter_context(server_.connect())
            connections[connection.fileno()] = connection
            waiting.register(connection, select.EPOLLIN)
            connection.sendall(requests[place])
            place = (place + 1) % len(requests)
        until = time.monotonic() + seconds
        with suppress(OSError):
            while time.monotonic() < until:
                for number, _ in waiting.poll(1):
                    connection = connections[number]
                    answer = connection.recv(65_536)
                    if not answer:
                        raise ConnectionError
                    received += answer.startswith(b"HTTP/1.1 302")
                    connection.sendall(requests[place])
                    place = (place + 1) % len(requests)
    return received


def load_pipelined(server_, requests, seconds):
    """Send many requests at once on each connection, which leaves little to the server but the answers.

    Shape: how many redirects came back.
    """
    place, received = random.Random(3).randrange(len(requests)), 0
    with ExitStack() as opened, suppress(OSError):
        connections = [opened.enter_context(server_.connect()) for _ in range(8)]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for connection in connections:
                batch = requests[place : place + PIPELINED]
                place = place + PIPELINED if place + 2 * PIPELINED < len(requests) else 0
                connection.sendall(b"".join(batch))
            for connection in connections:
                got, tail = 0, b""
                while got < PIPELINED:
                    chunk = connection.recv(262_144)
                    if not chunk:
                        raise ConnectionError
                    found = (tail + chunk).count(b"HTTP/1.1 302")
                    tail = (tail + chunk)[-11:]
                    got += found
                    received += found
    return received


def measured(server_, requests, seconds, load):
    before, started = server_.cpu_seconds(), time.monotonic()
    received = load(server_, requests, seconds)
    spent = time.monotonic() - started
    cpu = (server_.cpu_seconds() - before) / max(received, 1) * 1e6
    return {"requests_per_second": received / spent, "cpu_us": cpu}


def slowest_in_a_hundred(server_, requests, seconds):
    for _ in range(8):  # every worker is up before it is timed
        with server_.connect() as connection:
            connection.sendall(requests[0])
            connection.recv(65_536)
    stop = threading.Event()

    def ask_for_pages():
        while not stop.is_set():
            with suppress(OSError), server_.connect() as connection:
                connection.sendall(b"GET /privacy/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                while connection.recv(65_536):
                    pass

    asking = threading.Thread(target=ask_for_pages)
    asking.start()
    times = []
    until, place = time.monotonic() + seconds, 0
    with server_.connect() as connection:
        while time.monotonic() < until:
            started = time.monotonic()
            connection.sendall(requests[place])
            connection.recv(65_536)
            times.append(time.monotonic() - started)
            place += 1
            time.sleep(0.002)
    stop.set()
    asking.join()
    return sorted(times)[int(len(times) * 0.99)] * 1000


@contextmanager
def draining():
    code = (
        "import time, django; django.setup()\n"
        "from django.utils import timezone\n"
        "from advocacy.clicks import drain\n"
        "while True:\n    drain.sweep(now=timezone.now())\n    time.sleep(3)\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        yield
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()


def killed(requests):
    """Kill a server under load. Shape: redirects that clients received from it, and rows that came of them."""
    from django.utils import timezone

    from advocacy.clicks import drain
    from advocacy.models import Click

    while drain.sweep(now=timezone.now(), budget_seconds=60):
        pass
    before = Click.objects.count()
    running = Server("config.wsgi:application", 1)
    threading.Timer(1.5, lambda: running.stop(signal.SIGKILL)).start()
    received = load(running, requests, 10.0)
    running.stop(signal.SIGKILL)
    while drain.sweep(now=timezone.now(), budget_seconds=60):
        pass
    return received, Click.objects.count() - before


if __name__ == "__main__":
    main(full="--full" in sys.argv)
