"""Hours without mail: over midnight, and over the nights on which the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts import quiet_hours

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = {"begins": time(22), "ends": time(7), "zone": BERLIN}


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "over"),
    [
        (berlin(2026, 3, 10, 21, 59), None),
        (berlin(2026, 3, 10, 22, 0), berlin(2026, 3, 11, 7)),
        (berlin(2026, 3, 10, 23, 59, 59), berlin(2026, 3, 11, 7)),
        (berlin(2026, 3, 11, 0, 0), berlin(2026, 3, 11, 7)),
        (berlin(2026, 3, 11, 6, 59, 59), berlin(2026, 3, 11, 7)),
        (berlin(2026, 3, 11, 7, 0), None),
        (berlin(2026, 3, 11, 12, 0), None),
    ],
)
def test_end_goes_over_midnight(at: datetime, over: datetime | None) -> None:
    assert quiet_hours.end(at=at, **NIGHT) == over


def test_end_stays_within_a_day() -> None:
    noon = {"begins": time(12), "ends": time(13, 30), "zone": BERLIN}
    assert quiet_hours.end(at=berlin(2026, 3, 10, 12, 30), **noon) == berlin(2026, 3, 10, 13, 30)
    assert quiet_hours.end(at=berlin(2026, 3, 10, 13, 30), **noon) is None


def test_end_asks_the_persons_zone() -> None:
    at = datetime(2026, 3, 10, 22, 0, tzinfo=UTC)  # 23:00 in Berlin, 18:00 in New York
    assert quiet_hours.end(at=at, **NIGHT) == datetime(2026, 3, 11, 6, 0, tzinfo=UTC)
    assert quiet_hours.end(at=at, **{**NIGHT, "zone": ZoneInfo("America/New_York")}) is None


def test_end_knows_the_short_night() -> None:
    # On 29 March 2026 Berlin goes from 2:00 straight to 3:00.
    assert quiet_hours.end(at=berlin(2026, 3, 28, 23), **NIGHT) == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)
    gap = {"begins": time(22), "ends": time(2, 30), "zone": BERLIN}
    assert quiet_hours.end(at=berlin(2026, 3, 28, 23), **gap) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_end_knows_the_long_night() -> None:
    # On 25 October 2026 the hour from 2:00 comes twice; who sleeps until half past two sleeps through both.
    assert quiet_hours.end(at=berlin(2026, 10, 24, 23), **NIGHT) == datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    twice = {"begins": time(22), "ends": time(2, 30), "zone": BERLIN}
    assert quiet_hours.end(at=datetime(2026, 10, 25, 0, 45, tzinfo=UTC), **twice) == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )
    begins = {"begins": time(2, 30), "ends": time(6), "zone": BERLIN}
    assert quiet_hours.end(at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), **begins) is not None


@pytest.mark.parametrize(("begins", "ends"), [(None, None), (time(22), None), (None, time(7)), (time(7), time(7))])
def test_end_is_none_without_hours(begins: time | None, ends: time | None) -> None:
    assert quiet_hours.end(at=berlin(2026, 3, 10, 23), begins=begins, ends=ends, zone=BERLIN) is None


@given(
    at=st.integers(0, 5_000_000).map(lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    begins=st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    ends=st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
)
def test_end_always_comes_within_a_day(at: datetime, begins: time, ends: time, zone: str) -> None:
    over = quiet_hours.end(at=at, begins=begins, ends=ends, zone=ZoneInfo(zone))
    if over is None:
        return
    assert at < over <= at + timedelta(hours=25)


@pytest.mark.parametrize(("begins", "ends"), [(time(22), None), (None, time(7)), (time(7), time(7))])
def test_check_refuses_half_an_answer(begins: time | None, ends: time | None) -> None:
    with pytest.raises(ValidationError):
        quiet_hours.check(begins=begins, ends=ends)
