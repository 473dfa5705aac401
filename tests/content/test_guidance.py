"""The studio's rules: topics, disclosures and blocked terms, as rules and as pages."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import AuditEntry
from content import blocked_terms, disclosures, guidance, stories, topics
from content.models import ApprovalStep, BlockedTerm, Disclosure, Topic
from tests.accounts.factories import PersonFactory, RoleGrantFactory
from tests.content.factories import (
    ApprovalStepFactory,
    BlockedTermFactory,
    DisclosureFactory,
    RemarkFactory,
    StoryFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    task = type("Task", (), {"delay_on_commit": staticmethod(lambda: None)})
    monkeypatch.setattr("content.views.guidance.look_after_approvals", task)


@pytest.fixture
def limited(other_team):
    person = PersonFactory.create()
    RoleGrantFactory.create(person=person, role="curator", team=other_team)
    return person


def test_topics_have_one_name_each(administrator, now):
    topic = topics.add(name=" Night  trains ", by=administrator, now=now)
    assert topic.name == "Night trains"
    with pytest.raises(topics.NameTaken):
        topics.add(name="night TRAINS", by=administrator, now=now)
    other = topics.add(name="Depots", by=administrator, now=now)
    with pytest.raises(topics.NameTaken):
        topics.rename(topic=other, name="Night trains", by=administrator, now=now)
    topics.rename(topic=other, name="DEPOTS", by=administrator, now=now)
    topics.retire(topic=other, by=administrator, now=now)
    with pytest.raises(topics.NoSuchTopic):
        topics.retire(topic=other, by=administrator, now=now)
    topics.restore(topic=other, by=administrator, now=now)
    assert AuditEntry.objects.count() == 5


def test_disclosure_of_a_market_is_set_once_and_changed(administrator, company, now):
    added = disclosures.add(region="North", language="en", text="I work here.", by=administrator, now=now)
    with pytest.raises(disclosures.MarketTaken):
        disclosures.add(region="North", language="en", text="Again.", by=administrator, now=now)
    disclosures.change(disclosure=added, text="I work there.", by=administrator, now=now)
    assert disclosures.of(region="North", language="en", company=company) == "I work there."
    disclosures.remove(disclosure=added, by=administrator, now=now)
    disclosures.remove(disclosure=added, by=administrator, now=now)
    assert disclosures.of(region="North", language="en", company=company) == company.disclosure
    assert AuditEntry.objects.filter(action="disclosures.remove").count() == 1


def test_term_is_listed_once(administrator, now):
    term = blocked_terms.add(term="always", language="", reason="Nobody can.", by=administrator, now=now)
    with pytest.raises(blocked_terms.TermTaken):
        blocked_terms.add(term="Always", language="en", reason="x", by=administrator, now=now)
    blocked_terms.change(term=term, reason="Really.", by=administrator, now=now)
    assert BlockedTerm.objects.get().reason == "Really."
    blocked_terms.remove(term=term, by=administrator, now=now)
    assert not BlockedTerm.objects.exists()


def test_rules_refuse_who_sees_them_only(limited, now):
    for refused in (
        lambda: topics.add(name="x", by=limited, now=now),
        lambda: disclosures.add(region="", language="en", text="x", by=limited, now=now),
        lambda: blocked_terms.add(term="x", language="", reason="x", by=limited, now=now),
    ):
        with pytest.raises(guidance.NotForThisRole):
            refused()


def test_limited_curator_sees_and_does_not_change(client_of, limited):
    client = client_of(limited)
    ApprovalStepFactory.create(name="Legal")
    page = client.get("/studio/rules/")
    assertContains(page, "Legal")
    assertNotContains(page, "Add the step")
    assert client.post("/studio/rules/", {"name": "x", "role": "approver", "rule": "any"}).status_code == 403


def test_step_is_added_with_people_and_refused_with_strangers(client_of, administrator, approver):
    client = client_of(administrator)
    sent = {"name": "Legal", "role": "approver", "rule": "all", "people": "stranger@northwind.example", "topic": ""}
    page = client.post("/studio/rules/", sent)
    assertContains(page, "stranger@northwind.example", status_code=422)
    assert client.post("/studio/rules/", {**sent, "people": approver.email.upper()}).status_code == 302
    step = ApprovalStep.objects.get()
    assert list(step.people.all()) == [approver]
    assertContains(client.get(f"/studio/rules/steps/{step.public_id}/"), approver.email)
    client.post(f"/studio/rules/steps/{step.public_id}/retire/")
    assertContains(client.get("/studio/rules/"), "One retired step")


@pytest.mark.parametrize(
    ("part", "factory", "model", "again"),
    [
        ("disclosures", DisclosureFactory, Disclosure, ("region", "language", "text")),
        ("terms", BlockedTermFactory, BlockedTerm, ("term", "language", "reason")),
    ],
)
def test_what_was_taken_away_can_be_brought_back(client_of, administrator, part, factory, model, again):
    PersonFactory.create(region="North")
    row = factory.create()
    client = client_of(administrator)
    page = client.post(f"/studio/rules/{part}/{row.public_id}/remove/", follow=True)
    assertContains(page, "Bring it back")
    assert not model.objects.exists()
    assertNotContains(client.get(f"/studio/rules/{part}/"), "Bring it back")
    client.post(f"/studio/rules/{part}/", {name: getattr(row, name) for name in again})
    assert model.objects.count() == 1


def test_wrong_words_stay_where_they_were_typed(client_of, administrator):
    topic, other = TopicFactory.create(name="Depots"), TopicFactory.create(name="Safety")
    page = client_of(administrator).post(f"/studio/rules/topics/{topic.public_id}/rename/", {"name": "safety"})
    assertContains(page, 'value="safety"', status_code=422)
    assert Topic.objects.get(pk=topic.pk).name == "Depots"
    assert other.name == "Safety"


def test_pages_cost_the_same_for_many_rows(client_of, administrator, django_assert_max_num_queries):
    for _each in range(60):
        TopicFactory.create()
        BlockedTermFactory.create()
    for _each in range(8):
        ApprovalStepFactory.create()
    client = client_of(administrator)
    for path in ("", "topics/", "disclosures/", "terms/?q=guar"):
        with django_assert_max_num_queries(16):
            assert client.get(f"/studio/rules/{path}").status_code == 200


def test_approval_page_costs_the_same_with_many_steps_and_answers(
    client_of, curator, approver, django_assert_max_num_queries, now
):

    first = ApprovalStepFactory.create(rule="all")
    second = PersonFactory.create()
    RoleGrantFactory.create(person=second, role="approver")
    for _each in range(5):
        ApprovalStepFactory.create()
    story = StoryFactory.create(author=curator)
    stories.submit(story=story, by=curator, now=now)
    stories.approve(story=story, by=second, now=now, step=first.public_id)
    for _each in range(6):
        RemarkFactory.create(story=story)
    StoryFactory.create_batch(5, review=True)
    client = client_of(approver)
    for path in (f"/approvals/{story.public_id}/", "/approvals/"):
        with django_assert_max_num_queries(45):
            assert client.get(path).status_code == 200
