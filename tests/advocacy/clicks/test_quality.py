"""Every event gets a verdict, by the rules in their order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy.clicks import behaviour, quality
from advocacy.clicks.events import HEAD, PREFETCH, ROBOT, Event
from advocacy.models.click import Quality
from tests.advocacy.clicks.test_events import written

POSTED = datetime(2026, 3, 10, 9, tzinfo=UTC)
rules = st.sampled_from(["", "preview", "no browser"])


def around(event: Event, *, own: bool, posted: tuple[datetime, ...]) -> quality.Surroundings:
    return quality.Surroundings(
        people={event.link_id: 7},
        own_visits={(7, event.visitor)} if own else frozenset(),
        posted={event.link_id: posted} if posted else {},
    )


@given(event=written, rule=rules, own=st.booleans(), seconds=st.floats(-5, 5))
def test_judge_gives_every_event_a_quality_and_a_reason(event: Event, rule: str, own: bool, seconds: float) -> None:
    posted = quality.moment(event) + timedelta(seconds=seconds)
    verdict = quality.judge(event, rule=rule, around=around(event, own=own, posted=(posted,)))
    assert (verdict.quality == Quality.HUMAN) == (verdict.reason == "")
    is_robot = bool(set(event.flags) & {HEAD, PREFETCH, ROBOT}) or bool(rule) or not event.user_agent.strip()
    assert (verdict.quality == Quality.ROBOT) == is_robot
    if not is_robot and own:
        assert verdict.reason == "own_visit"


@given(event=written, rule=rules, own=st.booleans())
def test_again_says_the_same_as_long_as_nothing_is_known_better(event: Event, rule: str, own: bool) -> None:
    verdict = quality.judge(event, rule=rule, around=around(event, own=own, posted=()))
    known = rule or ("preview" if verdict.reason == "known_robot" else "")
    assert quality.again(reason=verdict.reason, rule=known, together="") == verdict


@pytest.mark.parametrize("together", sorted(behaviour.REASONS))
def test_again_suspects_a_person_by_the_company(together: str) -> None:
    assert quality.again(reason="", rule="", together=together) == (Quality.SUSPECT, together)
