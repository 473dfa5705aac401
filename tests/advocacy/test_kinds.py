"""What readers see of each kind of story."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.template.loader import render_to_string
from django.urls import reverse

from tests.content.factories import AttachmentFactory, PictureFactory, StoryFactory

pytestmark = pytest.mark.django_db
SOON = datetime(2026, 3, 25, 17, tzinfo=UTC)


def shown(**traits):
    return render_to_string("advocacy/kinds/of.html", {"story": StoryFactory.create(live=True, **traits)})


def test_article_is_prose_and_no_script():
    page = shown(kind="article", body="## Night\n\nIt was **loud** <script>alert(1)</script>")
    assert "<h2>Night</h2>" in page
    assert "<script" not in page


def test_video_has_its_words():
    file = AttachmentFactory.create(kind="video", content_type="video/mp4")
    page = shown(kind="video", attachment=file, attachment_text="Seven <lamps>.", picture=PictureFactory.create())
    assert f'<source src="{reverse("attachment", args=[file.public_id])}" type="video/mp4">' in page
    assert "Seven &lt;lamps&gt;." in page
    assert "<details" in page


@pytest.mark.parametrize(
    ("kind", "says"),
    [("video", "Watch it at"), ("link", "Read it at"), ("document", "Read it at"), ("event", "See it at")],
)
def test_a_story_elsewhere_says_what_to_do_there(client_of, employee, now, kind, says):
    story = StoryFactory.create(live=True, kind=kind)
    with time_machine.travel(now, tick=False):
        page = client_of(employee).get(reverse("story", args=[story.public_id])).content.decode()
    assert f"{says} northwind.example" in page
    assert ("I watched it at the source" in page) is (kind == "video")
    assert ("minutes to watch" in page) is (kind == "video")


def test_a_video_without_its_file_shows_its_picture(client_of, employee):
    picture = PictureFactory.create()
    story = StoryFactory.create(live=True, kind="video", picture=picture)
    address = reverse("story", args=[story.public_id])
    assert f'<img src="{picture.file.url}"' in client_of(employee).get(address).content.decode()
    story.attachment = AttachmentFactory.create(kind="video", content_type="video/mp4")
    story.save(update_fields=["attachment"])
    page = client_of(employee).get(address).content.decode()
    assert "<img" not in page.split("<article", 1)[1]
    assert f'poster="{picture.file.url}"' in page


def test_document_says_how_large_it_is():
    page = shown(kind="document", attachment=AttachmentFactory.create(), attachment_text="In short.")
    for text in ("The winter report.pdf", "1.3", "In short.", "Save the PDF"):
        assert text in page


def test_event_has_a_date_and_a_calendar_file():
    page = shown(kind="event", event_starts_at=SOON, place="Askeby")
    for text in ("Wednesday", "Askeby", "Add to my calendar", "/event.ics"):
        assert text in page


def test_job_and_offer_say_until_when():
    assert "Apply until" in shown(kind="job", place="Lund", deadline_at=SOON)
    offer = shown(kind="offer", offer_code="LEARN25", offer_stock=5000, deadline_at=SOON)
    for text in ("LEARN25", "5,000", "Works until"):
        assert text in offer
    assert "as many as want it" in shown(kind="offer", offer_code="LEARN25")


@pytest.mark.parametrize("kind", ["link", "image", "video", "document", "event", "job", "offer", "article"])
def test_a_story_that_lacks_its_own_fields_shows_nothing_broken(kind):
    assert shown(kind=kind).strip() == ""
