"""What people and other sites wrote is shown, and never run."""

import json

import pytest
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse

from accounts.models import CompanySettings, Person, Team
from advocacy.models import Conversation, ConversationTurn, Draft, Feedback, SavedSearch, Share
from content.models import (
    ApprovalStep,
    BlockedTerm,
    Campaign,
    Caption,
    Disclosure,
    Feed,
    FeedEntry,
    Idea,
    Objective,
    Preview,
    QuietDay,
    Remark,
    Story,
    StoryTemplate,
    StoryVersion,
    Topic,
)
from tests.access.strangers import send
from tests.access.tables import PAGES
from tests.access.test_pages import ask
from tests.access.world import World

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
TOLD_BY = (Story, Caption, Conversation, ConversationTurn, Feedback, Share, Person, Team, CompanySettings, Objective)
RULED_BY = (ApprovalStep, BlockedTerm, Disclosure, Draft, Idea, QuietDay, Remark, SavedSearch, StoryTemplate, Topic)
READ_FROM = (Campaign, Feed, FeedEntry, Preview)
KEPT = {"url", "final_url", "thread_url", "permalink", "language", "time_zone", "path", "email", "password", "colour"}


def fill_with_scripts() -> None:
    """Put the script into every text of every row that people or other sites write."""
    for model in (*TOLD_BY, *RULED_BY, *READ_FROM):
        texts = [
            field
            for field in model._meta.get_fields()
            if isinstance(field, CharField | TextField) and not field.choices and field.name not in KEPT
        ]
        for number, row in enumerate(model.objects.all()):
            wanted = {
                field.name: f"{number}{SCRIPT}"[: field.max_length]
                for field in texts
                if not field.unique and field.max_length != 3
            }
            if "pen_name" in wanted:
                wanted["pen_name"] = f"{row.pk}<script>"
            model.objects.filter(pk=row.pk).update(**wanted)
    for version in StoryVersion.objects.all():
        said = {
            name: SCRIPT if name in {"title", "summary", "value_reader"} else value
            for name, value in version.said.items()
        }
        StoryVersion.objects.filter(pk=version.pk).update(said=said)


@pytest.mark.parametrize("who", ["employee", "curator", "approver", "leader", "operations", "administrator"])
def test_no_page_runs_what_somebody_wrote(world: World, who: str) -> None:
    fill_with_scripts()
    person = world.people[who]
    person.notifications.create(
        key="x", title=SCRIPT, text=SCRIPT, path="/", created_at=person.joined_at, next_attempt_at=person.joined_at
    )
    lines = [line for line in PAGES if line.method == "GET" and line.expected(who) == 200 and line.name != "my_data"]
    shown = 0
    for line in lines:
        answer = ask(world, who, line)
        assert answer.status_code == 200
        if not answer["Content-Type"].startswith(("text/html", "image/svg")):
            # A file is no page, whatever stands in it: a browser saves it, or takes it for what it is called.
            assert answer["X-Content-Type-Options"] == "nosniff", line
            is_saved = answer.get("Content-Disposition", "").startswith("attachment")
            assert is_saved or answer["Content-Type"] in {"image/png", "application/json"}, line
            continue
        page = answer.content.decode()
        for part in ("<script>alert", "<img src=x", "\"'><"):
            assert part not in page, (str(line), page[max(0, page.find(part) - 200) :][:400])
        shown += page.count("&lt;script&gt;")
    assert shown > 10


def test_no_card_of_a_link_runs_what_somebody_wrote(world: World) -> None:
    fill_with_scripts()
    address = reverse("link_gone", args=[world.named("link").code])
    card = Client().get(address, headers={"User-Agent": "LinkedInBot/1.0"})
    assert card.status_code == 200
    assert "&lt;script&gt;" in card.content.decode()
    assert "<script>" not in card.content.decode()
    assert "default-src 'none'" in card.headers["Content-Security-Policy"]


def test_what_is_taken_home_is_a_file_and_no_page(world: World) -> None:
    fill_with_scripts()
    answer = world.client("employee").get(reverse("my_data"))
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    said = answer.content.decode()
    assert json.loads(said)["accounts"]["person"]["email"] == "employee@northwind.example"
    assert not any(word in said for word in ("digest", "password", "outsider@", "curator@"))


@pytest.mark.parametrize("colour", ["red;}", "#12345", "#1234567", "#12345g", "url(//evil.example)", "#123456\n"])
def test_company_colour_is_a_colour(world: World, colour: str) -> None:
    settings = {
        "name": "N", "short_name": "", "domains": [], "currency": "EUR", "time_zone": "Europe/Berlin",
        "disclosure": "", "policy": "",
    }  # fmt: skip
    answer = send(world, "administrator", "PUT", "company/", colour=colour, **settings)
    assert answer.status_code == 400 or answer.json()["colour"] == "#123456"
