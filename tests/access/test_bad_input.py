"""What people send by mistake or in a bad mood: one clear sentence on the page and over the API, and nothing is lost.

A line for each: a caption over its limit, an end before the beginning, a deadline that passed, a picture bomb, a video
of two gigabytes (also in test_attachments.py), a drawing, scripts and ten thousand links, an audience of nobody, a
draft of three weeks ago. A step whose only approver left: tests/content/test_steps.py. Two who write at once:
tests/content/test_editor.py and test_races.py.
"""

import io
import zlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import Settings

from accounts.models import Team
from advocacy.models import Draft
from content import manuscripts
from content.models import Attachment, Picture, Story
from tests.access.strangers import FORM, send
from tests.access.world import World
from tests.content.factories import AudienceRuleFactory, StoryFactory, StoryVersionFactory

SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
LINE = {"title": "My title stays", "language": "en", "minutes": "3", "places": "12", "claim_days": "3", "seen": "0"}


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    head = (60_000).to_bytes(4) * 2 + b"\x08\x02\x00\x00\x00"
    pixels = zlib.compress(b"\x00" * 2_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.fixture
def draft(world: World) -> Story:
    story = StoryFactory.create(author=world.people["curator"], everybody=False, caption=False, title="Before")
    AudienceRuleFactory.create(story=story, team=world.team)
    return story


def lines(name: str, *forms: dict[str, str]) -> dict[str, str]:
    held = {f"{name}-TOTAL_FORMS": str(len(forms)), f"{name}-INITIAL_FORMS": "0"}
    return held | {f"{name}-{at}-{key}": value for at, form in enumerate(forms) for key, value in form.items()}


def typed(world: World, story: Story, verb: str, **sent: Any) -> Any:
    held = {**LINE, **sent}
    return world.client("curator").post(reverse(verb, args=[story.public_id]), held, headers=FORM)


def told(world: World, story: Story, **words: Any) -> Any:
    """Write over the API, then ask for a yes: an answer in words, whichever of the two refuses."""
    path = f"studio/stories/{story.public_id}/"
    base = {"title": "My title stays", "captions": [{"language": "en", "text": "Quiet."}]}
    base["audience"] = [{"team": world.id_of("team")}]
    answer = send(world, "curator", "PUT", path, revision=story.revision, words={**base, **words})
    return answer if answer.status_code >= 400 else send(world, "curator", "POST", f"{path}submit/")


def refusal(answer: Any) -> str:
    error = answer.json()["error"]
    return " ".join([error["message"], *(text for texts in error["fields"].values() for text in texts)])


WRONG: tuple[tuple[str, str, dict[str, str], dict[str, Any], str], ...] = (
    (
        "a caption over its limit",
        "link",
        lines("captions", {"text": "a" * 3001, "network": "linkedin", "language": "en"}),
        {"captions": [{"network": "linkedin", "language": "en", "text": "a" * 3001}]},
        "1 too many for LinkedIn, which takes 3,000.",
    ),
    (
        "an end before the beginning",
        "link",
        {"goes_live_at": "2026-04-02T09:00", "expires_at": "2026-04-01T09:00"},
        {"goes_live_at": "2026-04-02T09:00:00Z", "expires_at": "2026-04-01T09:00:00Z"},
        "It would end before it goes live. Choose a later end.",
    ),
    (
        "an end that passed",
        "link",
        {"goes_live_at": "", "expires_at": "2026-03-01T09:00"},
        {"expires_at": "2026-03-01T09:00:00Z"},
        "This end has passed already. Choose a later one.",
    ),
    (
        "an audience of nobody",
        "link",
        lines("audience", {"team": "@empty_team"}),
        {"audience": [{"team": "@team", "region": "Nowhere"}]},
        "Nobody fits these lines.",
    ),
)


@pytest.mark.parametrize(("what", "kind", "form", "words", "sentence"), WRONG, ids=[line[0] for line in WRONG])
def test_editor_keeps_it_and_says_at_its_field_what_is_wrong(
    world: World, draft: Story, what: str, kind: str, form: dict[str, str], words: dict[str, Any], sentence: str
) -> None:
    if what == "an audience of nobody":
        # A team below, so that the story may name it; nobody is in it.
        below = Team.objects.create(name="Nobody yet", parent=world.team, path="")
        Team.objects.filter(pk=below.pk).update(path=f"{world.team.path}{below.pk}/")
        form = {**form, "audience-0-team": str(below.public_id)}
    answer = typed(world, draft, "submit_story", **form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "My title stays" in page
    after = Story.objects.get(pk=draft.pk)
    assert (after.state, after.title) == ("draft", "My title stays")


@pytest.mark.parametrize(("what", "kind", "form", "words", "sentence"), WRONG, ids=[line[0] for line in WRONG])
def test_api_keeps_it_and_says_the_same_sentence(
    world: World, draft: Story, what: str, kind: str, form: dict[str, str], words: dict[str, Any], sentence: str
) -> None:
    answer = told(world, draft, **world.filled(words))
    assert answer.status_code == 400
    assert sentence in refusal(answer)
    after = Story.objects.get(pk=draft.pk)
    assert (after.state, after.title) == ("draft", "My title stays")


def test_offer_with_a_past_deadline(world: World) -> None:
    offer = StoryFactory.create(author=world.people["curator"], kind="offer", offer_code="NIGHT", everybody=False)
    AudienceRuleFactory.create(story=offer, team=world.team)
    answer = typed(world, offer, "submit_story", offer_code="NIGHT25", deadline_at="2026-03-01T12:00")
    page = answer.content.decode()
    assert (answer.status_code, "This moment has passed already. Choose one that is still to come." in page) == (
        422,
        True,
    )
    assert "NIGHT25" in page
    assert "My title stays" in page
    kept = typed(world, offer, "keep_story", offer_code="NIGHT25", deadline_at="2026-03-01T12:00")
    assert kept.json()["says"].endswith("but for: The code works until")
    offer.refresh_from_db()
    assert (offer.offer_code, offer.deadline_at) == ("NIGHT25", None)
    answer = told(world, offer, offer_code="NIGHT26", deadline_at="2026-03-01T12:00:00Z")
    assert (answer.status_code, "a deadline after the story goes live" in refusal(answer)) == (400, True)
    offer.refresh_from_db()
    assert (offer.state, offer.offer_code) == ("draft", "NIGHT26")


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("bomb.png", bomb(), "This picture has more than 40 million pixels. Use a smaller one."),
        ("drawing.png", SVG, "This is an SVG drawing, which is not accepted."),
        ("page.jpg", b"<!doctype html><script>alert(1)</script>", "This is not a picture that can be used."),
        ("nothing.png", b"", "The submitted file is empty."),
    ],
)
def test_picture_that_is_none_leaves_the_words(
    world: World, draft: Story, name: str, body: bytes, sentence: str
) -> None:
    answer = typed(world, draft, "edit_story", picture_file=SimpleUploadedFile(name, body, content_type="image/png"))
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "My title stays" in page) == (422, True, True)
    assert not Picture.objects.exists()
    assert (Story.objects.get(pk=draft.pk).title, Story.objects.get(pk=draft.pk).picture) == ("Before", None)


@pytest.mark.parametrize("body", [SVG, b"<!doctype html><script>alert(1)</script>", b"", b"MZ\x90\x00"])
@pytest.mark.parametrize("kind", ["video", "document"])
def test_file_that_is_none_is_kept_nowhere(world: World, settings: Settings, kind: str, body: bytes) -> None:
    story = StoryFactory.create(author=world.people["curator"], kind=kind)
    sent = {"file": SimpleUploadedFile("film.mp4", body, content_type="video/mp4")}
    before = Attachment.objects.count()
    answer = world.client("curator").post(reverse("add_file", args=[story.public_id]), sent, headers=FORM)
    assert answer.status_code == 422
    key = {"Authorization": f"Bearer {world.keys['curator']}"}
    sent = {"kind": kind, "file": SimpleUploadedFile("film.mp4", body, content_type="video/mp4")}
    refused = Client().post("/api/v1/attachments/", sent, headers=key)
    assert refused.status_code == 400
    assert refusal(refused) in answer.content.decode().replace("&#x27;", "'")
    assert Attachment.objects.count() == before


def test_video_without_a_length_is_not_read(world: World) -> None:
    """Chunked: no length is told. Django takes such a body for empty, so that nothing of it reaches a disk."""
    story = StoryFactory.create(author=world.people["curator"], kind="video")

    class Endless(io.RawIOBase):
        taken = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self.taken += max(size, 0)
            return b"\x00" * max(size, 0)

    for path, headers in (
        (reverse("add_file", args=[story.public_id]), {"HTTP_X_CSRFTOKEN": FORM["X-CSRFToken"]}),
        ("/api/v1/attachments/", {"HTTP_AUTHORIZATION": f"Bearer {world.keys['curator']}"}),
    ):
        stream = Endless()
        client = world.client("curator") if "CSRF" in str(headers) else Client()
        answer = client.generic(
            "POST",
            path,
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH="",
            HTTP_TRANSFER_ENCODING="chunked",
            **{"wsgi.input": stream},
            **headers,
        )
        assert answer.status_code in {400, 422}, path
        assert stream.taken < 1_000_000
    assert not Attachment.objects.filter(kind="video").exists()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("[a](https://b.example) " * 1500, "This text has 1,500 links. Keep the best 60; nobody follows more."),
        ("[a](https://b.example) " * 10_000, "This text has 229,999 characters."),
        ("A line.\n" * 20_000, "This text has 159,999 characters."),
    ],
)
def test_text_beyond_a_page_is_shown_again_and_not_kept(world: World, body: str, sentence: str) -> None:
    article = StoryFactory.create(author=world.people["curator"], kind="article", body="Before.", everybody=False)
    AudienceRuleFactory.create(story=article, team=world.team)
    answer = typed(world, article, "edit_story", body=body)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (422, True)
    assert body[:500].strip()[:100] in page
    kept = typed(world, article, "keep_story", body=body)
    assert kept.json()["says"].endswith("but for: The text")
    refused = send(world, "curator", "PUT", f"studio/stories/{article.public_id}/", revision=1, words={"body": body})
    assert (refused.status_code, sentence in refusal(refused)) == (400, True)
    article.refresh_from_db()
    assert (article.title, article.body) == ("My title stays", "Before.")


SCRIPTS = """<script>alert(1)</script> [here](javascript:alert(1)) <img src=x onerror=alert(1)>
[there](data:text/html;base64,PHNjcmlwdD4=) ![p](https://tracker.example/x.png) <iframe src=//evil.example></iframe>"""


def test_scripts_of_an_article_stay_text_wherever_it_is_shown(world: World, now: datetime) -> None:
    article = StoryFactory.create(
        author=world.people["curator"], kind="article", url="", body=SCRIPTS, live=True, attachment_text=SCRIPTS
    )
    addresses = [
        ("employee", reverse("story", args=[article.public_id])),
        ("anonymous", reverse("open_page", args=[article.public_id])),
        ("curator", reverse("edit_story", args=[article.public_id])),
        ("approver", reverse("approval", args=[article.public_id])),
    ]
    for who, address in addresses:
        page = world.client(who).get(address)
        assert page.status_code == 200, address
        found = page.content.decode()
        for evil in (
            "<script>alert",
            "<img src=x",
            'href="javascript:',
            'href="data:',
            "<iframe",
            '<img src="https://tr',
        ):
            assert evil not in found, (address, evil)


def test_draft_of_three_weeks_ago_on_a_story_that_changed(world: World, now: datetime) -> None:
    """The words stay, and the person learns what changed, until he says that he has seen it."""
    story, claim, sheet = world.named("story"), world.named("claim"), world.named("sheet")
    begun = {"words": "Sixty of us went quiet.", "story_version": 1, "updated_at": now - timedelta(days=21)}
    Draft.objects.filter(pk=sheet.pk).update(**begun)
    said = {**manuscripts.as_json(manuscripts.of_story(story=story)), "title": "Another title by now"}
    StoryVersionFactory.create(story=story, number=2, said=said)
    Story.objects.filter(pk=story.pk).update(title="Another title by now", approved_version=2, version=2)
    client, address = world.client("employee"), reverse("compose", args=[claim.public_id])
    page = client.get(address).content.decode()
    assert "The story changed since you began to write." in page
    assert "Sixty of us went quiet." in page
    assert "<ins>Another" in page
    client.post(reverse("hold_draft", args=[claim.public_id]), headers=FORM)
    page = client.get(address).content.decode()
    assert "The story changed since you began to write." not in page
    assert "Sixty of us went quiet." in page


def test_picture_of_a_real_camera_is_taken(world: World, draft: Story) -> None:
    """The refusals above are not because nothing is taken."""
    file = io.BytesIO()
    Image.new("RGB", (800, 500), "#24507a").save(file, "JPEG")
    sent = SimpleUploadedFile("crew.jpg", file.getvalue(), content_type="image/jpeg")
    assert typed(world, draft, "edit_story", picture_file=sent, picture_alt="The crew").status_code == 302
    assert Story.objects.get(pk=draft.pk).picture is not None
