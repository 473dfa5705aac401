"""Files and hosts."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "pictures/../../secret",
        "..%2f..%2fsecret",
        "pictures/..%2f..%2fsecret.webp",
        "pictures/%2e%2e/0123456789abcdef.webp",
        "/etc/passwd",
        "pictures/0123456789abcdef.webp%00.png",
        "pictures/0123456789abcdef.webp%0a",
        "pictures/0123456789ABCDEF.webp",
        "secret",
        "pictures/",
        "",
    ],
)
def test_media_gives_pictures_and_nothing_else(settings: Settings, tmp_path: Path, name: str, db: None) -> None:
    (tmp_path / "secret").write_text("secret")
    (settings.MEDIA_ROOT / "pictures").mkdir(parents=True)
    (settings.MEDIA_ROOT / "secret").write_text("secret")
    (settings.MEDIA_ROOT / "pictures" / "0123456789abcdef.webp").write_bytes(b"RIFF")
    picture = Client().get("/media/pictures/0123456789abcdef.webp")
    assert b"".join(picture.streaming_content) == b"RIFF"
    answer = Client().get(f"/media/{name}")
    assert answer.status_code == 404
    assert b"secret" not in answer.content.replace(name.encode(), b"")


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:x", "localhost@evil.example", ""]
)
def test_no_other_host_is_answered(settings: Settings, host: str, db: None) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    for path in ("/accounts/login/", "/api/v1/me/", "/privacy/"):
        answer = Client(raise_request_exception=False).get(path, headers={"host": host} if host else {"host": " "})
        assert answer.status_code == 400
        assert b"evil" not in answer.content


def test_forwarded_host_is_not_believed(db: None) -> None:
    answer = Client().get("/", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.url == "/accounts/login/?next=/"
