"""Every sum is what the clicks say, however they came in."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import CompanySettings
from advocacy.clicks import again, drain, events, figures, rows, tallies
from advocacy.models import (
    Click,
    CompanyClicks,
    DailyClicks,
    HourlyClicks,
    Link,
    SpoolPosition,
    StoryClicks,
    TeamClicks,
)
from tests.accounts.factories import TeamFactory
from tests.advocacy.clicks.conftest import CHROME, FIREFOX, Visit
from tests.advocacy.factories import LinkFactory

pytestmark = pytest.mark.django_db

SUMS = (DailyClicks, StoryClicks, TeamClicks, CompanyClicks, HourlyClicks)
AGENTS = [FIREFOX, CHROME, "curl/8.5.0", ""]
visits = st.lists(
    st.tuples(
        st.integers(0, 5),  # link
        st.integers(0, 60 * 50),  # minutes
        st.integers(0, 9),  # visitor; 0 has no hash
        st.sampled_from(["", "n", "s", "h", "c"]),
        st.sampled_from(AGENTS),
    ),
    max_size=60,
)


@pytest.fixture
def links(company: CompanySettings) -> list[Link]:
    """Six links: three people, one of them without a team, two stories."""
    first, second = (LinkFactory.create(person__team=TeamFactory.create(), network="linkedin") for _ in range(2))
    return [
        first,
        second,
        LinkFactory.create(person=first.person, story=second.story, network="bluesky"),
        LinkFactory.create(person=second.person, story=first.story, network="linkedin"),
        LinkFactory.create(person__team=None, story=first.story, network="bluesky"),
        LinkFactory.create(person=first.person, story=first.story, network="bluesky"),
    ]


def write(folder: Path, name: str, links: list[Link], drawn: list[Any], since: datetime) -> None:
    folder.mkdir(exist_ok=True)
    lines = []
    for link, minutes, visitor, flags, agent in drawn:
        at_ms = int((since + timedelta(minutes=minutes)).timestamp() * 1000)
        who = events.short(bytes([visitor, minutes // (24 * 60)] * 8)) if visitor else ""
        lines.append(
            events.write(
                events.Event(events.identifier(at_ms=at_ms), links[link].pk, at_ms, who, who, flags, "bsky.app", agent)
            )
        )
    (folder / f"{name}-000001.clicks").write_bytes(b"".join(lines))
    (folder / f"{name}-000002.clicks").write_bytes(b"")


def everything() -> list[list[dict[str, Any]]]:
    """Read every sum, without what says when or in what order it was made."""
    found = []
    for model in SUMS:
        rows = [
            {
                name: bytes(value) if name == "sketch" else value
                for name, value in row.items()
                if name not in {"id", "is_stale"}
            }
            for row in model.objects.values()
        ]
        found.append(sorted(rows, key=str))
    return found


def forget_all() -> None:
    for model in (*SUMS, Click, SpoolPosition):
        model.objects.all().delete()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
@given(drawn=visits, cut=st.integers(0, 60))
def test_drained_sums_are_those_of_recomputing_and_of_counting_by_hand(
    links: list[Link],
    company: CompanySettings,
    settings: Any,
    now: datetime,
    drawn: list[Any],
    cut: int,
) -> None:
    forget_all()
    for number, part in enumerate((drawn[:cut], drawn[cut:])):
        write(settings.SPOOL_DIR, f"{number:016x}", links, part, now)
        drain.sweep(now=now)
    days = {"since": now.date() - timedelta(days=1), "until": now.date() + timedelta(days=5)}
    tallies.rebuild(**days, zone=company.zone)  # what the night does
    drained = everything()
    assert again.recompute(**days, zone=company.zone) == 0
    assert everything() == drained
    DailyClicks.objects.update(human=1, robot=0, suspect=0, visitors=0)
    for model in (StoryClicks, TeamClicks, CompanyClicks, HourlyClicks):
        model.objects.all().delete()
    again.recompute(**days, zone=company.zone)
    assert everything() == drained
    assert CompanyClicks.objects.count() == len({on for on, _ in by_hand(company)})
    for row in CompanyClicks.objects.all():
        assert row.visitors == len({who for on, (_, _, _, who) in by_hand(company) if on == row.on and who})
    for story in StoryClicks.objects.all():
        of_story = [found for on, found in by_hand(company) if on == story.on and found[0] == story.story_id]
        assert story.visitors == len({who for _, _, _, who in of_story if who})
        assert story.human + story.suspect + story.robot == len(of_story)
    for team in TeamClicks.objects.all():
        mine = [
            found
            for on, found in by_hand(company)
            if on == team.on and (found[1] or 0, found[2]) == (team.team_number, team.network)
        ]
        assert team.visitors == len({who for _, _, _, who in mine if who})
    hours = Counter(click.at.replace(minute=0) for click in Click.objects.all())
    assert hours == {row.at: row.human + row.suspect + row.robot for row in HourlyClicks.objects.all()}


def by_hand(company: CompanySettings) -> Iterator[tuple[date, tuple[int, int | None, str, str]]]:
    """Walk over the clicks: day, story, team, network, and who it was when it was a person."""
    for click in Click.objects.select_related("link__person"):
        link = click.link
        who = click.visitor if click.quality == "human" else ""
        yield click.at.astimezone(company.zone).date(), (link.story_id, link.person.team_id, link.network, who)


def test_sweep_counts_a_visitor_of_two_links_of_a_story_once(links: list[Link], visit: Visit, now: datetime) -> None:
    one, other = links[0], links[3]
    for link in (one, other):
        visit(link.code, at=now)
    visit(other.code, at=now, agent=CHROME)
    drain.sweep(now=now)
    assert [row.visitors for row in DailyClicks.objects.order_by("link")] == [1, 2]
    story = StoryClicks.objects.get()
    assert (story.human, story.link_visitors, story.visitors) == (3, 3, 2)
    assert CompanyClicks.objects.get().visitors == 2
    assert {(row.team_number, row.visitors) for row in TeamClicks.objects.all()} == {
        (one.person.team_id, 1),
        (other.person.team_id, 2),
    }
    assert figures.company(now.date(), now.date() + timedelta(days=1)).visitors == 2


def test_visitors_by_unites_stories_within_a_day_and_adds_days(links: list[Link], visit: Visit, now: datetime) -> None:
    for days in (0, 1):
        for link in links[:2]:
            visit(link.code, at=now + timedelta(days=days))
            drain.sweep(now=now)
    assert sum(figures.visitors_by("story", StoryClicks.objects.all()).values()) == 4
    StoryClicks.objects.filter(story=links[0].story, on=now.date()).update(sketch=b"", visitors=7)
    by_state = figures.visitors_by("story__state", StoryClicks.objects.all())
    assert list(by_state.values()) == [7 + 1 + 1]


def test_judge_takes_a_visitor_from_the_story_by_the_next_night(
    links: list[Link], visit: Visit, now: datetime, company: CompanySettings
) -> None:
    first = links[0]
    others = [
        LinkFactory.create(person=first.person, story=first.story, network=network) for network in ("x", "mastodon")
    ]
    mine = [first, *others]
    visit(mine[0].code, at=now)
    drain.sweep(now=now)
    assert StoryClicks.objects.get().visitors == 1
    for number, link in enumerate(mine[1:], 1):
        visit(link.code, at=now + timedelta(seconds=number))  # a scanner
    visit(mine[0].code, at=now, agent=CHROME)
    drain.sweep(now=now)
    story = StoryClicks.objects.get()
    assert (story.human, story.suspect, story.link_visitors, story.is_stale) == (1, 3, 1, True)
    assert HourlyClicks.objects.get().suspect == 3
    assert tallies.rebuild(since=now.date(), until=now.date() + timedelta(days=1), zone=company.zone) == 5
    story.refresh_from_db()
    assert (story.visitors, story.is_stale) == (1, False)


def test_rebuild_leaves_a_row_that_grows_meanwhile(
    links: list[Link], visit: Visit, now: datetime, company: CompanySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(links[0].code)
    drain.sweep(now=now)
    StoryClicks.objects.update(is_stale=True, visitors=9)
    read = tallies._visitors

    def reading(*arguments: Any) -> str:
        found = read(*arguments)
        if visit(links[0].code, agent=CHROME):
            drain.sweep(now=now)
        return found

    monkeypatch.setattr(tallies, "_visitors", reading)
    day = {"since": now.date(), "until": now.date() + timedelta(days=1), "zone": company.zone}
    assert tallies.rebuild(**day) == 0
    monkeypatch.undo()
    assert StoryClicks.objects.get().is_stale
    assert tallies.rebuild(**day) == 0
    assert StoryClicks.objects.get().visitors == 2


def test_a_sum_from_before_there_were_sketches_grows_as_a_sum(
    links: list[Link], visit: Visit, now: datetime, company: CompanySettings
) -> None:
    visit(links[0].code)
    drain.sweep(now=now)
    StoryClicks.objects.update(sketch=b"", visitors=1, is_stale=True)
    visit(links[3].code)
    drain.sweep(now=now)
    assert StoryClicks.objects.get().visitors == 2
    tallies.rebuild(since=now.date(), until=now.date() + timedelta(days=1), zone=company.zone)
    assert StoryClicks.objects.get().visitors == 1


def test_a_batch_is_a_short_transaction(
    links: list[Link], settings: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[int] = []
    store = rows.store

    def counted(*, judged: list[rows.Judged], zone: Any) -> int:
        stored.append(len(judged))
        return store(judged=judged, zone=zone)

    monkeypatch.setattr(rows, "store", counted)
    monkeypatch.setitem(drain.BATCH_BYTES, connection.vendor, 4096)
    drawn = [(number % 6, number % 300, number % 10, "n", FIREFOX) for number in range(300)]
    write(settings.SPOOL_DIR, "0123456789abcdef", links, drawn, now)
    shortest = min(map(len, (settings.SPOOL_DIR / "0123456789abcdef-000001.clicks").read_bytes().split(b"\n")[:-1]))
    drain.sweep(now=now, budget_seconds=0)
    assert stored == []
    drain.sweep(now=now)
    assert Click.objects.count() == sum(stored) == 300
    assert max(stored) <= 4096 // shortest
