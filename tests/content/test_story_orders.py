"""No order of what people do puts words out that were not approved, in every step that held when they went out."""

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Person, RoleGrant
from accounts.roles import Role
from content import approvals, bulk, manuscripts, moves, steps, stories, versions, working_copies
from content.models import Approval, BulkAction, Story, StoryVersion, Topic
from tests.accounts.factories import CompanyFactory, PersonFactory, RoleGrantFactory
from tests.content.factories import NOW, ApprovalStepFactory, StoryFactory

pytestmark = pytest.mark.django_db
WHO, CURATORS, APPROVERS = st.integers(0, 3), st.integers(0, 1), st.integers(1, 3)
END = NOW + timedelta(days=9)
REFUSED = (ValidationError, PermissionDenied)
OVER = {"ended": {"ended", "retracted"}, "retracted": {"retracted"}}


class Orders(RuleBasedStateMachine):
    """Two curators, three approvers (one person is both), two steps that come and go, one story."""

    def __init__(self):
        super().__init__()
        self.now = NOW
        self.count = 0
        self.is_turning = False
        self.together = []  # what was done to many at once, and could be undone

    @initialize(rule_of_first=st.sampled_from(["any", "all"]), is_stepped=st.booleans())
    def begin(self, rule_of_first, is_stepped):
        CompanyFactory.create()
        self.people = [PersonFactory.create() for _each in range(4)]
        for person in self.people[:2]:
            RoleGrantFactory.create(person=person, role=Role.CURATOR)
        for person in self.people[1:]:
            RoleGrantFactory.create(person=person, role=Role.APPROVER)
        self.keeper = PersonFactory.create()
        RoleGrantFactory.create(person=self.keeper, role=Role.ADMINISTRATOR)
        self.steps = [
            ApprovalStepFactory.create(position=1, rule=rule_of_first),
            ApprovalStepFactory.create(position=2, people=[self.people[3]]),
        ]
        if not is_stepped:
            for step in self.steps:
                steps.retire(step=step, by=self.keeper, now=self.now)
        self.topic = Topic.objects.create(name="Night trains")
        self.key = StoryFactory.create(author=self.people[0], goes_live_at=None, expires_at=END).pk
        self.last = self.story()

    def story(self):
        return Story.objects.get(pk=self.key)

    def act(self, work):
        """Do it, and look whether a version came out: then every step that holds now must have its yes.

        What is over stays over, and nothing that a person does makes a story begin: only its time does.
        """
        before = self.last
        with contextlib.suppress(*REFUSED), transaction.atomic():
            work()
        after = self.last = self.story()
        assert after.state in OVER.get(before.state, {after.state})
        assert before.state == "live" or after.state != "live" or self.is_turning
        if after.approved_version != before.approved_version:
            assert after.approved_version == before.waiting_version
            self.require_every_yes(after, after.approved_version)

    def require_every_yes(self, story, number):
        version = StoryVersion.objects.get(story=story, number=number)
        writers = {story.author_id, version.by_id}
        said = [
            (answer.step_id, answer.by_id)
            for answer in Approval.objects.filter(story=story, version=number, decision="approved")
        ]
        assert said
        assert not {by for _step, by in said} & writers
        for step in steps.active():
            yes = {by for at, by in said if at == step.pk}
            assert yes, f"no yes in {step}"
            if step.rule == "all":
                holders = RoleGrant.objects.filter(role=step.role, person__in=Person.objects.present())
                assert set(holders.values_list("person_id", flat=True)) - writers <= yes

    # Nothing touches the story but what is done in `act`; these are asked before every rule.
    def waits(self):
        return self.last.waiting_version is not None

    def is_out(self):
        return self.last.state in {"approved", "live"}

    @rule(who=CURATORS)
    def ask(self, who):
        self.ask_now(self.people[who])

    def ask_now(self, by):
        story = self.story()
        self.count += 1
        words = replace(manuscripts.newest(story=story), title=f"Title {self.count}")
        if story.state == "draft":
            self.act(lambda: stories.submit(story=story, by=by, now=self.now))
        else:
            self.act(lambda: stories.change(story=story, manuscript=words, seen=story.revision, by=by, now=self.now))

    @rule(who=CURATORS, save=st.sampled_from([stories.edit, stories.save, stories.change]))
    def write(self, who, save):
        story = self.story()
        self.count += 1
        words = working_copies.newest(story=story, copy=working_copies.of(story=story))
        words = replace(words, title=f"Title {self.count}")
        by = self.people[who]
        self.act(lambda: save(story=story, manuscript=words, seen=story.revision, by=by, now=self.now))

    @precondition(waits)
    @rule(who=APPROVERS)
    def approve(self, who):
        self.act(lambda: stories.approve(story=self.story(), by=self.people[who], now=self.now))

    @rule(who=CURATORS, order=st.permutations([1, 2, 3]), hours=st.none() | st.integers(1, 30))
    def ask_everybody(self, who, order, hours):
        if hours:
            self.give_day(who, hours)
        if not self.waits():
            self.ask_now(self.people[who])
        for approver in (*order, *order):
            self.act(lambda by=self.people[approver]: stories.approve(story=self.story(), by=by, now=self.now))

    @precondition(waits)
    @rule(who=APPROVERS)
    def approve_what_was_seen_before(self, who):
        seen = self.story()
        self.act(lambda: stories.withdraw(story=self.story(), by=self.people[0], now=self.now))
        self.ask_now(self.people[0])
        number = seen.waiting_version
        self.act(lambda: stories.approve(story=self.story(), by=self.people[who], now=self.now, version=number))

    @precondition(waits)
    @rule(who=WHO, is_yes=st.booleans())
    def take_back_or_send_back(self, who, is_yes):
        by = self.people[who]
        if is_yes:
            self.act(lambda: stories.withdraw(story=self.story(), by=by, now=self.now))
        else:
            self.act(lambda: stories.send_back(story=self.story(), by=by, note="No.", now=self.now))

    @rule(who=WHO, what=st.sampled_from([stories.submit, stories.withdraw, stories.approve]))
    def do_what_does_not_fit(self, who, what):
        self.act(lambda: what(story=self.story(), by=self.people[who], now=self.now))

    @rule(which=st.integers(0, 1))
    def retire_or_restore(self, which):
        step = self.steps[which]
        step.refresh_from_db()
        turn = steps.restore if step.retired_at else steps.retire
        self.act(lambda: turn(step=step, by=self.keeper, now=self.now))

    @rule(hours=st.integers(1, 40))
    def turn(self, hours):
        self.now += timedelta(hours=hours)
        self.is_turning = True
        self.act(lambda: stories.turn(now=self.now))
        self.is_turning = False

    @rule()
    def look_after(self):
        self.act(lambda: approvals.look_after(now=self.now))

    @precondition(is_out)
    @rule(who=WHO, chance=st.integers(0, 2))
    def retract(self, who, chance):
        if not chance:
            self.act(lambda: stories.retract(story=self.story(), by=self.people[who], reason="Wrong.", now=self.now))

    @precondition(lambda self: self.last.version)
    @rule(who=CURATORS, number=st.integers(1, 3))
    def begin_again(self, who, number):
        by = self.people[who]
        self.act(lambda: versions.begin_again(story=self.story(), number=number, by=by, now=self.now))

    @precondition(is_out)
    @rule(who=CURATORS, is_back=st.booleans())
    def throw_away_or_bring_back(self, who, is_back):
        turn = versions.bring_back if is_back else working_copies.discard
        self.act(lambda: turn(story=self.story(), by=self.people[who], now=self.now))

    @rule(who=CURATORS, hours=st.integers(-20, 60))
    def give_a_day(self, who, hours):
        self.give_day(who, hours)

    def give_day(self, who, hours):
        story = self.story()
        begins, by = self.now + timedelta(hours=hours), self.people[who]
        days = {"goes_live_at": begins, "expires_at": END}
        self.act(lambda: moves.move(story=story, **days, seen=story.revision, by=by, now=self.now))

    @rule(who=CURATORS, action=st.sampled_from(["submit", "withdraw", "move", "topic", "discard"]))
    def act_on_many(self, who, action):
        def many():
            said = {"days": 1, "topic": self.topic}
            done = bulk.do(action=action, chosen=[self.story()], by=self.people[who], now=self.now, **said)
            self.together.append((done.pk, who))

        self.act(many)

    @precondition(lambda self: self.together)
    @rule()
    def undo_what_was_done_to_many(self):
        key, who = self.together.pop()
        entry = BulkAction.objects.get(pk=key)
        self.act(lambda: bulk.undo(entry=entry, by=self.people[who], now=self.now))

    @invariant()
    def says_only_what_was_approved(self):
        if not hasattr(self, "key"):
            return
        story = self.story()
        assert story.discarded_at is None or story.state == "draft"
        if story.state in {"draft", "review"}:
            assert story.approved_version is None
            return
        version = StoryVersion.objects.get(story=story, number=story.approved_version)
        out, said = manuscripts.of_story(story=story), manuscripts.from_json(version.said)
        assert replace(out, goes_live_at=None) == replace(said, goes_live_at=None)
        if story.state == "live":
            assert story.goes_live_at <= story.went_live_at <= self.now
        if story.state == "approved" and said.goes_live_at is not None:
            assert story.goes_live_at == said.goes_live_at


def test_no_order_puts_words_out_that_were_not_approved_in_every_step(db):
    class InATransaction(Orders):
        def __init__(self):
            super().__init__()
            self.open = transaction.atomic()
            self.open.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.open.__exit__(None, None, None)

    run_state_machine_as_test(
        InATransaction,
        settings=settings(
            max_examples=30,
            stateful_step_count=24,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
