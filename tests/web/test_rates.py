import pytest
from django.core.cache.backends.locmem import LocMemCache

from web import rates
from web.rates import Rate


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("30/m", Rate(30, 60)),
        ("5/300s", Rate(5, 300)),
        ("600/min", Rate(600, 60)),
        (" 1/day ", Rate(1, 86_400)),
        ("2/2h", Rate(2, 7200)),
    ],
)
def test_parse_reads_rates(text, rate):
    assert rates.parse(text) == rate


@pytest.mark.parametrize("text", ["", "30", "30/", "0/m", "5/0s", "x/m", "5/week", "-1/m"])
def test_parse_refuses_nonsense(text):
    with pytest.raises(ValueError, match="is not a rate"):
        rates.parse(text)


def spend(whom: str = "a", scope: str = "s", now: float = 1000.0) -> int:
    return rates.spend(scope=scope, whom=whom, rate=Rate(2, 60), now=now)


def test_spend_counts_each_caller_and_scope():
    assert [spend(), spend(), spend()] == [0, 0, 21]
    assert spend(whom="b") == 0
    assert spend(scope="t") == 0


def test_spend_starts_anew_in_the_next_window():
    assert [spend(), spend(), spend()][-1]
    assert spend(now=1020.0) == 0


def test_spend_leaves_nobody_readable(monkeypatch):
    keys = []
    monkeypatch.setattr(LocMemCache, "add", lambda self, key, value, timeout: keys.append(key) or True)
    spend(whom="203.0.113.9")
    assert "203.0.113.9" not in keys[0]


def test_spend_survives_an_entry_that_expires_between(monkeypatch):
    monkeypatch.setattr(LocMemCache, "add", lambda self, key, value, timeout: False)
    assert spend() == 0
