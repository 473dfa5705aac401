"""What somebody tries who means no good."""

from datetime import datetime

import pytest
from django.core import mail
from django.urls import reverse

from accounts import people
from accounts import tasks as accounts_tasks
from accounts.models import Person, RoleGrant
from advocacy.models import Conversation
from content.models import Story
from tests.access.strangers import EVIL, FORM, leads_away, send
from tests.access.tables import PAGES
from tests.access.test_pages import ask
from tests.access.world import World


@pytest.mark.parametrize("target", EVIL)
def test_no_page_takes_an_address_to_go_on_to(world: World, target: str) -> None:
    names = ("account_logout", "set_language", "postpone_conversation", "take_claim", "retract_story", "settings")
    for line in (line for line in PAGES if line.name in names and line.method == "POST"):
        sent = {**world.filled(line.sent), "next": target, "to": target}
        for who in ("anonymous", "employee", "curator"):
            address = world.address(line.name, line.about)
            answer = world.client(who).post(address, sent, headers=FORM | {"Referer": target})
            assert answer.status_code != 302 or not leads_away(answer.url), (line.name, who, answer.url)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "https://a:b@evil.example/"]
)
def test_no_story_leads_to_what_is_no_page(world: World, url: str) -> None:
    draft = world.id_of("draft")
    page = world.client("curator").post(reverse("edit_story", args=[draft]), {"url": url, "seen": "0"}, headers=FORM)
    assert page.status_code == 422
    answers = [
        send(world, "curator", "PUT", f"studio/stories/{draft}/", revision=0, words={"url": url}),
        send(world, "curator", "POST", "studio/stories/", url=url),
        send(world, "curator", "POST", "previews/", url=url),
        send(world, "curator", "POST", "feeds/", url=url),
        send(world, "employee", "POST", f"conversations/{world.id_of('conversation')}/thread/", thread_url=url),
        send(world, "employee", "POST", f"shares/{world.id_of('share')}/permalink/", permalink=url),
    ]
    assert [answer.status_code for answer in answers] == [400] * len(answers)


def test_no_header_takes_a_second_line(world: World) -> None:
    title = "A title\r\nBcc: everybody@evil.example"
    send(world, "curator", "PUT", f"studio/stories/{world.id_of('draft')}/", revision=0, words={"title": title})
    Story.objects.filter(pk=world.named("review").pk).update(title=title)
    answer = send(world, "approver", "POST", f"approvals/{world.id_of('review')}/approve/", version=1)
    assert answer.status_code == 200
    send(world, "employee", "POST", f"conversations/{world.id_of('conversation')}/feedback/", text=title)
    accounts_tasks.mail_notifications()
    assert len(mail.outbox) >= 2
    for message in mail.outbox:
        assert "\n" not in message.subject
        assert message.message()["Bcc"] is None
        assert len(message.recipients()) == 1


def test_nobody_gives_himself_what_the_api_does_not_offer(world: World) -> None:
    employee = Person.objects.get(pk=world.people["employee"].pk)
    send(
        world, "employee", "PUT", "me/",
        name="Marta", job_title="", language="en", time_zone="", wants_mail=True,
        email="root@northwind.example", is_active=False, team=world.id_of("empty_team"), board_choice="named",
        roles=["administrator"], grants=["administrator"], password="x", left_at="2026-01-01", public_id="x",
    )  # fmt: skip
    after = Person.objects.get(pk=employee.pk)
    assert after.name == "Marta"
    same = ("email", "is_active", "team_id", "board_choice", "password", "left_at", "public_id")
    assert [getattr(after, name) for name in same] == [getattr(employee, name) for name in same]
    assert not RoleGrant.objects.filter(person=employee).exists()


def test_nobody_makes_a_fact_of_his_own_by_telling_it(world: World) -> None:
    told = send(
        world, "outsider", "POST", "conversations/",
        channel="linkedin", their_words="Good.", evidence="confirmed", state="closed", outcome="hire",
        person=world.id_of("employee"), team=1, started_at="2020-01-01T00:00:00Z", source="crm",
    )  # fmt: skip
    row = Conversation.objects.get(public_id=told.json()["id"])
    assert (row.person, row.evidence, row.state, row.source) == (
        world.people["outsider"],
        "told",
        "waiting",
        "self_reported",
    )
    assert row.started_at.year == 2026


def test_nobody_tells_of_somebody_elses_share(world: World) -> None:
    share = world.id_of("share")
    answer = send(world, "outsider", "POST", "conversations/", share=share, their_words="Good.")
    assert answer.status_code == 404
    page = world.client("outsider").post(
        reverse("tell_conversation"), {"share": share, "their_words": "Good.", "form_key": share}, headers=FORM
    )
    assert page.status_code == 400
    assert str(world.named("told")) not in page.content.decode()


def test_no_curator_puts_a_story_out_by_a_key_of_the_request(world: World) -> None:
    draft = world.named("draft")
    words = {"title": "Mine", "state": "live", "version": 7, "approved_version": 7}
    answer = send(
        world, "curator", "PUT", f"studio/stories/{draft.public_id}/",
        revision=0, words=words, state="live", approved_version=7, owner_team=None, author=world.id_of("employee"),
    )  # fmt: skip
    assert answer.status_code == 200
    after = Story.objects.get(pk=draft.pk)
    assert (after.state, after.approved_version, after.owner_team, after.author) == (
        "draft", None, world.team, world.people["curator"],
    )  # fmt: skip


def test_limited_curator_makes_no_story_for_the_whole_company(world: World) -> None:
    for audience in ([{"team": None}], [{"team": world.id_of("team")}]):
        words = {"title": "For all", "audience": audience}
        answer = send(world, "limited", "POST", "studio/stories/", **words)
        assert answer.status_code == 400, answer.content
    answer = send(world, "limited", "POST", "studio/stories/", title="Ours", owner_team=None)
    assert Story.objects.get(public_id=answer.json()["id"]).owner_team == world.other_team


def test_nobody_gives_a_role_to_the_wrong_persons_grant(world: World) -> None:
    address = reverse("revoke_role", args=[world.id_of("employee"), world.id_of("grant")])
    assert world.client("administrator").post(address, headers=FORM).status_code == 404
    path = f"people/{world.id_of('employee')}/roles/{world.id_of('grant')}/"
    assert send(world, "administrator", "DELETE", path).status_code == 404


def test_nobody_approves_his_own_story(world: World) -> None:
    RoleGrant.objects.create(
        person=world.people["curator"], role="approver", granted_at=world.named("review").created_at
    )
    address = reverse("approve_story", args=[world.id_of("review")])
    assert world.client("curator").post(address, {"version": "1"}, headers=FORM).status_code in {403, 422}
    answer = send(world, "curator", "POST", f"approvals/{world.id_of('review')}/approve/", version=1)
    assert answer.status_code in {400, 403}
    assert Story.objects.get(pk=world.named("review").pk).state == "review"


def test_open_session_ends_when_somebody_leaves(world: World, now: datetime) -> None:
    client = world.client("employee")
    assert client.get(reverse("today")).status_code == 200
    # Rows of their own: the rule marks the instance, and the world's is everybody's.
    employee, administrator = (Person.objects.get(pk=world.people[who].pk) for who in ("employee", "administrator"))
    people.deactivate(person=employee, by=administrator, now=now)
    assert client.get(reverse("today")).status_code == 302
    assert client.get("/api/v1/me/").status_code == 401
    assert send(world, "employee", "GET", "me/").status_code == 401
    people.reactivate(person=employee, by=administrator, now=now)
    assert world.client("employee").get(reverse("today")).status_code == 302


def test_open_session_loses_a_role_at_once(world: World) -> None:
    client = world.client("leader")
    assert client.get(reverse("report")).status_code == 200
    RoleGrant.objects.filter(person=world.people["leader"]).delete()
    assert client.get(reverse("report")).status_code == 403


def test_no_page_can_be_framed_or_kept(world: World) -> None:
    for line in (line for line in PAGES if line.method == "GET" and line.name != "media"):
        for who in ("anonymous", "administrator"):
            headers = ask(world, who, line).headers
            assert headers["X-Frame-Options"] == "DENY", line
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], line
            assert headers["X-Content-Type-Options"] == "nosniff", line
            assert "no-store" in headers["Cache-Control"], line
