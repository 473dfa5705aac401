import io
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from config import serving, static_files
from config.celery import app
from config.sweeps import Sweep

ANSWERING = """
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *args): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def household(folder: Path, port: int, worker: str) -> subprocess.Popen[str]:
    """Two stand-ins for the web server and the worker, under the real watch."""
    (folder / "web.py").write_text(ANSWERING)
    (folder / "worker.py").write_text(worker)
    (folder / "watch.py").write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(Path(serving.__file__).parent)!r})\n"
        "import serving\n"
        f"serving.Plan.web = [sys.executable, 'web.py', '{port}']\n"
        "serving.Plan.worker = [sys.executable, 'worker.py']\n"
        f'sys.exit(serving.main(\'{{"host": "127.0.0.1", "port": {port}, "folder": "{folder}"}}\'))\n'
    )
    return subprocess.Popen(
        [sys.executable, "watch.py"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_says_where_and_stops_everything(number: signal.Signals, tmp_path: Path, port: int) -> None:
    watch = household(tmp_path, port, "import time; time.sleep(600)")
    assert watch.stdout is not None
    assert watch.stdout.readline() == f"Firsthand answers at http://localhost:{port}  (Ctrl-C stops it)\n"
    watch.send_signal(number)
    out, error = watch.communicate(timeout=20)
    assert (watch.returncode, out, error) == (0, "Stopped.\n", "")
    serving.check_port(host="127.0.0.1", port=port)


def test_serving_says_when_a_child_died(tmp_path: Path, port: int) -> None:
    watch = household(tmp_path, port, "import sys, time; time.sleep(1); sys.exit(3)")
    _out, error = watch.communicate(timeout=30)
    assert watch.returncode == 1
    assert error == "The worker process has ended with code 3; everything was stopped.\n"
    serving.check_port(host="127.0.0.1", port=port)


def test_serving_says_when_the_port_is_taken(tmp_path: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(serving.PortTaken, match=f"Port {port} on 127.0.0.1 cannot be used"):
            serving.check_port(host="127.0.0.1", port=port)
        with pytest.raises(CommandError, match="cannot be used"):
            call_command("serve", "--port", str(port), stdout=io.StringIO())


def test_demonstration_listens_on_this_machine_only(settings: Settings) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="this machine only"):
        call_command("serve", "--host", "0.0.0.0", stdout=io.StringIO())


def test_serve_becomes_the_one_that_watches(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(static_files, "collect", lambda: True)
    monkeypatch.setattr(os, "execv", lambda _program, command: became.append(command))
    call_command("serve", "--port", str(port), stdout=io.StringIO())
    [command] = became
    plan = serving.Plan(**json.loads(command[-1]))
    assert plan.port == port
    assert "--blocking-threads" in plan.web
    assert plan.worker[1:3] == ["manage.py", "work"]


def test_collect_does_nothing_twice(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "own"]
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.css").write_text("a{}")
    monkeypatch.setattr(static_files.subprocess, "run", lambda command, **_options: ran.append(command[2:3]))
    assert static_files.collect()
    assert not static_files.collect()
    assert ran == [["build_assets"], ["collectstatic"]]
    (tmp_path / "own" / "a.css").write_text("a{color:red}")
    assert static_files.collect()


def test_tasks_note_how_they_went(db: None) -> None:
    from accounts.models import SweepRun

    class Example(Sweep):
        name = "example.task"

    Example.bind(app)
    task = Example()
    task.before_start("1", (), {})
    task.on_success(7, "1", (), {})
    assert SweepRun.objects.get().result == "7"
    task.on_failure(OSError("what somebody wrote"), "1", (), {}, None)
    assert SweepRun.objects.get().error == "OSError"
