"""Every page and endpoint of this room, by role: who gets in, who is refused, who learns nothing."""

import pytest
from django.db import transaction

from content import urls
from tests.content.factories import (
    ApprovalStepFactory,
    BlockedTermFactory,
    DisclosureFactory,
    FeedEntryFactory,
    FeedFactory,
    ObjectiveFactory,
    PreviewFactory,
    RemarkFactory,
    StoryFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

CURATORS, APPROVERS, PLANNERS = {"curator"}, {"approver"}, {"curator", "leader"}
RULES = {"curator", "administrator"}
EVERYBODY = ("employee", "curator", "approver", "leader", "operations", "administrator")

# name → (method, who gets in). What a person gets in to may still refuse what he sends; it never answers 403 or 404.
PAGES = {
    "studio": ("get", CURATORS),
    "start_story": ("post", CURATORS),
    "preview": ("get", CURATORS),
    "make_story": ("post", CURATORS),
    "stories": ("get", CURATORS),
    "edit_story": ("get", CURATORS),
    "look_story": ("post", CURATORS),
    "keep_story": ("post", CURATORS),
    "story_versions": ("get", CURATORS),
    "begin_again": ("post", CURATORS),
    "discard_change": ("post", CURATORS),
    "bring_words_back": ("post", CURATORS),
    "submit_story": ("post", CURATORS),
    "withdraw_story": ("post", CURATORS),
    "retract_story": ("post", CURATORS | APPROVERS),
    "feeds": ("get", CURATORS),
    "add_feed": ("post", CURATORS),
    "stop_feed": ("post", CURATORS),
    "check_feed": ("post", CURATORS),
    "take_entry": ("post", CURATORS),
    "dismiss_entry": ("post", CURATORS),
    "restore_entry": ("post", CURATORS),
    "objectives": ("get", PLANNERS),
    "objective": ("get", PLANNERS),
    "add_milestone": ("post", CURATORS),
    "add_measurement": ("post", CURATORS),
    "start_campaign": ("post", CURATORS),
    "studio_rules": ("get", RULES),
    "edit_step": ("get", RULES),
    "move_step": ("post", RULES),
    "retire_step": ("post", RULES),
    "restore_step": ("post", RULES),
    "studio_topics": ("get", RULES),
    "rename_topic": ("post", RULES),
    "retire_topic": ("post", RULES),
    "restore_topic": ("post", RULES),
    "studio_disclosures": ("get", RULES),
    "change_disclosure": ("post", RULES),
    "remove_disclosure": ("post", RULES),
    "studio_terms": ("get", RULES),
    "change_term": ("post", RULES),
    "remove_term": ("post", RULES),
    "approvals": ("get", APPROVERS),
    "approval": ("get", CURATORS | APPROVERS),
    "add_remark": ("post", CURATORS | APPROVERS),
    "settle_remark": ("post", CURATORS),
    "reopen_remark": ("post", CURATORS),
    "approve_story": ("post", APPROVERS),
    "send_back_story": ("post", APPROVERS),
}
ENDPOINTS = {
    "api_studio_stories": ("get", CURATORS),
    "api_studio_story": ("get", CURATORS),
    "api_story_versions": ("get", CURATORS),
    "api_story_difference": ("get", CURATORS),
    "api_begin_again": ("post", CURATORS),
    "api_change_in_work": ("get", CURATORS),
    "api_bring_words_back": ("post", CURATORS),
    "api_submit_story": ("post", CURATORS),
    "api_withdraw_story": ("post", CURATORS),
    "api_retract_story": ("post", CURATORS | APPROVERS),
    "api_approvals": ("get", APPROVERS),
    "api_approval": ("get", CURATORS | APPROVERS),
    "api_add_remark": ("post", CURATORS | APPROVERS),
    "api_settle_remark": ("post", CURATORS),
    "api_reopen_remark": ("post", CURATORS),
    "api_steps": ("get", RULES),
    "api_step": ("put", RULES),
    "api_move_step": ("post", RULES),
    "api_retire_step": ("post", RULES),
    "api_restore_step": ("post", RULES),
    "api_topics": ("get", RULES),
    "api_topic": ("put", RULES),
    "api_retire_topic": ("post", RULES),
    "api_restore_topic": ("post", RULES),
    "api_disclosures": ("get", RULES),
    "api_disclosure": ("put", RULES),
    "api_blocked_terms": ("get", RULES),
    "api_blocked_term": ("put", RULES),
    "api_approve_story": ("post", APPROVERS),
    "api_send_back_story": ("post", APPROVERS),
    "api_previews": ("post", CURATORS),
    "api_preview": ("get", CURATORS),
    "api_make_story": ("post", CURATORS),
    "api_feeds": ("get", CURATORS),
    "api_stop_feed": ("post", CURATORS),
    "api_check_feed": ("post", CURATORS),
    "api_entries": ("get", CURATORS),
    "api_take_entry": ("post", CURATORS),
    "api_dismiss_entry": ("post", CURATORS),
    "api_restore_entry": ("post", CURATORS),
    "api_objectives": ("get", PLANNERS),
    "api_objective": ("get", PLANNERS),
    "api_milestones": ("post", CURATORS),
    "api_measurements": ("post", CURATORS),
    "api_campaigns": ("post", CURATORS),
}

# Who was signed out while he wrote gets his words back instead of an empty sign-in page.
WORDS_SURVIVE = {"keep_story", "submit_story"}


@pytest.fixture
def address(request, curator, monkeypatch):
    """The address of a name, with rows of its own behind it."""
    task = type("Task", (), {"delay_on_commit": staticmethod(lambda: None)})
    for place, name in (
        ("views.studio", "read_waiting_previews"),
        ("views.feeds", "check_due_feeds"),
        ("views.approvals", "turn_stories"),
        ("views.guidance", "look_after_approvals"),
        ("api.intake", "read_waiting_previews"),
        ("api.intake", "check_due_feeds"),
        ("api.approvals", "turn_stories"),
        ("api.guidance", "look_after_approvals"),
    ):
        monkeypatch.setattr(f"content.{place}.{name}", task)
    topic = TopicFactory.create()
    keys = {
        "story_id": StoryFactory.create(review=True).public_id,
        "preview_id": PreviewFactory.create(asked_by=curator).public_id,
        "feed_id": FeedFactory.create().public_id,
        "entry_id": FeedEntryFactory.create().public_id,
        "objective_id": ObjectiveFactory.create().public_id,
        "remark_id": RemarkFactory.create().public_id,
        "step_id": ApprovalStepFactory.create(topic=topic).public_id,
        "topic_id": topic.public_id,
        "disclosure_id": DisclosureFactory.create().public_id,
        "term_id": BlockedTermFactory.create().public_id,
    }

    def of(name):
        route = next(str(each.pattern) for each in (*urls.pages, *urls.api) if each.name == name)
        for key, value in keys.items():
            route = route.replace(f"<uuid:{key}>", str(value)).replace("<int:number>", "1")
        return f"/api/v1/{route}" if name.startswith("api_") else f"/{route}"

    return of


@pytest.fixture
def people(request):
    return {role: request.getfixturevalue(role) for role in EVERYBODY}


def answers(clients, method, path):
    """Ask as each, and undo whatever came of it, so that the next one finds the same rows."""
    for who, client in clients.items():
        with transaction.atomic():
            answer = getattr(client, method)(path)
            transaction.set_rollback(True)
        yield who, answer


@pytest.mark.parametrize("name", PAGES)
def test_page_by_role(people, client_of, address, name):
    method, accepted = PAGES[name]
    clients = {role: client_of(person) for role, person in people.items()}
    found = {role: answer.status_code for role, answer in answers(clients, method, address(name))}
    assert {role: got for role, got in found.items() if role in accepted and got not in {200, 302, 409, 422}} == {}
    assert {role: got for role, got in found.items() if role not in accepted and got != 403} == {}


def test_page_for_nobody_and_for_who_left(client, client_of, leaver, address):
    for each in (client, client_of(leaver)):
        for name, (method, _accepted) in PAGES.items():
            answer = getattr(each, method)(address(name))
            if answer.status_code == 401 and name in WORDS_SURVIVE:
                continue
            assert answer.status_code == 302, name
            assert answer.url.startswith("/accounts/login/"), name


@pytest.mark.parametrize("name", ENDPOINTS)
def test_endpoint_by_role(people, api_of, address, name):
    method, accepted = ENDPOINTS[name]
    clients = {role: api_of(person) for role, person in people.items()}
    found = dict(answers(clients, method, address(name)))
    let_in = {role: answer.status_code for role, answer in found.items() if role in accepted}
    assert {role: got for role, got in let_in.items() if got not in {200, 201, 202, 400}} == {}
    refused = {role: answer for role, answer in found.items() if role not in accepted}
    assert {role: answer.status_code for role, answer in refused.items() if answer.status_code != 403} == {}
    assert all(answer.json()["error"]["message"] for answer in refused.values())


def test_endpoint_for_nobody(client, address):
    found = {name: getattr(client, method)(address(name)).status_code for name, (method, _who) in ENDPOINTS.items()}
    assert {name: got for name, got in found.items() if got not in {401, 403}} == {}


def test_page_that_changes_something_changes_nothing_by_looking(client_of, curator, approver, address):
    found = {}
    for name, (method, accepted) in PAGES.items():
        if method == "post":
            found[name] = client_of(approver if accepted == APPROVERS else curator).get(address(name)).status_code
    assert {name: got for name, got in found.items() if got != 302} == {}


def test_a_preview_is_its_askers_alone(client_of, api_of, curator, address):
    other = PreviewFactory.create()
    assert client_of(curator).get(f"/studio/previews/{other.public_id}/").status_code == 404
    assert client_of(curator).post(f"/studio/previews/{other.public_id}/story/").status_code == 404
    assert api_of(curator).get(f"/api/v1/previews/{other.public_id}/").status_code == 404
