from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts import company as rules
from accounts import roles
from accounts.models import AuditEntry, CompanySettings, Person

RIGHT: dict[str, Any] = {
    "name": "Northwind Rail",
    "short_name": "Northwind",
    "domains": ["Northwind.example", "@rail.northwind.example", ""],
    "colour": "#1b4fd8",
    "currency": "eur",
    "time_zone": "Europe/Vienna",
    "disclosure": "I work here.",
    "policy": "Be kind.",
}


def test_change_saves_and_versions_the_policy(administrator: Person, now: datetime) -> None:
    saved = rules.change(by=administrator, now=now, **RIGHT)
    assert saved.domains == ["northwind.example", "rail.northwind.example"]
    assert (saved.currency, saved.policy_version) == ("EUR", 2)
    again = rules.change(by=administrator, now=now, **RIGHT)
    assert again.policy_version == 2
    assert AuditEntry.objects.filter(action="company.change").count() == 1
    assert rules.change(by=administrator, now=now, **{**RIGHT, "policy": "Be kind\r\nand brief."}).policy_version == 3


def test_change_makes_the_row_when_there_is_none(administrator: Person, now: datetime) -> None:
    CompanySettings.objects.all().delete()
    assert rules.current().name == "Your company"
    rules.change(by=administrator, now=now, **RIGHT)
    assert rules.current().name == "Northwind Rail"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"colour": "red"},
        {"currency": "EURO"},
        {"time_zone": "Mars/Base"},
        {"domains": ["not a domain"]},
        {"domains": ["localhost"]},
    ],
)
def test_change_refuses_what_cannot_be(wrong: dict[str, Any], administrator: Person, now: datetime) -> None:
    with pytest.raises(ValidationError) as refusal:
        rules.change(by=administrator, now=now, **{**RIGHT, **wrong})
    assert list(refusal.value.message_dict) == list(wrong)
    assert rules.current().name == "Northwind Rail"
    assert rules.current().policy == ""


def test_change_is_for_administrators(employee: Person, now: datetime) -> None:
    with pytest.raises(roles.NotAllowed):
        rules.change(by=employee, now=now, **RIGHT)


def test_day_and_week_are_the_companys(company: CompanySettings) -> None:
    late = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
    assert rules.day(at=late, zone=company.zone) == date(2026, 3, 9)
    assert rules.week(at=late, zone=company.zone) == date(2026, 3, 9)
