"""Files of stories: kept by what is in them, fetched by who may, in parts or whole, refused before they are read."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.roles import Role
from content import attachments, manuscripts
from content.intake import files
from content.models import Attachment, Story, StoryTemplate, StoryVersion
from tests.accounts.factories import PersonFactory, RoleGrantFactory, TeamFactory
from tests.content.factories import AudienceRuleFactory, StoryFactory

pytestmark = pytest.mark.django_db
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\x00" * 2000
WEBM = (
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"
    + b"\x00" * 50
)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + b"0123456789" * 100


@pytest.fixture(autouse=True)
def frozen(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def curator(company):
    return RoleGrantFactory.create(role=Role.CURATOR).person


@pytest.fixture
def visitor(curator):
    client = Client()
    client.force_login(curator)
    return client


def kept(curator, now, kind="video", body=MP4, name="Night train.mp4"):
    return attachments.keep(file=SimpleUploadedFile(name, body), kind=kind, by=curator, now=now)


def on_disk(settings):
    folder = Path(settings.MEDIA_ROOT) / "attachments"
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize(
    ("kind", "body", "content_type", "ending"),
    [
        ("video", MP4, "video/mp4", "mp4"),
        ("video", WEBM, "video/webm", "webm"),
        ("document", PDF, "application/pdf", "pdf"),
    ],
)
def test_keep_tells_a_file_by_what_is_in_it(kind, body, content_type, ending, curator, now):
    file = kept(curator, now, kind=kind, body=body, name="C:\\films\\../anything.exe")
    assert (file.content_type, file.name, file.size_bytes) == (content_type, f"anything.{ending}", len(body))
    with file.file.open("rb") as stored:
        assert stored.read() == body


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        ("video", PDF, files.NotAVideo),
        ("document", MP4, files.NotADocument),
        ("video", b"", files.EmptyFile),
        ("document", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", files.NotADocument),
        ("document", b"<!doctype html><script>alert(1)</script>%PDF-1.7", files.NotADocument),
        ("video", b"<!doctype html><title>ftypisom</title>", files.NotAVideo),
        ("video", b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", files.NotAVideo),
        ("video", b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", files.NotAVideo),
        ("document", b"PK\x03\x04 a word file", files.NotADocument),
    ],
)
def test_keep_refuses_what_only_is_called_so(kind, body, error, curator, now, settings):
    with pytest.raises(error):
        kept(curator, now, kind=kind, body=body, name="film.mp4")
    assert on_disk(settings) == []
    assert not Attachment.objects.exists()


def test_keep_refuses_what_is_too_large(curator, now, settings):
    settings.VIDEO_MAX_BYTES = 1_000_000
    with pytest.raises(attachments.FileTooLarge, match="1 MB"):
        kept(curator, now, body=MP4 + b"\x00" * 1_000_000)
    assert on_disk(settings) == []


def test_keep_is_for_curators(company, now):
    with pytest.raises(roles.NotAllowed):
        kept(PersonFactory.create(), now)


def story_with(file, **traits):
    return StoryFactory.create(kind=file.kind, attachment=file, **traits)


def test_find_gives_a_file_to_who_reads_its_story(curator, now):
    file = kept(curator, now)
    reader = PersonFactory.create()
    assert attachments.find(public_id=file.public_id, person=reader) is None
    story = story_with(file)
    assert attachments.find(public_id=file.public_id, person=reader) is None
    Story.objects.filter(pk=story.pk).update(state="live", approved_version=1)
    assert attachments.find(public_id=file.public_id, person=reader) == file
    Story.objects.filter(pk=story.pk).update(state="retracted")
    assert attachments.find(public_id=file.public_id, person=reader) is None


def test_find_keeps_a_file_from_who_is_not_meant(curator, now):
    file, team = kept(curator, now), TeamFactory.create()
    AudienceRuleFactory.create(story=story_with(file, live=True, everybody=False), team=team)
    assert attachments.find(public_id=file.public_id, person=PersonFactory.create()) is None
    assert attachments.find(public_id=file.public_id, person=PersonFactory.create(team=team)) == file


def test_find_gives_a_file_that_waits_in_a_version_to_its_approver(curator, now):
    file = kept(curator, now)
    story = StoryFactory.create(live=True)
    said = {**manuscripts.as_json(manuscripts.of_story(story=story)), "attachment": str(file.public_id)}
    StoryVersion.objects.create(story=story, number=2, said=said, by=curator, at=now)
    approver = RoleGrantFactory.create(role=Role.APPROVER).person
    far = RoleGrantFactory.create(role=Role.APPROVER, team=TeamFactory.create()).person
    assert attachments.find(public_id=file.public_id, person=approver) == file
    assert attachments.find(public_id=file.public_id, person=far) is None
    assert attachments.find(public_id=file.public_id, person=PersonFactory.create()) is None


def test_sweep_throws_away_what_no_story_names(curator, now, settings):
    unused, used, said, kept_for_later, new = (kept(curator, now) for _each in range(5))
    story_with(used)
    words = manuscripts.as_json(manuscripts.Manuscript())
    StoryVersion.objects.create(
        story=StoryFactory.create(), number=7, said=words | {"attachment": str(said.public_id)}, by=curator, at=now
    )
    StoryTemplate.objects.create(
        name="A", said=words | {"attachment": str(kept_for_later.public_id)}, made_by=curator, made_at=now
    )
    later = now + timedelta(days=8)
    Attachment.objects.filter(pk=new.pk).update(added_at=later - timedelta(days=6))
    assert attachments.sweep(now=now) == 0
    assert attachments.sweep(now=later) == 1
    assert attachments.sweep(now=later) == 0
    assert not Attachment.objects.filter(pk=unused.pk).exists()
    assert len(on_disk(settings)) == 4


def test_page_serves_a_document_to_be_saved(curator, visitor, now):
    file = kept(curator, now, kind="document", body=PDF, name='A "report" of März.pdf')
    answer = visitor.get(reverse("attachment", args=[file.public_id]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=5-5", 206, slice(5, 6)),
        ("bytes=10-99999999", 206, slice(10, None)),
        ("bytes=0-1,5-6", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_page_serves_a_video_in_parts(asked, status, part, curator, visitor, now):
    file = kept(curator, now)
    answer = visitor.get(reverse("attachment", args=[file.public_id]), headers={"Range": asked})
    body = b"".join(answer.streaming_content)
    assert (answer.status_code, body) == (status, MP4[part])
    assert answer["Content-Length"] == str(len(body))
    assert answer["Content-Disposition"].startswith("inline")
    if status == 206:
        first = list(range(len(MP4)))[part][0]
        assert answer["Content-Range"] == f"bytes {first}-{first + len(body) - 1}/{len(MP4)}"


def test_page_refuses_a_part_that_is_not_there(curator, visitor, now):
    path = reverse("attachment", args=[kept(curator, now).public_id])
    answer = visitor.get(path, headers={"Range": "bytes=999999-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(MP4)}")
    assert visitor.get(path, headers={"Range": "bytes=9-2"}).status_code == 416


def test_page_sends_nothing_again_that_the_browser_has(curator, visitor, now):
    path = reverse("attachment", args=[kept(curator, now).public_id])
    whole = visitor.get(path)
    assert b"".join(whole.streaming_content) == MP4
    tag = whole["ETag"]
    assert visitor.get(path, headers={"If-None-Match": tag}).status_code == 304
    for said, status in ((tag, 206), ('"other"', 200)):
        part = visitor.get(path, headers={"Range": "bytes=0-1", "If-Range": said})
        assert b"".join(part.streaming_content)
        assert part.status_code == status


def test_page_is_closed_to_strangers_and_to_gone_files(curator, visitor, client, now, settings):
    file = kept(curator, now)
    path = reverse("attachment", args=[file.public_id])
    assert client.get(path).status_code == 302
    client.force_login(PersonFactory.create())
    assert client.get(path).status_code == 404
    Path(file.file.path).unlink()
    assert visitor.get(path).status_code == 404


def test_add_file_gives_a_draft_its_file(curator, visitor, now):
    story = StoryFactory.create(author=curator, kind="document")
    path = reverse("add_file", args=[story.public_id])
    assert b"PDF, up to 25 MB." in visitor.get(path).content
    answer = visitor.post(path, {"file": SimpleUploadedFile("report.pdf", PDF)})
    assert answer.url == reverse("edit_story", args=[story.public_id])
    before = story.title
    story.refresh_from_db()
    assert (story.attachment.name, story.title) == ("report.pdf", before)


@pytest.mark.parametrize(
    ("sent", "sentence"), [({}, "There is nothing in this file"), ({"file": b"<svg/>"}, "This is not a PDF")]
)
def test_add_file_says_what_is_wrong(sent, sentence, curator, visitor):
    story = StoryFactory.create(author=curator, kind="document")
    posted = {name: SimpleUploadedFile("a.pdf", body) for name, body in sent.items()}
    answer = visitor.post(reverse("add_file", args=[story.public_id]), posted)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_add_file_is_for_kinds_with_a_file(curator, visitor):
    link = StoryFactory.create(author=curator)
    assert visitor.get(reverse("add_file", args=[link.public_id])).status_code == 404


def test_api_keeps_a_file(curator, visitor, now):
    answer = visitor.post(reverse("api_attachments"), {"kind": "video", "file": SimpleUploadedFile("a.mp4", MP4)})
    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert said == {
        "id": str(Attachment.objects.get().public_id),
        "kind": "video",
        "name": "a.mp4",
        "content_type": "video/mp4",
        "size_bytes": len(MP4),
        "path": reverse("attachment", args=[said["id"]]),
    }


def test_api_says_what_is_wrong(visitor):
    answer = visitor.post(reverse("api_attachments"), {"kind": "video", "file": SimpleUploadedFile("a.mp4", PDF)})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "not_a_video"


class NeverRead(io.BytesIO):
    """A body of two gigabytes that fails the test when anybody reads it."""

    def read(self, *_args: object) -> bytes:
        pytest.fail("the body was read")


@pytest.mark.parametrize("name", ["add_file", "edit_story", "api_attachments", "start_story"])
def test_two_gigabytes_are_refused_before_they_are_read(name, curator, visitor, settings):
    story = StoryFactory.create(author=curator, kind="video")
    path = reverse(name, args=[story.public_id] if name in {"add_file", "edit_story"} else [])
    answer = visitor.generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": "2000000000", "wsgi.input": NeverRead()},
    )
    assert answer.status_code == 413
    assert "200 MB" in answer.content.decode() or "12 MB" in answer.content.decode()
    assert answer["Connection"] == "close"
    assert on_disk(settings) == []


def test_nonsense_for_a_length_is_refused(visitor):
    answer = visitor.generic("POST", reverse("start_story"), CONTENT_LENGTH="-1", **{"wsgi.input": NeverRead()})
    assert answer.status_code == 413


def test_who_is_not_signed_in_brings_no_file(client, company):
    story = StoryFactory.create(kind="video")
    answer = client.generic(
        "POST",
        reverse("add_file", args=[story.public_id]),
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": "100000000", "wsgi.input": NeverRead()},
    )
    assert answer.status_code == 413


def test_endpoints_ask_who_calls_before_they_read(client, company):
    answer = client.generic(
        "POST",
        reverse("api_attachments"),
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": "100000000", "wsgi.input": NeverRead()},
    )
    assert answer.status_code == 401
