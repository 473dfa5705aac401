"""What a process remembers of its links."""

from datetime import datetime

import pytest

from advocacy.clicks import targets
from advocacy.models import Link
from tests.advocacy.factories import LinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "MOST", 2)


def test_find_remembers_what_is_asked_for_and_drops_the_rest(
    company: object, few: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [LinkFactory.create(code=f"code{number}").code for number in range(2, 8)]
    asked: list[str] = []
    read = targets._read_link
    monkeypatch.setattr(targets, "_read_link", lambda code: asked.append(code) or read(code))
    memory = targets.Targets(clock=lambda: 0.0)
    favourite = codes[0]
    for code in codes:
        for wanted in (code, favourite):
            found = memory.find(wanted, now=now.timestamp())
            assert found is not None
            assert found.link_id == Link.objects.get(code=wanted).pk
    assert asked == codes
    assert memory.find(codes[1], now=now.timestamp()) is not None
    assert asked == [*codes, codes[1]]


def test_find_asks_again_after_a_while(link: Link, now: datetime) -> None:
    seconds = [0.0]
    memory = targets.Targets(clock=lambda: seconds[0])
    assert memory.find(link.code, now=now.timestamp()) is not None
    Link.objects.all().delete()
    seconds[0] = targets.KEPT_SECONDS - 1
    assert memory.find(link.code, now=now.timestamp()) is not None
    seconds[0] = targets.KEPT_SECONDS
    assert memory.find(link.code, now=now.timestamp()) is None
