"""Web and worker as child processes of one foreground command, for one machine without further servers.

This file runs as a program of its own and imports nothing but the standard library: what watches needs no memory.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass

STOP_SECONDS = 15
START_SECONDS = 60


class PortTaken(Exception):
    """Somebody else listens there."""


class ChildDied(Exception):
    """A process that should run has ended by itself."""


@dataclass(frozen=True)
class Plan:
    """Where to listen and how much to start."""

    host: str
    port: int
    workers: int = 2
    worker_threads: int = 2
    folder: str = "."

    @property
    def command(self) -> list[str]:
        """The program that carries this plan out; -P keeps our modules from hiding those of the same name."""
        return [sys.executable, "-P", __file__, json.dumps(asdict(self))]

    @property
    def address(self) -> str:
        return f"http://{'localhost' if self.host in {'127.0.0.1', '::1'} else self.host}:{self.port}"

    @property
    def web(self) -> list[str]:
        """Granian in front of Django: one blocking thread a worker answers most requests a second."""
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", self.host, "--port", str(self.port), "--workers", str(self.workers)),
            *("--blocking-threads", "1", "--no-ws", "--http", "1", "--respawn-failed-workers"),
            *("--log-level", "warning", "--no-access-log", "config.wsgi:application"),
        ]

    @property
    def worker(self) -> list[str]:
        """Tasks and timetable in one process: the broker of files allows no second one."""
        return [sys.executable, "manage.py", "work", "--threads", str(self.worker_threads)]


def check_port(*, host: str, port: int) -> None:
    """This will do nothing for a port that is free. Errors: PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"Port {port} on {host} cannot be used: {error.strerror}.") from error


def is_answering(*, plan: Plan) -> bool:
    """This will say whether the health page answers well."""
    host = f"[{plan.host}]" if ":" in plan.host else "127.0.0.1" if plan.host == "0.0.0.0" else plan.host  # noqa: S104
    request = urllib.request.Request(f"http://{host}:{plan.port}/healthz", headers={"Host": "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=2) as answer:  # noqa: S310 – our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


class Household:
    """The child processes, started together and stopped together."""

    def __init__(self, *, plan: Plan, say: Callable[[str], None]) -> None:
        self.plan = plan
        self.say = say
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.asked_to_stop = threading.Event()

    def run(self) -> None:
        """This will start everything, wait until it is asked to stop, and stop everything.

        Errors: PortTaken; ChildDied.
        """
        check_port(host=self.plan.host, port=self.plan.port)
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            self._start("web", self.plan.web)
            self._start("worker", self.plan.worker)
            self._wait_until_answering()
            while not self.asked_to_stop.wait(0.5):
                self._check_children()
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: object) -> None:
        self.asked_to_stop.set()

    def _start(self, name: str, command: list[str]) -> None:
        # In groups of their own, so that Ctrl-C reaches us alone and each child is stopped once and in order.
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "2"}
        self.children[name] = subprocess.Popen(  # noqa: S603 – commands of our own
            command, cwd=self.plan.folder, env=environment, start_new_session=True
        )

    def _wait_until_answering(self) -> None:
        for _turn in range(START_SECONDS * 5):
            self._check_children()
            if is_answering(plan=self.plan):
                self.say(f"Firsthand answers at {self.plan.address}  (Ctrl-C stops it)")
                return
            if self.asked_to_stop.wait(0.2):
                return
        raise ChildDied(f"The web server does not answer after {START_SECONDS} seconds.")

    def _check_children(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None and not self.asked_to_stop.is_set():
                raise ChildDied(f"The {name} process has ended with code {child.returncode}; everything was stopped.")

    def _end(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def main(plan: str) -> int:
    """This will carry out a plan and give the exit code."""
    try:
        Household(plan=Plan(**json.loads(plan)), say=lambda sentence: print(sentence, flush=True)).run()  # noqa: T201
    except (PortTaken, ChildDied) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print("Stopped.")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
