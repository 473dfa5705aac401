from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Engine
from django.utils import timezone, translation

from web import moments

NOW = datetime(2026, 3, 10, 15, 57, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_greenwich():
    with timezone.override("UTC"):
        yield


@pytest.mark.parametrize(
    ("before", "english", "german"),
    [
        (timedelta(seconds=20), "just now", "gerade eben"),
        (timedelta(minutes=1), "1 minute ago", "vor 1 Minute"),
        (timedelta(hours=5, minutes=50), "5 hours ago", "vor 5 Stunden"),
        (timedelta(days=2, hours=11), "2 days ago", "vor 2 Tagen"),
        (timedelta(days=17), "2 weeks ago", "vor 2 Wochen"),
        (timedelta(days=70), "2 months ago", "vor 2 Monaten"),
    ],
)
def test_ago_names_one_unit(before, english, german):
    assert moments.ago(NOW - before, NOW).replace("\xa0", " ") == english
    with translation.override("de"):
        assert moments.ago(NOW - before, NOW).replace("\xa0", " ") == german


@pytest.mark.parametrize(
    ("away", "english", "german"),
    [
        (timedelta(hours=-3), "at 12:57", "um 12:57"),
        (timedelta(hours=-16), "yesterday, 23:57", "gestern, 23:57"),
        (timedelta(hours=9), "tomorrow, 00:57", "morgen, 00:57"),
        (timedelta(days=-3), "on Saturday, 15:57", "am Samstag, 15:57"),
        (timedelta(days=6), "on Monday, 15:57", "am Montag, 15:57"),
        (timedelta(days=-7), "on 3 March", "am 3. März"),
        (timedelta(days=-100), "on 30 November 2025", "am 30. November 2025"),
    ],
)
def test_moment_stands_in_a_sentence(away, english, german):
    assert moments.moment(NOW + away, NOW) == english
    with translation.override("de"):
        assert moments.moment(NOW + away, NOW) == german


@pytest.mark.parametrize(
    ("away", "english", "german"),
    [
        (timedelta(hours=2), "today, 17:57", "heute, 17:57"),
        (timedelta(days=1), "tomorrow, 15:57", "morgen, 15:57"),
        (timedelta(days=3), "Friday, 15:57", "Freitag, 15:57"),
        (timedelta(days=9), "19 March, 15:57", "19. März, 15:57"),
        (timedelta(days=300), "4 January 2027, 15:57", "4. Januar 2027, 15:57"),
    ],
)
def test_stamp_stands_alone(away, english, german):
    assert moments.stamp(NOW + away, NOW) == english
    with translation.override("de"):
        assert moments.stamp(NOW + away, NOW) == german


def test_days_turn_at_the_readers_midnight():
    with timezone.override("Pacific/Auckland"):
        assert moments.stamp(NOW, NOW) == "today, 04:57"
        assert moments.stamp(NOW - timedelta(hours=5), NOW) == "yesterday, 23:57"


def test_nothing_is_said_of_nothing():
    assert (moments.ago(None), moments.moment(None), moments.stamp(None)) == ("", "", "")


def test_templates_know_the_filters():
    text = (
        Engine(builtins=["web.moments"])
        .from_string("{{ at|ago:now }}; {{ at|moment:now }}; {{ at|stamp:now }}")
        .render(Context({"at": NOW - timedelta(hours=2), "now": NOW}))
    )
    assert text.replace("\xa0", " ") == "2 hours ago; at 13:57; today, 13:57"
