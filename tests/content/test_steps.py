"""The steps on the way out: who is asked, in which order, and what happens when they change under a waiting story."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from pytest_django.asserts import assertNumQueries

from accounts import people, roles
from accounts.models import Notification, Person
from accounts.roles import Role
from content import approvals, guidance, manuscripts, steps, stories
from content.models import Approval, ApprovalStep, Story
from tests.accounts.factories import PersonFactory, RoleGrantFactory, TeamFactory
from tests.content.factories import ApprovalStepFactory, StoryFactory, TopicFactory

pytestmark = pytest.mark.django_db


def somebody(role=Role.APPROVER, **more):
    person = PersonFactory.create()
    RoleGrantFactory.create(person=person, role=role, **more)
    return person


def submitted(curator, now, **more):
    story = StoryFactory.create(author=curator, **more)
    return stories.submit(story=story, by=curator, now=now)


def test_path_asks_one_step_after_another(curator, approver, now):
    legal = somebody(Role.LEADER)
    first = ApprovalStepFactory.create(name="Facts")
    second = ApprovalStepFactory.create(name="Legal", role=Role.LEADER)
    story = submitted(curator, now)
    assert [(each.step, each.is_current) for each in steps.path(story=story)] == [(first, True), (second, False)]
    with pytest.raises(approvals.NotAsked, match="Facts"):
        stories.approve(story=story, by=legal, now=now)
    later = now + timedelta(hours=1)
    stories.approve(story=story, by=approver, note="Checked.", now=later)
    assert (story.state, story.approved_version) == ("review", None)
    done, asked = steps.path(story=story)
    assert (done.is_done, asked.is_current, asked.since, asked.people) == (True, True, later, (legal,))
    with pytest.raises(approvals.NotAsked, match="Legal"):
        stories.approve(story=story, by=approver, now=later)
    stories.approve(story=story, by=legal, now=later)
    assert (story.state, story.approved_version, story.waiting_version) == ("approved", 1, None)


def test_people_of_the_next_step_are_told_when_it_is_their_turn(curator, approver, now):
    legal = somebody(Role.LEADER)
    ApprovalStepFactory.create()
    ApprovalStepFactory.create(role=Role.LEADER)
    story = submitted(curator, now)
    assert not Notification.objects.filter(person=legal).exists()
    stories.approve(story=story, by=approver, now=now)
    assert "asks for your yes" in Notification.objects.get(person=legal).title
    assert "others are still asked" in Notification.objects.get(person=curator).title


def test_all_of_a_step_must_say_yes(curator, approver, now):
    second = somebody()
    ApprovalStepFactory.create(rule="all")
    story = submitted(curator, now)
    stories.approve(story=story, by=approver, now=now)
    assert story.waiting_version == 1
    assert approvals.waiting_for(person=approver) == []
    assert approvals.waiting_for(person=second) == [story]
    with pytest.raises(approvals.AlreadySaid):
        stories.approve(story=story, by=approver, now=now)
    stories.approve(story=story, by=second, now=now)
    assert story.state == "approved"


def test_named_people_alone_are_asked(curator, approver, now):
    named = somebody()
    ApprovalStepFactory.create(people=[named])
    story = submitted(curator, now)
    with pytest.raises(approvals.NotAsked):
        stories.approve(story=story, by=approver, now=now)
    stories.approve(story=story, by=named, now=now)
    assert story.state == "approved"


def test_step_of_a_topic_asks_only_for_stories_that_have_it(curator, approver, now):
    topic = TopicFactory.create()
    somebody(Role.OPERATIONS)
    step = ApprovalStepFactory.create(role=Role.OPERATIONS, topic=topic)
    other = submitted(curator, now)
    assert steps.path(story=other)[0].step is None
    stories.approve(story=other, by=approver, now=now)
    about = StoryFactory.create(author=curator)
    about.topics.add(topic)
    stories.submit(story=about, by=curator, now=now)
    assert steps.path(story=about)[0].step == step
    # The topic counts that the waiting version has, not the one that the columns have.
    words = replace(manuscripts.of_story(story=other), topics=(str(topic.public_id),))
    stories.change(story=other, manuscript=words, seen=other.revision, by=curator, now=now)
    assert steps.path(story=other)[0].step == step


def test_a_no_in_any_step_sends_back(curator, approver, now):
    legal = somebody(Role.LEADER)
    ApprovalStepFactory.create()
    step = ApprovalStepFactory.create(role=Role.LEADER)
    story = submitted(curator, now)
    stories.send_back(story=story, by=legal, note="The second line is wrong.", now=now)
    assert story.state == "draft"
    assert Approval.objects.get().step == step


def test_who_said_yes_cannot_say_no_in_the_same_step(curator, approver, now):
    somebody()
    ApprovalStepFactory.create(rule="all")
    story = submitted(curator, now)
    stories.approve(story=story, by=approver, now=now)
    with pytest.raises(approvals.NotAsked):
        stories.send_back(story=story, by=approver, note="No.", now=now)


def test_yes_for_another_step_than_the_page_showed_is_refused(curator, approver, now):
    first, second = ApprovalStepFactory.create(), ApprovalStepFactory.create()
    story = submitted(curator, now)
    stories.approve(story=story, by=approver, now=now, step=first.public_id)
    with pytest.raises(approvals.NotWaiting):
        stories.approve(story=story, by=approver, now=now, step=first.public_id)
    assert story.waiting_version == 1
    stories.approve(story=story, by=approver, now=now, step=second.public_id)
    assert story.state == "approved"


def test_submit_is_refused_when_a_step_has_nobody(curator, administrator, now):
    ApprovalStepFactory.create(name="Legal", role=Role.LEADER)
    story = StoryFactory.create(author=curator)
    with pytest.raises(steps.NobodyToAsk, match=f"“Legal”.*{administrator.name}"):
        stories.submit(story=story, by=curator, now=now)
    assert Story.objects.get().state == "draft"


def test_author_alone_in_a_step_does_not_count(curator, now):
    RoleGrantFactory.create(person=curator, role=Role.APPROVER)
    ApprovalStepFactory.create(people=[curator])
    story = StoryFactory.create(author=curator)
    with pytest.raises(steps.NobodyToAsk):
        stories.submit(story=story, by=curator, now=now)


def test_step_whose_only_approver_left_is_told_to_administrators_once(curator, approver, administrator, now):
    ApprovalStepFactory.create(name="Legal", people=[approver])
    story = submitted(curator, now)
    people.deactivate(person=approver, by=administrator, now=now)
    for _each in range(2):
        assert approvals.look_after(now=now) == 0
    told = Notification.objects.get(person=administrator)
    assert "Nobody can say yes" in told.title
    assert "Legal" in told.text
    asked = steps.current(steps.path(story=story))
    assert asked.people == ()
    assert administrator.name in steps.nobody_sentence(asked)


def test_retired_step_no_longer_blocks(curator, approver, administrator, now):
    second = ApprovalStepFactory.create(position=2, role=Role.LEADER)
    somebody(Role.LEADER)
    ApprovalStepFactory.create(position=1)
    story = submitted(curator, now)
    stories.approve(story=story, by=approver, now=now)
    assert approvals.look_after(now=now) == 0
    steps.retire(step=second, by=administrator, now=now)
    assert approvals.look_after(now=now) == 1
    story.refresh_from_db()
    assert (story.state, story.approved_version) == ("approved", 1)
    assert approvals.look_after(now=now) == 0


def test_all_steps_retired_still_need_a_second_person(curator, approver, administrator, now):
    step = ApprovalStepFactory.create()
    story = submitted(curator, now)
    steps.retire(step=step, by=administrator, now=now)
    assert approvals.look_after(now=now) == 0
    stories.approve(story=story, by=approver, now=now)
    assert story.state == "approved"


def test_added_step_is_asked_for_what_waits(curator, approver, administrator, now):
    legal = somebody(Role.LEADER)
    ApprovalStepFactory.create(position=1)
    story = submitted(curator, now)
    steps.add(name="Legal", role=Role.LEADER, rule="any", by=administrator, now=now)
    stories.approve(story=story, by=approver, now=now)
    assert story.state == "review"
    stories.approve(story=story, by=legal, now=now)
    assert story.state == "approved"


def test_new_approver_is_told_by_the_sweep(curator, approver, now):
    submitted(curator, now)
    late = somebody()
    approvals.look_after(now=now)
    approvals.look_after(now=now)
    assert Notification.objects.filter(person=late).count() == 1


def test_all_left_of_a_step_are_enough_when_somebody_leaves(curator, approver, administrator, now):
    leaving = somebody()
    ApprovalStepFactory.create(rule="all")
    story = submitted(curator, now)
    stories.approve(story=story, by=approver, now=now)
    people.deactivate(person=leaving, by=administrator, now=now)
    assert approvals.look_after(now=now) == 1
    story.refresh_from_db()
    assert story.state == "approved"


def test_sweep_lets_nothing_out_whose_end_has_passed(curator, approver, administrator, now):
    leaving = somebody()
    ApprovalStepFactory.create(rule="all")
    story = submitted(curator, now)
    stories.approve(story=story, by=approver, now=now)
    people.deactivate(person=leaving, by=administrator, now=now)
    assert approvals.look_after(now=now + timedelta(days=30)) == 0
    story.refresh_from_db()
    assert story.state == "review"


def test_approvers_of_another_team_are_not_asked(curator, now):
    near, far = TeamFactory.create(), TeamFactory.create()
    PersonFactory.create(team=near)
    inside, outside = somebody(team=near), somebody(team=far)
    ApprovalStepFactory.create(rule="all")
    story = StoryFactory.create(author=curator, owner_team=near, everybody=False)
    story.audience.create(team=near)
    stories.submit(story=story, by=curator, now=now)
    assert steps.path(story=story)[0].people == (inside,)
    assert approvals.waiting_for(person=outside) == []


def test_waiting_for_costs_the_same_for_many_stories(curator, approver, now):
    ApprovalStepFactory.create(rule="all")
    ApprovalStepFactory.create(role=Role.LEADER)
    somebody(Role.LEADER)
    submitted(curator, now)
    with assertNumQueries(11):
        approvals.waiting_for(person=Person.objects.get(pk=approver.pk))
    for _each in range(4):
        submitted(curator, now)
    with assertNumQueries(11):
        assert len(approvals.waiting_for(person=Person.objects.get(pk=approver.pk))) == 5


# -- who may change them


def test_rules_are_written_by_administrators_and_curators_of_the_company(
    curator, administrator, approver, other_team, now
):
    limited = somebody(Role.CURATOR, team=other_team)
    for person in (approver, limited):
        with pytest.raises(guidance.NotForThisRole):
            steps.add(name="Legal", role=Role.APPROVER, rule="any", by=person, now=now)
    for person in (curator, administrator):
        steps.add(name="Legal", role=Role.APPROVER, rule="any", by=person, now=now)
    assert [step.position for step in steps.active()] == [1, 2]


def test_change_names_only_who_holds_the_role(administrator, approver, employee, now):
    step = ApprovalStepFactory.create()
    with pytest.raises(steps.NotInTheRole, match=employee.name):
        steps.change(step=step, name="Legal", role="approver", rule="all", people=[employee], by=administrator, now=now)
    steps.change(step=step, name="Legal", role="approver", rule="all", people=[approver], by=administrator, now=now)
    assert (step.name, step.rule, list(step.people.all())) == ("Legal", "all", [approver])


def test_move_changes_places_and_stays_at_the_ends(administrator, now):
    first, second, third = (ApprovalStepFactory.create(position=1) for _each in range(3))
    steps.move(step=third, earlier=True, by=administrator, now=now)
    assert steps.active() == [first, third, second]
    steps.move(step=first, earlier=True, by=administrator, now=now)
    assert steps.active() == [first, third, second]
    steps.move(step=first, earlier=False, by=administrator, now=now)
    assert [(step, step.position) for step in steps.active()] == [(third, 1), (first, 2), (second, 3)]


def test_retire_and_restore_once(administrator, now):
    step = ApprovalStepFactory.create()
    steps.retire(step=step, by=administrator, now=now)
    for refused in (
        lambda: steps.retire(step=step, by=administrator, now=now),
        lambda: steps.move(step=step, earlier=True, by=administrator, now=now),
        lambda: steps.change(step=step, name="x", role="approver", rule="any", by=administrator, now=now),
    ):
        with pytest.raises(steps.NoSuchStep):
            refused()
    steps.restore(step=step, by=administrator, now=now)
    assert steps.active() == [step]
    with pytest.raises(steps.NoSuchStep):
        steps.restore(step=step, by=administrator, now=now)


def test_seats_follow_the_steps(approver, employee, leader, operations):
    assert [steps.seats(person=each) for each in (approver, employee, leader)] == [["approver"], [], []]
    ApprovalStepFactory.create(role=Role.LEADER)
    ApprovalStepFactory.create(role=Role.OPERATIONS, people=[somebody(Role.OPERATIONS)])
    assert [steps.seats(person=each) for each in (leader, operations)] == [["leader"], []]


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rule", ["any", "all"])
def test_two_approvers_at_once_approve_once(company, now, rule):
    curator, both = somebody(Role.CURATOR), [somebody(), somebody()]
    ApprovalStepFactory.create(rule=rule)
    story = submitted(curator, now)
    barrier = threading.Barrier(2)
    refused: list[Exception] = []

    def say_yes(person):
        held = Story.objects.get(pk=story.pk)
        barrier.wait()
        try:
            stories.approve(story=held, by=person, now=now)
        except (approvals.NotWaiting, PermissionDenied) as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=say_yes, args=(person,)) for person in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    story.refresh_from_db()
    assert (story.state, story.approved_version) == ("approved", 1)
    assert Approval.objects.count() == (1 if rule == "any" else 2)
    assert len(refused) == (1 if rule == "any" else 0)
    assert roles.people_with(role=Role.APPROVER) == both
    assert ApprovalStep.objects.count() == 1
