"""What is old goes, and nothing that was counted changes by it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import CompanySettings
from advocacy.clicks import again, drain, hosts, partitions, retention, user_agents
from advocacy.clicks.spool import Spool
from advocacy.models import (
    Click,
    CompanyClicks,
    DailyClicks,
    HourlyClicks,
    Link,
    SpoolHost,
    SpoolPosition,
    StoryClicks,
    TeamClicks,
    UserAgent,
)
from content.models import Story
from tests.advocacy.clicks.conftest import CHROME, FIREFOX, Visit

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 5, 20, 2, 50, tzinfo=UTC)  # sixty days before lies in March
SUMS = (DailyClicks, StoryClicks, TeamClicks, CompanyClicks, HourlyClicks)


@pytest.fixture(autouse=True)
def sixty_days(settings: Any) -> None:
    settings.CLICK_DAYS = 60


@pytest.fixture
def half_a_year(link: Link, visit: Visit, spool: Spool) -> list[datetime]:
    """A visit in each of some months, the last of February by the clock of Berlin among them."""
    Story.objects.update(goes_live_at=datetime(2025, 12, 1, tzinfo=UTC), expires_at=datetime(2026, 12, 1, tzinfo=UTC))
    times = [
        datetime(2026, 1, 10, 12, tzinfo=UTC),
        datetime(2026, 2, 28, 23, 30, tzinfo=UTC),  # the first of March in Berlin
        datetime(2026, 3, 1, 9, tzinfo=UTC),
        datetime(2026, 5, 19, 9, tzinfo=UTC),
    ]
    for at in times:
        visit(at=at, agent=FIREFOX if at.month < 2 else CHROME)
        drain.sweep(now=at)
    return times


def sums() -> list[list[dict[str, Any]]]:
    return [list(model.objects.order_by("pk").values()) for model in SUMS]


def left() -> list[datetime]:
    return list(Click.objects.order_by("at").values_list("at", flat=True))


def test_forget_deletes_whole_months_and_keeps_every_sum(half_a_year: list[datetime], company: CompanySettings) -> None:
    before = [row | {"is_final": False} for row in sums()[3]]
    assert retention.forget(now=NIGHT) == 3  # two clicks or their months, and the browser that nobody has any more
    assert left() == half_a_year[2:]
    assert [row | {"is_final": False} for row in sums()[3]] == before
    assert CompanyClicks.objects.final_until() == date(2026, 3, 1)
    assert retention.forget(now=NIGHT) == 0


def test_nothing_is_worked_out_anew_from_a_part_of_a_day(half_a_year: list[datetime], company: CompanySettings) -> None:
    retention.forget(now=NIGHT)
    before = sums()
    days = {"since": date(2026, 1, 1), "until": date(2026, 6, 1), "zone": company.zone}
    assert again.recompute(**days) == 0
    assert again.judge(**days) == 0
    assert sums() == before


def test_a_file_that_comes_back_after_its_clicks_are_gone_counts_nothing(
    link: Link, visit: Visit, spool: Spool, company: CompanySettings
) -> None:
    Story.objects.update(goes_live_at=datetime(2025, 12, 1, tzinfo=UTC))
    at = datetime(2026, 1, 10, 12, tzinfo=UTC)
    visit(at=at)
    spool.close()
    path = next(spool.folder.glob("*.clicks"))
    content = path.read_bytes()
    assert drain.sweep(now=at) == 1
    retention.forget(now=NIGHT)
    before = sums()
    path.write_bytes(content)
    (spool.folder / f"{path.name[:16]}-999999.clicks").write_bytes(b"")
    assert drain.sweep(now=NIGHT) == 0
    assert sums() == before
    assert SpoolHost.objects.get().lines_quarantined == 1


def test_forget_keeps_names_of_browsers_that_are_still_seen(
    half_a_year: list[datetime], company: CompanySettings
) -> None:
    retention.forget(now=NIGHT)
    assert list(UserAgent.objects.values_list("text", flat=True)) == [CHROME]
    user_agents.known(texts=[CHROME], now=NIGHT + timedelta(days=1))
    assert UserAgent.objects.get().seen_at == NIGHT + timedelta(days=1)


def test_forget_removes_positions_of_hosts_that_are_gone(company: CompanySettings, now: datetime) -> None:
    gone, here = (hosts.announce(name=name, now=now) for name in ("gone", "here"))
    for host in (gone, here):
        SpoolPosition.objects.create(host=host, name="0123456789abcdef-000001.clicks", position=7)
    hosts.announce(name="here", now=now + timedelta(days=200))
    retention.forget(now=now + timedelta(days=200))
    assert list(SpoolPosition.objects.values_list("host__name", flat=True)) == ["here"]


def test_forget_stops_when_its_time_is_over(half_a_year: list[datetime]) -> None:
    retention.forget(now=NIGHT, budget_seconds=0)
    assert len(left()) == (2 if is_partitioned() else 4)
    retention.forget(now=NIGHT)
    assert len(left()) == 2


def is_partitioned() -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT relkind = 'p' FROM pg_class WHERE oid = 'advocacy_click'::regclass")
        return bool(cursor.fetchone()[0])


@pytest.mark.postgresql
def test_drop_drops_months_before_a_day_alone(company: CompanySettings) -> None:
    if not is_partitioned():
        assert partitions.drop(before=date(2031, 2, 1)) == 0
        pytest.skip("The table has no partitions here.")
    months = [date(2030, 11, 1), date(2030, 12, 1), date(2031, 2, 1)]
    assert partitions.prepare(months=months) == 3
    assert partitions.drop(before=date(2031, 2, 1)) == 2
    assert partitions.prepare(months=months) == 2
