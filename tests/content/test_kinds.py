"""What each of the eight kinds needs before it goes out, and what its fields accept."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from content import kinds
from content.forms.kinds import KindForm
from content.manuscripts import Manuscript
from content.models import Attachment, Story
from tests.accounts.factories import PersonFactory

Kind = Story.Kind


@pytest.fixture(autouse=True)
def frozen(now):
    with time_machine.travel(now, tick=False):
        yield


def complete(kind, now, **changed):
    values = {
        "kind": kind,
        "url": "https://northwind.example/news/",
        "body": "Words.",
        "picture": "0b1f4f8e-2f7c-4c3a-9d6f-0a1b2c3d4e5f",
        "attachment": "0b1f4f8e-2f7c-4c3a-9d6f-0a1b2c3d4e5f",
        "attachment_text": "What is said.",
        "place": "Lund",
        "event_starts_at": now + timedelta(days=20),
        "event_ends_at": now + timedelta(days=20, hours=2),
        "deadline_at": now + timedelta(days=20),
        "offer_code": "NIGHT20",
        "expires_at": now + timedelta(days=10),
        "goes_live_at": now + timedelta(days=1),
    }
    return Manuscript(**{**values, **changed})


def missing(manuscript, now):
    return [check.text for check in kinds.checks(manuscript, now) if not check.is_done]


@pytest.mark.parametrize("kind", Kind.values)
def test_checks_find_nothing_missing_in_a_complete_story(kind, now):
    assert missing(complete(kind, now), now) == []


@pytest.mark.parametrize(
    ("kind", "changed", "what"),
    [
        (Kind.ARTICLE, {"body": " \n"}, "the text of the article"),
        (Kind.IMAGE, {"picture": ""}, "the picture"),
        (Kind.VIDEO, {"attachment": ""}, "the video file"),
        (Kind.VIDEO, {"attachment_text": ""}, "what is said in the video, in words"),
        (Kind.DOCUMENT, {"attachment": ""}, "the document"),
        (Kind.DOCUMENT, {"attachment_text": " "}, "what the document says, in words"),
        (Kind.EVENT, {"place": ""}, "where the event takes place"),
        (Kind.JOB, {"place": ""}, "where the job is"),
        (Kind.OFFER, {"offer_code": ""}, "the code of the offer"),
        (Kind.OFFER, {"deadline_at": None, "expires_at": None}, "a deadline after the story goes live"),
    ],
)
def test_checks_name_what_is_missing(kind, changed, what, now):
    assert what in missing(complete(kind, now, **changed), now)


def test_checks_refuse_an_event_that_ends_before_it_begins(now):
    backwards = complete(Kind.EVENT, now, event_ends_at=now + timedelta(days=19))
    assert "an end of the event after its beginning" in missing(backwards, now)


def test_checks_refuse_an_event_that_began_already(now):
    begun = complete(Kind.EVENT, now, event_starts_at=now - timedelta(minutes=1))
    assert "a beginning of the event after the story goes live" in missing(begun, now)


@pytest.mark.parametrize("kind", [Kind.JOB, Kind.OFFER])
def test_checks_refuse_a_deadline_that_passed(kind, now):
    assert "a deadline after the story goes live" in missing(complete(kind, now, deadline_at=now), now)


@pytest.mark.parametrize("kind", [Kind.JOB, Kind.OFFER])
def test_checks_refuse_a_deadline_before_the_story_goes_live(kind, now):
    early = complete(kind, now, deadline_at=now + timedelta(hours=1))
    assert "a deadline after the story goes live" in missing(early, now)


@pytest.mark.parametrize("kind", [Kind.JOB, Kind.OFFER])
def test_checks_refuse_a_story_that_outlives_its_deadline(kind, now):
    late = complete(kind, now, expires_at=now + timedelta(days=21))
    assert missing(late, now) == ["an end of the story no later than the deadline"]


def test_every_kind_is_told_about_and_has_its_fields():
    assert [about.kind for about in kinds.ABOUT] == Kind.values
    assert set(kinds.FIELDS) == set(Kind.values)
    assert [kind for kind in Kind.values if kinds.needs_url(kind)] == [Kind.LINK, Kind.JOB]


@pytest.mark.django_db
def test_lines_name_the_file_and_leave_out_nothing(now):
    file = Attachment.objects.create(
        kind="video", file="a.mp4", name="Night.mp4", size_bytes=1, added_by=PersonFactory.create(), added_at=now
    )
    said = dict(kinds.lines(complete(Kind.VIDEO, now, attachment=str(file.public_id), offer_stock=1200)))
    assert said["File"] == "Night.mp4"
    assert said["How many"] in {"1200", "1,200"}
    assert len(said) == len(kinds.lines(Manuscript()))


def form(kind, now, initial=None, **data):
    return KindForm(data, None, initial=initial or kinds.initial(Manuscript(kind=kind)), kind=kind)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind.values)
def test_form_has_the_fields_of_its_kind_and_lets_a_draft_lack_them(kind, now):
    empty = form(kind, now)
    assert tuple(sorted(empty.fields)) == tuple(sorted(kinds.FIELDS[kind]))
    assert empty.is_valid(), empty.errors
    assert Manuscript(**empty.values())


def test_form_refuses_an_end_before_the_beginning(now):
    wrong = form(Kind.EVENT, now, event_starts_at="2026-04-02T18:00", event_ends_at="2026-04-02T17:00")
    assert wrong.errors == {"event_ends_at": ["An event ends after it begins."]}


def test_form_refuses_a_deadline_that_passed(now):
    wrong = form(Kind.OFFER, now, deadline_at="2026-03-01T12:00")
    assert wrong.errors == {"deadline_at": ["This moment has passed already. Choose one that is still to come."]}


def test_form_keeps_a_draft_whose_deadline_passed_meanwhile(now):
    past = timezone.make_aware(now.replace(tzinfo=None) - timedelta(days=1))
    initial = kinds.initial(Manuscript(kind=Kind.OFFER, deadline_at=past))
    kept = form(Kind.OFFER, now, initial=initial, deadline_at=timezone.localtime(past).strftime("%Y-%m-%dT%H:%M"))
    assert kept.is_valid(), kept.errors


def test_form_says_when_a_text_is_too_long(now):
    assert "40,000" in form(Kind.ARTICLE, now, body="a" * 50_000).errors["body"][0]


@pytest.mark.django_db
def test_form_takes_only_a_file_of_its_kind(now):
    file = Attachment.objects.create(
        kind="document", file="a.pdf", name="a.pdf", size_bytes=1, added_by=PersonFactory.create(), added_at=now
    )
    for kind, kept in ((Kind.DOCUMENT, str(file.public_id)), (Kind.VIDEO, "")):
        filled = form(kind, now, attachment=str(file.public_id))
        assert filled.is_valid()
        assert filled.values()["attachment"] == kept
