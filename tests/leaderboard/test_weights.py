from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard import weights
from leaderboard.models import Act, Weight


def together(act: Act, times: int, factor: Decimal = Decimal(1)) -> int:
    return weights.DEFAULTS[act].together(times, factor=factor)


def test_sixty_shares_give_at_most_eight_points() -> None:
    assert together(Act.SHARE, 60) == 800
    assert weights.DEFAULTS[Act.SHARE].most == 800


@pytest.mark.parametrize(
    ("act", "most"),
    [(Act.READ, 200), (Act.SHARE, 800), (Act.OWN_WORDS, 1000), (Act.REPLY, 3333), (Act.CONVERSATION, 5333)],
)
def test_most_is_the_published_ceiling(act: Act, most: int) -> None:
    assert weights.DEFAULTS[act].most == most


def test_expert_is_worth_what_was_published() -> None:
    """Three readings, two shares in own words with nine clicks, three replies, two conversations; no idea: 53.8 − 6."""
    lift = weights.click_lift(clicks=9, followers=600)
    assert lift == 2
    points = [
        together(Act.READ, 3),
        together(Act.SHARE, 2, lift),
        together(Act.OWN_WORDS, 2),
        together(Act.REPLY, 3),
        together(Act.CONVERSATION, 2),
    ]
    assert sum(points) == 4781


def test_spammer_is_worth_what_was_published() -> None:
    """Sixty shares to 300 followers with two clicks: 4.29 of the 8.8; the rest of that figure is thanks and reading."""
    assert together(Act.SHARE, 60, weights.click_lift(clicks=2, followers=60 * 300)) == 429
    assert together(Act.READ, 20) == 200


def test_small_and_large_networks_compete_fairly() -> None:
    large = together(Act.SHARE, 3, weights.click_lift(clicks=30, followers=60_000)) + together(Act.READ, 3)
    small = sum(
        [
            together(Act.SHARE, 3, weights.click_lift(clicks=3, followers=240)),
            together(Act.OWN_WORDS, 3),
            together(Act.CONVERSATION, 1),
            together(Act.READ, 3),
        ]
    )
    assert (large, small) == (1025, 2955)


@given(clicks=st.integers(0, 10**7), followers=st.integers(0, 10**9))
def test_lift_stays_between_its_ends(clicks: int, followers: int) -> None:
    assert weights.LIFT_LEAST <= weights.click_lift(clicks=clicks, followers=followers) <= weights.LIFT_MOST


@given(times=st.integers(0, 200), act=st.sampled_from(list(Act)))
def test_once_more_never_gives_more_than_the_time_before(times: int, act: Act) -> None:
    steps = [together(act, times + more) for more in range(3)]
    assert 0 <= steps[2] - steps[1] <= steps[1] - steps[0] + 1


def test_talking_holds_two_thirds_of_what_can_be_had() -> None:
    everything = (
        sum(value.most for value in weights.DEFAULTS.values()) + 1500 + 250 + 667
    )  # ideas and thanks as published
    talking = weights.DEFAULTS[Act.CONVERSATION].most + weights.DEFAULTS[Act.REPLY].most
    assert round(talking / everything, 2) == 0.66
    assert round(weights.DEFAULTS[Act.SHARE].most / everything, 2) == 0.06


@pytest.mark.django_db
def test_at_prefers_the_row_that_holds_on_the_day() -> None:
    Weight.objects.create(
        act=Act.READ, points=50, decay=Decimal("0.10"), valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1)
    )
    Weight.objects.create(act=Act.READ, points=70, decay=Decimal("0.20"), valid_from=date(2026, 2, 1))
    assert weights.at(date(2025, 12, 31)) == weights.DEFAULTS
    assert weights.at(date(2026, 1, 31))[Act.READ].points == 50
    assert weights.at(date(2026, 2, 1))[Act.READ].points == 70
    assert weights.at(date(2026, 2, 1))[Act.SHARE] == weights.DEFAULTS[Act.SHARE]
    assert list(weights.at(date(2026, 2, 1))) == list(Act)
