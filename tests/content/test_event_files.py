"""An event as a calendar file."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from content import event_files
from tests.accounts.factories import PersonFactory, TeamFactory
from tests.content.factories import AudienceRuleFactory, StoryFactory

pytestmark = pytest.mark.django_db
PAGE = "https://firsthand.example/stories/1/"
BEGINS = datetime(2026, 3, 25, 17, tzinfo=UTC)


def event(**changed):
    values = {
        "kind": "event",
        "place": "Askeby; signal box, platform 2",
        "event_starts_at": BEGINS,
        "event_ends_at": BEGINS + timedelta(hours=3),
        "title": "An evening,\r\nwith the lights off",
        "live": True,
    }
    return StoryFactory.create(**{**values, **changed})


def read(story, now):
    return Calendar.from_ical(event_files.of(story=story, page_url=PAGE, now=now)).walk("VEVENT")[0]


def test_of_writes_what_a_calendar_needs(now):
    story = event()
    written = read(story, now)
    assert written["DTSTART"].dt == BEGINS
    assert written["DTEND"].dt == BEGINS + timedelta(hours=3)
    assert written["LOCATION"] == "Askeby; signal box, platform 2"
    assert written["UID"] == f"{story.public_id}@firsthand.example"
    assert written["URL"] == story.url
    assert written["SUMMARY"].startswith("An evening,")


def test_of_adds_no_line_of_a_title(now):
    body = event_files.of(story=event(title="A\r\nATTENDEE:mailto:x@y.example"), page_url=PAGE, now=now)
    assert b"\r\nATTENDEE" not in body


def test_of_gives_an_event_without_an_end_an_hour(now):
    assert read(event(event_ends_at=None, url=""), now)["DTEND"].dt == BEGINS + timedelta(hours=1)


def test_of_says_when_an_event_was_taken_back(now):
    assert read(event(live=False, retracted=True), now)["STATUS"] == "CANCELLED"


def test_of_has_nothing_for_other_stories(now):
    assert event_files.of(story=StoryFactory.create(), page_url=PAGE, now=now) == b""


def test_page_gives_the_file_to_who_is_meant(client, company, now):
    team = TeamFactory.create()
    story = event(everybody=False)
    AudienceRuleFactory.create(story=story, team=team)
    path = reverse("event_file", args=[story.public_id])
    with time_machine.travel(now, tick=False):
        client.force_login(PersonFactory.create(team=team))
        answer = client.get(path)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.content.startswith(b"BEGIN:VCALENDAR")
        client.force_login(PersonFactory.create())
        assert client.get(path).status_code == 404
