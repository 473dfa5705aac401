from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts import brand_accounts, followers, forms, headcounts, roles
from accounts.models import BrandFollowers, CompanySettings, FollowerCount, Headcount, Person, Team
from tests.accounts.factories import BrandAccountFactory


def test_count_keeps_one_number_a_day(administrator: Person, now: datetime) -> None:
    account = brand_accounts.add(network="linkedin", handle=" northwind ", by=administrator, now=now)
    for number in (100, 120):
        brand_accounts.count(account=account, followers=number, on=date(2026, 3, 10), by=administrator, now=now)
    brand_accounts.count(account=account, followers=90, on=date(2026, 3, 1), by=administrator, now=now)
    assert BrandFollowers.objects.count() == 2
    [(found, newest)] = brand_accounts.latest()
    assert found == account
    assert newest is not None
    assert (newest.followers, newest.on) == (120, date(2026, 3, 10))


def test_count_refuses_days_to_come_and_nonsense(administrator: Person, now: datetime) -> None:
    account = BrandAccountFactory.create()
    with pytest.raises(ValidationError):
        brand_accounts.count(account=account, followers=1, on=date(2026, 3, 11), by=administrator, now=now)
    with pytest.raises(ValidationError):
        brand_accounts.count(account=account, followers=-1, on=date(2026, 3, 10), by=administrator, now=now)


def test_add_refuses_twice_and_reopens_what_was_closed(administrator: Person, now: datetime) -> None:
    account = brand_accounts.add(network="linkedin", handle="northwind", by=administrator, now=now)
    with pytest.raises(brand_accounts.AccountKnown):
        brand_accounts.add(network="linkedin", handle="northwind", by=administrator, now=now)
    brand_accounts.close(account=account, by=administrator, now=now)
    assert brand_accounts.latest() == []
    assert brand_accounts.add(network="linkedin", handle="northwind", by=administrator, now=now) == account


@pytest.mark.parametrize(("network", "handle"), [("myspace", "x"), ("linkedin", " "), ("linkedin", "x" * 121)])
def test_add_refuses_nonsense(network: str, handle: str, administrator: Person, now: datetime) -> None:
    with pytest.raises(ValidationError):
        brand_accounts.add(network=network, handle=handle, by=administrator, now=now)


def test_rules_are_for_administrators(employee: Person, now: datetime) -> None:
    account = BrandAccountFactory.create()
    with pytest.raises(roles.NotAllowed):
        brand_accounts.add(network="linkedin", handle="x", by=employee, now=now)
    with pytest.raises(roles.NotAllowed):
        brand_accounts.close(account=account, by=employee, now=now)
    with pytest.raises(roles.NotAllowed):
        brand_accounts.count(account=account, followers=1, on=now.date(), by=employee, now=now)


def test_tell_keeps_history_by_day(employee: Person, now: datetime) -> None:
    followers.tell(person=employee, network="linkedin", band="100-499", now=now)
    followers.tell(person=employee, network="linkedin", band="500-999", now=now)
    assert FollowerCount.objects.count() == 1
    followers.tell(person=employee, network="linkedin", band="500-999", now=now + timedelta(days=1))
    assert FollowerCount.objects.count() == 1
    followers.tell(person=employee, network="linkedin", band="1000-4999", now=now + timedelta(days=2))
    assert FollowerCount.objects.count() == 2
    assert followers.latest(person=employee)["linkedin"].most == 4_999
    assert followers.forget(person=employee, network="linkedin") == 2


@pytest.mark.parametrize(
    ("network", "band"),
    [("linkedin", "1-2"), ("linkedin", ""), ("myspace", "100-499"), ("email", "100-499"), ("reddit", "100-499")],
)
def test_tell_refuses_nonsense(network: str, band: str, employee: Person, now: datetime) -> None:
    with pytest.raises(ValidationError):
        followers.tell(person=employee, network=network, band=band, now=now)


def test_bands_leave_no_gap() -> None:
    assert all(
        after.least == before.most + 1 for before, after in zip(followers.BANDS, followers.BANDS[1:], strict=False)
    )


@pytest.mark.parametrize(
    ("language", "said"), [("en", ["1,000 – 4,999", "50,000 +"]), ("de", ["1.000 – 4.999", "50.000 +"])]
)
def test_bands_are_written_as_the_reader_writes_numbers(language: str, said: list[str]) -> None:
    with translation.override(language):
        assert [forms.words(followers.BANDS[3]), forms.words(followers.BANDS[-1])] == said


def test_headcounts_are_kept_by_day(
    company: CompanySettings, employee: Person, leaver: Person, other_team: Team, now: datetime
) -> None:
    for _turn in range(2):
        assert headcounts.count(now=now) == 2
    assert {(row.team, row.people) for row in Headcount.objects.select_related("team")} == {
        (employee.team, 1),
        (other_team, 0),
    }
