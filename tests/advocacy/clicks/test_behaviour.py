"""Machines with a person's browser, known by the company they come in."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from advocacy.clicks import behaviour
from advocacy.clicks.behaviour import BURST, BURST_VISITS, SCANNER, Visit

START = datetime(2026, 3, 10, 12)  # noqa: DTZ001


def visit(number: int, seconds: float, *, link: int = 1, visitor: str = "", prefix: str = "") -> Visit:
    return Visit(UUID(int=number), START + timedelta(seconds=seconds), link, visitor, prefix)


def reasons(*visits: Visit) -> list[str]:
    found = behaviour.found(visits)
    return [found.get(one.event_id, "") for one in visits]


def test_found_names_who_opens_three_links_of_one_person_within_seconds() -> None:
    assert reasons(
        visit(1, 0, link=1, visitor="a"),
        visit(2, 1, link=2, visitor="a"),
        visit(3, 2, link=2, visitor="b"),
        visit(4, 4.9, link=3, visitor="a"),
        visit(5, 20, link=1, visitor="a"),
    ) == [SCANNER, SCANNER, "", SCANNER, ""]


def test_found_leaves_two_links_and_slow_readers_alone() -> None:
    assert reasons(*[visit(number, number * 2.5, link=number, visitor="a") for number in range(10)]) == [""] * 10
    assert reasons(*[visit(number, 0.1, link=number % 2, visitor="a") for number in range(10)]) == [""] * 10


def test_found_takes_one_who_reloads_for_a_person() -> None:
    assert reasons(*[visit(number, number * 30, visitor="a", prefix="n") for number in range(30)]) == [""] * 30


def test_found_names_a_burst_of_one_network_on_one_link() -> None:
    burst = [visit(number, number * 0.5, visitor=f"v{number}", prefix="n") for number in range(BURST_VISITS)]
    others = [visit(100, 5, visitor="x", prefix="m"), visit(101, 5, link=2, visitor="y", prefix="n")]
    assert reasons(*burst, *others) == [BURST] * BURST_VISITS + ["", ""]
    assert reasons(*burst[1:]) == [""] * (BURST_VISITS - 1)
    slow = [visit(number, number * 0.6, visitor=f"v{number}", prefix="n") for number in range(BURST_VISITS)]
    assert reasons(*slow) == [""] * BURST_VISITS


def test_found_says_nothing_about_who_has_no_address() -> None:
    assert reasons(*[visit(number, 0, link=number) for number in range(50)]) == [""] * 50


visits = st.lists(
    st.builds(
        visit,
        st.integers(0, 10**6),
        st.integers(0, 60),
        link=st.integers(1, 4),
        visitor=st.sampled_from(["", "a", "b"]),
        prefix=st.sampled_from(["", "n"]),
    ),
    max_size=60,
    unique_by=lambda one: one.event_id,
)


@given(visits=visits, seed=st.integers())
def test_found_depends_on_the_set_alone(visits: list[Visit], seed: int) -> None:
    shuffled = list(visits)
    random.Random(seed).shuffle(shuffled)
    assert behaviour.found(shuffled) == behaviour.found(visits)


@given(visits=visits, since=st.integers(0, 60), seconds=st.integers(1, 20))
def test_found_needs_only_what_lies_near(visits: list[Visit], since: int, seconds: int) -> None:
    start = START + timedelta(seconds=since)
    end = start + timedelta(seconds=seconds)
    inside = {one.event_id for one in visits if start <= one.at < end}
    near = [one for one in visits if start - behaviour.FARTHEST <= one.at < end + behaviour.FARTHEST]
    whole, part = behaviour.found(visits), behaviour.found(near)
    assert {key: why for key, why in whole.items() if key in inside} == {
        key: why for key, why in part.items() if key in inside
    }
