from datetime import date, timedelta

import pytest

from advocacy.clicks import figures, tallies
from advocacy.clicks.figures import Figures
from advocacy.models import DailyClicks, Link
from tests.advocacy.factories import LinkFactory, ShareFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 9)


def count(link: Link, on: date, human: int, suspect: int = 0, robot: int = 0, visitors: int = 0) -> None:
    DailyClicks.objects.create(
        link=link,
        on=on,
        story=link.story,
        person=link.person,
        network=link.network,
        human=human,
        suspect=suspect,
        robot=robot,
        visitors=visitors,
    )
    tallies.recount(since=on, until=on + timedelta(days=1))


@pytest.fixture
def clicked(company: object) -> Link:
    link = LinkFactory.create()
    count(link, MONDAY, 3, 1, 5, 2)
    count(link, MONDAY + timedelta(days=1), 4, 0, 1, 4)
    count(LinkFactory.create(story=link.story), MONDAY, 10, 0, 0, 9)
    count(LinkFactory.create(person=link.person), MONDAY - timedelta(days=1), 100, 0, 0, 90)
    return link


def test_for_share_sums_its_link(clicked: Link) -> None:
    share = ShareFactory.create(link=clicked, person=clicked.person, story=clicked.story)
    assert figures.for_share(share) == Figures(7, 1, 6, 6)
    assert figures.for_share(ShareFactory.create()) == figures.NONE


def test_for_person_sums_from_a_day_on(clicked: Link) -> None:
    assert figures.for_person(clicked.person).human == 107
    assert figures.for_person(clicked.person, MONDAY).human == 7


def test_company_sums_days_without_the_last(clicked: Link) -> None:
    assert figures.company(MONDAY, MONDAY + timedelta(days=1)) == Figures(13, 1, 5, 11)
    assert figures.company(MONDAY + timedelta(days=9), MONDAY + timedelta(days=10)) == figures.NONE
