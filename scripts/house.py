"""The services of docker-compose.yml as processes of this machine: started, asked for their health, stopped."""

import base64
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import composition

BIN = Path(sys.executable).parent
REDIS_SERVERS = ("redis", "salt")
HEALTHY_WITHIN = 120.0
STOPPED_WITHIN = 30.0


class Wrong(Exception):
    """A step did not go as it should; the sentence says how."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def until(question: Callable[[], Any], *, within: float, otherwise: str) -> Any:
    """This will ask again and again until the answer is true, and give it. Errors: Wrong when time is up."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.2)
    raise Wrong(otherwise)


class House:
    """The services of the file on this machine: their ports, their environment, their processes."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.ports = {name: free_port() for name in ("pages", "redirect", *REDIS_SERVERS)}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.services = composition.services(
            {
                "SECRET_KEY": secrets.token_urlsafe(48),
                "TOKEN_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
                "POSTGRES_PASSWORD": "replaced-with-the-database-address",
                "SITE_URL": f"http://127.0.0.1:{self.ports['pages']}",
                "LINK_URL": f"http://127.0.0.1:{self.ports['redirect']}",
                "ALLOWED_HOSTS": "127.0.0.1",
                "EMAIL_HOST": "replaced-with-files",
                "TRUSTED_PROXIES": "0",
                "LOG_LEVEL": "WARNING",
            }
        )
        self.changed = {
            "DATABASE_URL": (database, "a scratch database here"),
            "REDIS_URL": (f"redis://127.0.0.1:{self.ports['redis']}/0", "its host is this one"),
            "SALT_URL": (f"redis://127.0.0.1:{self.ports['salt']}/0", "its host is this one"),
            "EMAIL_HOST": ("", "no mail server here, so mails become files"),
            "DATA_DIR": (str(folder / "data"), "the image's /data"),
            "SPOOL_DIR": (str(folder / "spool"), "the volume /spool"),
            "MEDIA_DIR": (str(folder / "media"), "the volume /media"),
        }

    def environment(self, name: str) -> dict[str, str]:
        for part in ("data", "spool", "media", "tmp"):
            (self.folder / part).mkdir(exist_ok=True)
        own = {key: os.environ[key] for key in ("HOME", "LANG", "TZ") if key in os.environ}
        return {
            **own,
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "HOSTNAME": socket.gethostname(),
            "PYTHONUNBUFFERED": "1",
            **self.services[name].environment,
            **{key: value for key, (value, _reason) in self.changed.items()},
        }

    def here(self, name: str, command: list[str]) -> list[str]:
        """This will move a command from its container to this machine: port, interface and /tmp."""
        port = str(self.ports.get(name, ""))
        return [
            part.replace("0.0.0.0", "127.0.0.1").replace("8000", port).replace("/tmp/", f"{self.folder}/tmp/")  # noqa: S104, S108
            for part in command
        ]

    def run(self, name: str, command: list[str]) -> str:
        """This will run a command to its end in a service's environment. Errors: Wrong unless it ends well."""
        done = subprocess.run(
            command,
            cwd=composition.ROOT,
            env=self.environment(name),
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if done.returncode:
            raise Wrong(
                f"{' '.join(command)[:80]} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}"
            )
        return done.stdout

    def start(self, name: str) -> None:
        command = self.here(name, self.services[name].command)
        if name in REDIS_SERVERS:
            folder = self.folder / name
            folder.mkdir()
            command += ["--bind", "127.0.0.1", "--port", str(self.ports[name]), "--dir", str(folder)]
        try:
            with (self.folder / f"{name}.log").open("wb") as log:
                self.processes[name] = subprocess.Popen(
                    command,
                    cwd=composition.ROOT,
                    env=self.environment(name),
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        except FileNotFoundError as error:
            raise Wrong(f"{command[0]} is not installed.") from error

    def wait_for(self, name: str) -> None:
        """This will wait until a service is well by its own health check. Errors: Wrong."""
        question = self.here(name, self.services[name].health)
        if name in REDIS_SERVERS:
            question = [*question[:1], "-p", str(self.ports[name]), *question[1:]]

        def is_well() -> bool:
            if self.processes[name].poll() is not None:
                raise Wrong(f"{name} ended with {self.processes[name].returncode}:\n{self.log(name)}")
            try:
                done = subprocess.run(
                    question,
                    cwd=composition.ROOT,
                    env=self.environment(name),
                    check=False,
                    capture_output=True,
                    timeout=HEALTHY_WITHIN,
                )
            except FileNotFoundError as error:
                raise Wrong(f"{question[0]} is not installed.") from error
            return done.returncode == 0

        until(is_well, within=HEALTHY_WITHIN, otherwise=f"{name} is not healthy:\n{self.log(name)}")

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def stop(self, name: str) -> None:
        """This will ask a process to stop, as a container engine does. Errors: Wrong unless it ends in order."""
        process = self.processes[name]
        if process.poll() is not None:
            raise Wrong(f"{name} had ended by itself with {process.returncode}:\n{self.log(name)}")
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill(process)
            raise Wrong(f"{name} did not stop within {STOPPED_WITHIN:.0f} s:\n{self.log(name)}") from None
        if process.returncode or "Traceback" in self.log(name):
            raise Wrong(f"{name} ended with {process.returncode}:\n{self.log(name)}")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def logs(self) -> str:
        """This will give the end of what every process that was started wrote."""
        return "\n".join(f"-- {name}:\n{self.log(name)}" for name in self.processes if self.log(name))

    def abandon(self) -> None:
        """This will end what still runs after a step went wrong."""
        for process in self.processes.values():
            if process.poll() is None:
                self.kill(process)
