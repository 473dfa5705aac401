import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.bands import Group, shrink

GROUPS = st.lists(
    st.integers(1, 400).flatmap(lambda size: st.builds(Group, hits=st.integers(0, size), size=st.just(size))),
    max_size=12,
)


@given(groups=GROUPS)
def test_shrink_stays_between_nobody_and_everybody(groups: list[Group]) -> None:
    found = shrink(groups)
    assert len(found) == len(groups)
    assert all(0 <= band.low <= band.rate <= band.high <= 1 for band in found)


def test_shrink_draws_small_groups_towards_all() -> None:
    small, large, *_ = shrink([Group(5, 5), Group(60, 100), Group(20, 100), Group(15, 50)])
    assert small.rate < 1.0
    assert abs(large.rate - 0.6) < abs(small.rate - 1.0)
    assert small.high - small.low > large.high - large.low


def test_shrink_gives_overlapping_groups_one_letter() -> None:
    letters = [band.letter for band in shrink([Group(30, 200), Group(150, 200), Group(145, 200), Group(28, 200)])]
    assert letters == ["B", "A", "A", "B"]


def test_shrink_gives_equal_groups_one_band() -> None:
    assert {band.letter for band in shrink([Group(5, 10), Group(50, 100), Group(11, 20)])} == {"A"}


@pytest.mark.parametrize("groups", [[], [Group(0, 0)], [Group(0, 9)], [Group(9, 9), Group(7, 7)]])
def test_shrink_survives_the_edges(groups: list[Group]) -> None:
    assert [band.letter for band in shrink(groups)] == ["A"] * len(groups)
