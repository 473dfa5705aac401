import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis
from django.conf import settings

from advocacy.clicks import salt, salt_in_redis

DAY = int(datetime(2026, 3, 10, tzinfo=UTC).timestamp() // salt.DAY_SECONDS)
NOW = DAY * salt.DAY_SECONDS + 100.0


class Broken:
    asked = 0

    def of_day(self, day: int) -> bytes:
        self.asked += 1
        raise ConnectionError("away")


def test_current_is_the_same_for_every_process_of_a_day(tmp_path: Path) -> None:
    one, two = (salt.Salts(salt.FileStore(tmp_path / "salt.json")) for _ in range(2))
    assert one.current(NOW) == two.current(NOW + 3600)
    assert len(one.current(NOW)) == salt.LENGTH


def test_current_changes_at_midnight_utc(tmp_path: Path) -> None:
    salts = salt.Salts(salt.FileStore(tmp_path / "salt.json"))
    midnight = (DAY + 1) * salt.DAY_SECONDS
    assert salts.current(midnight - 0.001) != salts.current(midnight)


def test_of_day_destroys_salts_that_are_two_days_old(tmp_path: Path) -> None:
    store = salt.FileStore(tmp_path / "salt.json")
    first = store.of_day(DAY)
    assert store.of_day(DAY + 1) != first
    assert set(json.loads((tmp_path / "salt.json").read_bytes())) == {str(DAY), str(DAY + 1)}
    store.of_day(DAY + 2)
    assert first.hex().encode() not in (tmp_path / "salt.json").read_bytes()
    assert store.of_day(DAY) != first


def test_forget_destroys_salts_also_when_nobody_comes(tmp_path: Path) -> None:
    store = salt.FileStore(tmp_path / "salt.json")
    store.forget(DAY)
    assert not (tmp_path / "salt.json").exists()
    store.of_day(DAY)
    store.forget(DAY + 1)
    assert str(DAY) in json.loads((tmp_path / "salt.json").read_bytes())
    store.forget(DAY + 2)
    assert json.loads((tmp_path / "salt.json").read_bytes()) == {}


def test_of_day_draws_anew_when_the_file_is_broken(tmp_path: Path) -> None:
    (tmp_path / "salt.json").write_bytes(b'{"1')
    store = salt.FileStore(tmp_path / "salt.json")
    assert store.of_day(DAY) == store.of_day(DAY)


def test_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    salt.FileStore(tmp_path / "salt.json").of_day(DAY)
    assert (tmp_path / "salt.json").stat().st_mode & 0o077 == 0


def test_current_makes_do_without_the_store_and_asks_again(tmp_path: Path) -> None:
    broken = Broken()
    salts = salt.Salts(broken)
    own = salts.current(NOW)
    assert salts.current(NOW + 1) == own
    assert broken.asked == 1
    assert salts.current(NOW + salt.RETRY_SECONDS) == own
    assert broken.asked == 2
    salts.store = salt.FileStore(tmp_path / "salt.json")
    assert salts.current(NOW + 2 * salt.RETRY_SECONDS) != own


@pytest.mark.redis
def test_redis_keeps_a_salt_for_two_days() -> None:
    url = settings.REDIS_URL or "redis://127.0.0.1:6379/15"
    store = salt_in_redis.RedisStore(url)
    try:
        store.client.ping()
    except redis.RedisError:
        pytest.skip("No Redis answers.")
    day = 1_000_000  # far from any real one
    store.client.delete(f"firsthand:salt:{day}")
    try:
        assert store.of_day(day) == salt_in_redis.RedisStore(url).of_day(day)
        assert 0 < int(str(store.client.ttl(f"firsthand:salt:{day}"))) <= 48 * 3600
    finally:
        store.client.delete(f"firsthand:salt:{day}")
        store.client.close()
