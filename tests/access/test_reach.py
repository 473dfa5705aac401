"""Roles that end at a team: by id, in lists, in forms and in what is counted, other teams' work is not there."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from accounts.models import RoleGrant
from content import attachments, stories
from content.models import Attachment, Idea, Remark, Story
from tests.access.strangers import FORM, send
from tests.access.world import World
from tests.content.factories import StoryFactory

PDF = b"%PDF-1.7\n1 0 obj\n"
FAR_PAGES: tuple[tuple[str, str, dict[str, str] | None], ...] = (
    ("approval", "review", None),
    ("approve_story", "review", {"version": "1"}),
    ("send_back_story", "review", {"version": "1", "note": "No."}),
    ("add_remark", "review", {"field": "title", "text": "Really?"}),
    ("settle_remark", "remark", {}),
    ("reopen_remark", "remark", {}),
    ("retract_story", "story", {"reason": "Mine."}),
    ("recall_story", "retracted", None),
    ("export_recall", "retracted", None),
    ("event_file", "page", None),
    ("attachment", "file", None),
)
FAR_ENDPOINTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("GET", "approvals/{review}/", {}),
    ("POST", "approvals/{review}/approve/", {"version": 1}),
    ("POST", "approvals/{review}/send-back/", {"version": 1, "note": "No."}),
    ("POST", "approvals/{review}/remarks/", {"field": "title", "text": "Really?"}),
    ("POST", "remarks/{remark}/settle/", {}),
    ("POST", "remarks/{remark}/reopen/", {}),
    ("POST", "studio/stories/{story}/retract/", {"reason": "Mine."}),
    ("GET", "studio/stories/{retracted}/recall/", {}),
)


@pytest.fixture
def far_approver(world: World, now: datetime) -> str:
    """`outsider`, who says yes for Rolling Stock alone."""
    RoleGrant.objects.create(
        person=world.people["outsider"], role="approver", team=world.other_team, granted_at=now, granted_by=None
    )
    return "outsider"


@pytest.mark.parametrize(("name", "about", "sent"), FAR_PAGES, ids=[page[0] for page in FAR_PAGES])
def test_approver_of_a_team_finds_no_page_of_another(
    world: World, far_approver: str, name: str, about: str, sent: dict[str, str] | None
) -> None:
    client, address = world.client(far_approver), reverse(name, args=[world.id_of(about)])
    answer = client.get(address) if sent is None else client.post(address, sent, headers=FORM)
    assert answer.status_code == 404
    assert Story.objects.get(pk=world.named("story").pk).state == "live"
    assert Story.objects.get(pk=world.named("review").pk).state == "review"


@pytest.mark.parametrize(("method", "path", "sent"), FAR_ENDPOINTS, ids=[line[1] for line in FAR_ENDPOINTS])
def test_approver_of_a_team_finds_no_endpoint_of_another(
    world: World, far_approver: str, method: str, path: str, sent: dict[str, Any]
) -> None:
    named = {name: world.id_of(name) for name in ("review", "remark", "story", "retracted")}
    assert send(world, far_approver, method, path.format(**named), **sent).status_code == 404
    assert Remark.objects.get(pk=world.named("remark").pk).settled_at is None


def test_lists_leave_out_what_belongs_to_others(world: World, far_approver: str) -> None:
    titles = [world.named(name).title for name in ("review", "draft", "story", "retracted", "page")]
    pages = ("approvals",)
    studio = ("stories", "studio", "calendar", "campaign_results", "loose_results", "my_work")
    found = {
        (who, name): [title for title in titles if title in world.client(who).get(reverse(name)).content.decode()]
        for who, names in ((far_approver, pages), ("limited", studio))
        for name in names
    }
    assert {where: shown for where, shown in found.items() if shown} == {}
    for who, path in ((far_approver, "approvals/"), ("limited", "studio/stories/"), ("limited", "studio/what-worked/")):
        answer = send(world, who, "GET", path)
        assert answer.status_code == 200
        assert [title for title in titles if title in answer.content.decode()] == []


def test_many_at_once_pass_over_what_is_out_of_reach(world: World) -> None:
    sent = {"action": "discard", "story": world.id_of("draft")}
    assert world.client("limited").post(reverse("act_in_bulk"), sent, headers=FORM).status_code == 422
    body = {"action": "discard", "stories": [world.id_of("draft")]}
    assert send(world, "limited", "POST", "studio/stories/bulk/", **body).status_code in {400, 404}
    assert Story.objects.get(pk=world.named("draft").pk).discarded_at is None


def test_answered_ideas_do_not_tell_what_others_begin(world: World) -> None:
    draft = world.named("draft")
    Idea.objects.filter(pk=world.named("idea").pk).update(state=Idea.State.TAKEN, story=draft)
    address = f"{reverse('studio_ideas')}?state=done"
    assert draft.title in world.client("curator").get(address).content.decode()
    assert draft.title not in world.client("limited").get(address).content.decode()


@pytest.fixture
def secret(world: World, now: datetime) -> Attachment:
    """A file of a story that `limited` may not see."""
    file = SimpleUploadedFile("The plan.pdf", PDF)
    kept = attachments.keep(file=file, kind="document", by=world.people["curator"], now=now)
    StoryFactory.create(author=world.people["curator"], owner_team=world.team, kind="document", attachment=kept)
    return kept


@pytest.fixture
def own_draft(world: World) -> Story:
    return StoryFactory.create(
        author=world.people["limited"], owner_team=world.other_team, kind="document", everybody=False, title="Mine"
    )


def test_nobody_takes_a_file_by_naming_it(world: World, secret: Attachment, own_draft: Story) -> None:
    client, address = world.client("limited"), reverse("attachment", args=[secret.public_id])
    assert client.get(address).status_code == 404
    words = {"title": "Mine", "kind": "document", "attachment": str(secret.public_id)}
    path = f"studio/stories/{own_draft.public_id}/"
    answers = [send(world, "limited", "PUT", path, revision=0, words=words)]
    answers.append(send(world, "limited", "POST", "studio/stories/", **words))
    sentence = "This file belongs to another story. Bring it here again."
    assert [(each.status_code, each.json()["error"]["message"]) for each in answers] == [(400, sentence)] * 2
    sent = {"seen": "0", "title": "Mine", "language": "en", "minutes": "1", "places": "1", "claim_days": "3"}
    sent["attachment"] = str(secret.public_id)
    for verb in ("edit_story", "keep_story"):
        refused = client.post(reverse(verb, args=[own_draft.public_id]), sent, headers=FORM)
        assert (refused.status_code, sentence in refused.content.decode()) == (422, True)
    assert Story.objects.get(pk=own_draft.pk).attachment is None
    assert client.get(address).status_code == 404


def test_a_colleague_may_name_a_file_of_a_story_in_his_reach(world: World, secret: Attachment) -> None:
    with transaction.atomic():
        draft = StoryFactory.create(
            author=world.people["limited"], owner_team=world.team, kind="document", everybody=False
        )
        words = {"kind": "document", "attachment": str(secret.public_id)}
        answer = send(world, "curator", "PUT", f"studio/stories/{draft.public_id}/", revision=0, words=words)
    assert answer.status_code == 200
    assert Story.objects.get(pk=draft.pk).attachment == secret


def test_names_of_nothing_in_forms_are_refused_or_passed_over(world: World) -> None:
    draft, client = world.named("draft"), world.client("curator")
    strange = str(world.named("story").public_id)  # an id of something else
    for name in ("picture", "campaign", "attachment"):
        answer = send(world, "curator", "PUT", f"studio/stories/{draft.public_id}/", revision=0, words={name: strange})
        assert answer.status_code == 400, name
    for sent in ({"action": "campaign", "into": strange}, {"action": "topic", "give": strange}):
        answer = client.post(reverse("act_in_bulk"), {**sent, "story": str(draft.public_id)}, headers=FORM)
        assert answer.status_code == 422
    assert Story.objects.get(pk=draft.pk).revision == 0
    assert stories.with_same_link(urls={draft.url}, person=world.people["limited"]) is None
