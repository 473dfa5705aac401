"""Tokens lie encrypted; a key is changed without anybody having to connect again."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from advocacy.models import InstanceApp, SocialConnection
from advocacy.publishing import seals
from config import environment


def test_what_is_sealed_cannot_be_read_and_comes_out_again():
    sealed = seals.seal("t0ken")
    assert "t0ken" not in sealed
    assert seals.unseal(sealed) == "t0ken"
    assert (seals.seal(""), seals.unseal("")) == ("", "")


@pytest.mark.django_db
def test_rotate_moves_every_secret_to_the_first_key(on_mastodon, settings, capsys):
    old, new = settings.TOKEN_KEYS[0], Fernet.generate_key().decode()
    settings.TOKEN_KEYS = [new, old]
    call_command("rotate_tokens")
    settings.TOKEN_KEYS = [new]
    assert seals.unseal(SocialConnection.objects.get().access_token) == "t0ken"
    assert seals.unseal(InstanceApp.objects.get().client_secret) == "s3cret"
    settings.TOKEN_KEYS = [old]
    with pytest.raises(seals.Unreadable):
        seals.unseal(SocialConnection.objects.get().access_token)
    call_command("rotate_tokens")
    said = capsys.readouterr()
    assert said.out.splitlines() == [f"{rows} rows are encrypted with the first key." for rows in (2, 0)]
    assert said.err.startswith("2 rows cannot be read")


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path, monkeypatch):
    monkeypatch.delenv("TOKEN_KEYS", raising=False)
    file = tmp_path / "keys" / "token-keys"
    first = environment.keys("TOKEN_KEYS", file=file)
    assert environment.keys("TOKEN_KEYS", file=file) == first
    assert len(Fernet(first[0]).encrypt(b"x")) > 0
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("value", ["short", "A" * 44, f"{'A' * 43}=,nonsense", "ü" * 44])
def test_a_key_that_is_none_stops_the_start_and_is_not_repeated(tmp_path, monkeypatch, value):
    monkeypatch.setenv("TOKEN_KEYS", value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.keys("TOKEN_KEYS", file=tmp_path / "keys")
    assert value not in str(refusal.value)
    assert "nonsense" not in str(refusal.value)
