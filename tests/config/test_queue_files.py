from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from config.celery import app


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Any]:
    folder = tmp_path / "messages"
    folder.mkdir()
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(tmp_path / "control"),
    }
    with Connection("filesystem://", transport="config.queue_files:Transport", transport_options=options) as connection:
        yield connection.channel()


def test_worker_finds_what_was_laid_down_in_order(channel: Any, tmp_path: Path) -> None:
    channel._put("celery", {"body": "ü"})
    assert channel._get("celery") == {"body": "ü"}
    assert not list((tmp_path / "messages").iterdir())
    with pytest.raises(Empty):
        channel._get("celery")


def test_worker_does_not_meet_half_a_message(channel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    met = []

    def replace(unfinished: Path, name: Path) -> None:
        with pytest.raises(Empty):
            channel._get("celery")
        met.append(unfinished.read_text())
        unfinished.rename(name)

    monkeypatch.setattr(Path, "replace", replace)
    channel._put("celery", {"body": "whole"})
    assert met == ['{"body": "whole"}']
    assert channel._get("celery") == {"body": "whole"}


def test_unreadable_message_is_left_out(channel: Any, tmp_path: Path) -> None:
    (tmp_path / "messages" / "0_torn.celery.msg").write_text("")
    channel._put("celery", {"body": "next"})
    assert channel._get("celery") == {"body": "next"}


def test_folder_that_is_gone_is_said(channel: Any, tmp_path: Path) -> None:
    (tmp_path / "messages").rmdir()
    with pytest.raises(ChannelError, match="laid down"):
        channel._put("celery", {})


def test_files_are_used_where_there_is_no_server() -> None:
    if app.conf.broker_url == "filesystem://":
        assert app.conf.broker_transport == "config.queue_files:Transport"
