"""Clicks that are judged again, and the figures that follow them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import CompanySettings
from advocacy.clicks import again, drain, robots, user_agents
from advocacy.clicks.behaviour import BURST_VISITS
from advocacy.clicks.spool import Spool
from advocacy.models import Click, DailyClicks, Link, UserAgent
from tests.advocacy.clicks.conftest import CHROME, FIREFOX, Visit
from tests.advocacy.factories import LinkFactory

pytestmark = pytest.mark.django_db

READER = f"{CHROME} NewReader/1.0"


@pytest.fixture(autouse=True)
def forgets_names() -> Iterator[None]:
    user_agents._rule_of.cache_clear()
    yield
    user_agents._rule_of.cache_clear()


def figures(link: Link) -> tuple[int, int, int, int]:
    row = DailyClicks.objects.get(link=link)
    return (row.human, row.suspect, row.robot, row.visitors)


def reasons() -> set[str]:
    return set(Click.objects.values_list("reason", flat=True))


def test_sweep_suspects_a_burst_that_came_in_several_files(
    link: Link, visit: Visit, spool: Spool, now: datetime, company: CompanySettings
) -> None:
    for number in range(BURST_VISITS):
        visit(address=f"192.0.2.{number}", at=now + timedelta(milliseconds=number))
        if number in (5, 12):
            drain.sweep(now=now)
            assert figures(link)[0] == number + 1
    visit(address="198.18.0.1", at=now)
    drain.sweep(now=now)
    assert figures(link) == (1, BURST_VISITS, 0, 1)
    assert reasons() == {"", "burst"}
    assert again.recompute(since=now.date(), until=now.date() + timedelta(days=1), zone=company.zone) == 0


def test_sweep_leaves_what_it_has_no_time_for_to_the_night(
    link: Link, visit: Visit, now: datetime, company: CompanySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain, "LOOKING_SECONDS", 0.0)
    for number in range(BURST_VISITS):
        visit(address=f"192.0.2.{number}", at=now)
    assert drain.sweep(now=now) == BURST_VISITS
    assert figures(link) == (BURST_VISITS, 0, 0, BURST_VISITS)
    assert again.judge(since=now.date(), until=now.date() + timedelta(days=1), zone=company.zone) == BURST_VISITS
    assert figures(link) == (0, BURST_VISITS, 0, 0)


def test_sweep_suspects_who_opens_every_link_of_a_person(link: Link, visit: Visit, now: datetime) -> None:
    links = [link, *(LinkFactory.create(person=link.person, code=f"other{number}") for number in (2, 3))]
    for number, one in enumerate(links):
        visit(one.code, at=now + timedelta(seconds=number))
        visit(one.code, at=now + timedelta(minutes=number + 1), agent=CHROME)
    drain.sweep(now=now)
    assert [figures(one) for one in links] == [(1, 1, 0, 1)] * 3
    assert reasons() == {"", "scanner"}


def test_look_lets_a_visitor_count_by_the_next_visit(
    link: Link, visit: Visit, now: datetime, company: CompanySettings
) -> None:
    links = [link, *(LinkFactory.create(person=link.person, code=f"other{number}") for number in (2, 3))]
    visit(link.code, at=now)
    visit(link.code, at=now + timedelta(hours=1))
    drain.sweep(now=now)
    assert figures(link) == (2, 0, 0, 1)
    for one in links[1:]:
        visit(one.code, at=now + timedelta(seconds=1))
    drain.sweep(now=now)
    assert figures(link) == (1, 1, 0, 1)
    first, second = Click.objects.filter(link=link).order_by("at")
    assert (first.quality, first.is_new_visitor) == ("suspect", False)
    assert (second.quality, second.is_new_visitor) == ("human", True)
    day = {"since": now.date(), "until": now.date() + timedelta(days=1), "zone": company.zone}
    assert again.judge(**day) == 0
    assert again.recompute(**day) == 0


def test_judge_follows_a_better_rule_and_back(
    link: Link, visit: Visit, now: datetime, company: CompanySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(agent=READER)
    visit(agent=READER, at=now + timedelta(minutes=1))
    visit(agent=FIREFOX, address="192.0.2.9")
    visit(agent=READER, method="HEAD")
    visit(agent=READER, address="203.0.113.7")
    drain.sweep(now=now)
    assert figures(link) == (3, 1, 1, 2)
    day = {"since": now.date(), "until": now.date() + timedelta(days=1), "zone": company.zone}
    with monkeypatch.context() as better:
        better.setattr(robots, "rule_of", lambda text: "reader" if "NewReader" in text else "")
        assert again.judge_names() == 1
        assert again.judge_names() == 0
    assert again.judge(**day) == 3
    assert again.judge(**day) == 0
    assert figures(link) == (1, 0, 4, 1)
    assert again.recompute(**day) == 0
    assert again.judge_names() == 1
    assert again.judge(**day) == 3
    # Where it came from was not asked any more when it was a robot, and is not kept.
    assert figures(link) == (4, 0, 1, 3)
    assert again.recompute(**day) == 0


def test_recompute_sets_right_what_was_changed_by_hand(
    link: Link, visit: Visit, now: datetime, company: CompanySettings
) -> None:
    visit()
    visit(agent=CHROME)
    drain.sweep(now=now)
    DailyClicks.objects.update(human=9, robot=3, visitors=0)
    day = {"since": now.date(), "until": now.date() + timedelta(days=1), "zone": company.zone}
    assert again.recompute(**day) == 1
    assert figures(link) == (2, 0, 0, 2)
    assert again.recompute(since=now.date() - timedelta(days=9), until=now.date(), zone=company.zone) == 0


def test_recompute_leaves_figures_whose_clicks_are_gone(
    link: Link, visit: Visit, now: datetime, company: CompanySettings
) -> None:
    visit()
    drain.sweep(now=now)
    Click.objects.all().delete()
    day = {"since": now.date(), "until": now.date() + timedelta(days=1), "zone": company.zone}
    assert (again.judge(**day), again.recompute(**day)) == (0, 0)
    assert figures(link) == (1, 0, 0, 1)


def test_judge_clicks_says_what_it_changed(link: Link, visit: Visit, now: datetime) -> None:
    visit(agent="curl/8.5.0")
    drain.sweep(now=now)
    UserAgent.objects.update(rule="", is_robot=False)
    said = StringIO()
    call_command("judge_clicks", "2000-01-01", "2100-01-01", stdout=said)
    assert said.getvalue() == "1 names, 0 clicks and 0 figures are judged otherwise now.\n"
    with pytest.raises(CommandError, match="no day"):
        call_command("judge_clicks", "2026-01-01", "2026-01-01")
