"""Does memory stay flat while clicks come and are drained for long?

    python benchmarks/soak.py [--full] [minutes]

A client follows links at a fixed pace while a worker drains them every three seconds; the memory of both is sampled.
With BENCH_DATABASE_URL on PostgreSQL, else on SQLite.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import redirect

GOAL = {"web_end_to_start": 1.2, "worker_end_to_start": 1.2, "waiting": 0}
PER_SECOND = 1000
WORKER = (
    "import time, django; django.setup()\n"
    "from django.utils import timezone\n"
    "from advocacy.clicks import drain\n"
    "while True:\n    drain.sweep(now=timezone.now())\n    time.sleep(3)\n"
)


def main(*, minutes: float) -> None:
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-") as folder, redirect.database(folder):
        codes = redirect.fill(20_000)
        requests = redirect.requests_for(codes, random.Random(1))
        with redirect.server("config.wsgi:application") as server:
            worker = subprocess.Popen(
                [sys.executable, "-c", WORKER], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
            )
            try:
                samples, received, seconds = followed(server, worker.pid, requests, minutes * 60)
                left = waiting(30.0)
            finally:
                worker.kill()
                worker.wait()
    # The first tenth fills what every process keeps: codes, browsers' names, code that is loaded late.
    start, end = samples[len(samples) // 5 : len(samples) // 5 * 2], samples[-max(1, len(samples) // 5) :]
    figures = {
        "benchmark": "soak",
        "database": "postgresql" if "DATABASE_URL" in os.environ else "sqlite",
        "seconds": round(seconds),
        "clicks_per_second": round(received / seconds),
        **{
            f"{name}_end_to_start": round(
                median(each[place] for each in end) / median(each[place] for each in start), 3
            )
            for place, name in enumerate(("web", "worker"))
        },
        "web_megabytes": round(end[-1][0] / 1e6),
        "worker_megabytes": round(end[-1][1] / 1e6),
        "waiting": left,
        "goal": GOAL,
    }
    figures["met"] = all(figures[name] <= goal for name, goal in GOAL.items())
    print(json.dumps(figures))


def followed(server, worker: int, requests, seconds: float):
    """Follow links at the pace. Shape: memory of web and worker each second, answers, seconds."""
    samples: list[tuple[int, int]] = []
    stop = threading.Event()

    def sample() -> None:
        while not stop.wait(1.0):
            samples.append((sum(memory(pid) for pid in server.processes()), memory(worker)))

    sampling = threading.Thread(target=sample)
    sampling.start()
    received, place, size = 0, 0, PER_SECOND // 50
    started = time.monotonic()
    with server.connect() as connection:
        turn = 0
        while time.monotonic() - started < seconds:
            connection.sendall(b"".join(requests[place : place + size]))
            place = place + size if place + 2 * size < len(requests) else 0
            got, tail = 0, b""
            while got < size:
                text = tail + connection.recv(262_144)
                got += text.count(b"HTTP/1.1 302")
                tail = text[-11:]
            received += got
            turn += 1
            time.sleep(max(0.0, started + turn * 0.02 - time.monotonic()))
    spent = time.monotonic() - started
    stop.set()
    sampling.join()
    return samples, received, spent


def memory(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def waiting(patience: float) -> int:
    """Wait until the spool is drained. Shape: bytes that wait all the same."""
    from advocacy.models import SpoolHost

    until = time.monotonic() + patience
    left = -1
    while left and time.monotonic() < until:
        time.sleep(4)
        left = sum(SpoolHost.objects.values_list("bytes_waiting", flat=True))
    return left


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:] if word.replace(".", "").isdigit()]
    main(minutes=given[0] if given else 10.0 if "--full" in sys.argv else 1 / 3)
