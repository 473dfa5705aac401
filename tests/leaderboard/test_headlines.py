from datetime import timedelta

import pytest
from django.utils import translation

from accounts.models import CompanySettings
from charts.badges import Badge
from leaderboard import headlines, pictures, wording
from leaderboard.amplification import simulation
from leaderboard.amplification.simulation import Outcome
from leaderboard.amplification.waterfall import StepKey
from leaderboard.models import Assumption
from tests.accounts.factories import BrandAccountFactory, BrandFollowersFactory, FollowerCountFactory
from tests.leaderboard.factories import NOW, AssumptionFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def own(employees: int = 5000, **sharers: int) -> list[headlines.Headline]:
    return headlines.own(employees=employees, sharers=sharers, on=TODAY)


def page(followers: int = 20_000, **fields: object) -> None:
    BrandFollowersFactory.create(account=BrandAccountFactory.create(**fields), followers=followers)


def test_article_is_three_and_a_half_exactly() -> None:
    article = headlines.article()
    assert article.ratio == 3.5
    assert [round(article.fall.step(key).people) for key in StepKey] == [
        3_500_000,
        3_150_000,
        1_890_000,
        1_417_500,
        56_700,
        56_028,
        42_021,
    ]
    drawn = article.quantiles[Outcome.ACTIVE_NEW_RATIO]
    assert drawn.p10 == pytest.approx(0.005, abs=0.002)
    assert drawn.p50 == pytest.approx(0.027, abs=0.003)
    assert drawn.p90 == pytest.approx(0.11, abs=0.015)


def test_article_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = headlines.article()

    def again(**_: object) -> simulation.Simulation:
        pytest.fail("The draws are in the cache.")

    monkeypatch.setattr(simulation, "run", again)
    assert headlines.article() == first


def test_own_uses_our_page_and_our_people() -> None:
    page()
    (headline,) = own()
    assert (headline.company.employees, headline.company.brand_followers, headline.network) == (
        5000,
        20_000,
        "linkedin",
    )
    assert headline.ratio == 5000 * 300 / 20_000
    assert headline.sharers is None
    drawn = headline.quantiles[Outcome.ACTIVE_NEW_RATIO]
    assert drawn.p50 == pytest.approx(2.05, rel=0.1)
    assert headline.quantiles[Outcome.BREAK_EVEN_PEOPLE].p50 == pytest.approx(62, abs=4)


def test_own_takes_the_newest_count_of_the_largest_open_page() -> None:
    account = BrandAccountFactory.create()
    BrandFollowersFactory.create(account=account, followers=9_000, on=TODAY - timedelta(days=30))
    BrandFollowersFactory.create(account=account, followers=8_000, on=TODAY)
    BrandFollowersFactory.create(account=account, followers=99_000, on=TODAY + timedelta(days=1))
    page(7_000)
    page(50_000, closed_at=NOW)
    assert [headline.company.brand_followers for headline in own()] == [8_000]


def test_own_models_only_networks_with_published_measurements(company: CompanySettings) -> None:
    page(network="bluesky")
    assert own() == []
    assert own(employees=0) == []


def test_own_counts_who_shared() -> None:
    page()
    (headline,) = own(linkedin=150, bluesky=40)
    assert headline.sharers == 150
    assert headline.fall.active_people == pytest.approx(150)
    assert headline.priors.participation.badge is Badge.MEASURED


def test_own_uses_followers_that_enough_colleagues_told() -> None:
    page()
    FollowerCountFactory.create_batch(29, least=100, most=100, on=TODAY)
    assert own()[0].company.followers.badge is Badge.ASSUMED
    FollowerCountFactory.create(least=100, most=200, on=TODAY)
    followers = own()[0].company.followers
    assert followers.badge is Badge.MEASURED
    assert followers.point == pytest.approx((29 * 100 + 150) / 30)


def test_own_takes_the_newest_of_what_was_told_and_what_a_network_shows() -> None:
    page()
    for told in FollowerCountFactory.create_batch(30, least=100, most=100, on=TODAY - timedelta(days=9)):
        FollowerCountFactory.create(person=told.person, source="network", least=160, most=160, on=TODAY)
    followers = own()[0].company.followers
    # The mean of each person's newest number, and no sum of people reached.
    assert (followers.point, followers.badge) == (160, Badge.MEASURED)
    assert "as they told or the network shows" in followers.basis


def test_own_prefers_what_the_company_supposes() -> None:
    page()
    AssumptionFactory.create()
    AssumptionFactory.create(input=Assumption.Input.COLLEAGUE_SHARE, low=0.4, middle=0.5, high=0.6)
    (headline,) = own()
    assert headline.company.followers.point == 200
    assert headline.fall.step(StepKey.EXTERNAL).people == pytest.approx(5000 * 200 / 2)
    assert headline.priors.colleague_share.badge is Badge.ASSUMED


def test_fall_draws_five_bars_with_their_badges() -> None:
    picture = pictures.fall(headlines.article(), name="article")
    assert [row[:3] for row in picture.table.rows] == [
        ("All followers, added up", "3,500,000", "3.5"),
        ("Outside the company", "3,150,000", "3.15"),
        ("Each person once", "1,890,000", "1.89"),
        ("Not following our page yet", "1,417,500", "1.42"),
        ("Followers of as many as share elsewhere", "42,021", "0.042"),
    ]
    assert set(picture.key) == {Badge.ASSUMED, Badge.MODELLED}


def test_words_claim_no_more_than_the_figures() -> None:
    words = wording.of(headlines.article())
    assert words.title == "The article says 3.5 times the page. 0.042 times is left."
    assert words.lede == (
        "350,000 people with 10 followers each, against 1,000,000 of the page: 3.5 times as many."
        " Each step takes away those who are not new."
    )
    assert (words.on_paper, words.left) == ("3.5", "0.042")
    assert "42,021" in words.draws


def test_words_say_when_the_page_is_out_of_reach() -> None:
    page(10_000_000)
    assert wording.of(own(employees=50)[0]).break_even == "Out of reach"


def test_words_stand_in_german_numbers() -> None:
    with translation.override("de"):
        assert "350.000" in wording.of(headlines.article()).lede
