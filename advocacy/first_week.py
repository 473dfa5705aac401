"""The first week: for each role a few steps that are read off what a person has really done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import (
    BrandFollowers,
    CompanySettings,
    LessonRead,
    Person,
    PolicyAcknowledgement,
    RoleGrant,
    Team,
)
from advocacy.models import Claim, ConversationTurn, Feedback, Reading, Share
from content.models import Approval, Campaign, Interest, Measurement, Milestone, Objective, Story

EMPLOYEE = "employee"
PATHS = (EMPLOYEE, *RoleGrant.Role.values)
NEW = timedelta(days=30)  # for so long somebody is shown the steps without asking for them


@dataclass(frozen=True)
class Step:
    """`say` is what to do, as a link; `why` one more sentence; `href` where it is done."""

    say: str
    why: str
    href: str
    is_done: bool


@dataclass(frozen=True)
class Path:
    """The steps of one role, in their order. `is_new`: the person, or the role, has been here for a short time only."""

    role: str
    title: str
    steps: list[Step]
    is_new: bool

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.is_done), None)


def paths(*, person: Person, roles: list[str], company: CompanySettings, now: datetime) -> list[Path]:
    """This will give the paths of these roles, `EMPLOYEE` among them, in the order of PATHS.

    A step is done when the row that it leaves behind is there: nobody ticks anything off. What the whole company needs
    once (an objective, a policy) is done whoever did it. Source: one query over the facts of the roles that are asked.
    """
    wanted = [role for role in PATHS if role in roles]
    names = {name for role in wanted for name, _say, _why, _href in _steps(role, company)}
    facts = _facts(version=company.policy_version)
    fresh = {
        f"new_{role}": Exists(RoleGrant.objects.filter(person=OuterRef("pk"), role=role, granted_at__gte=now - NEW))
        for role in wanted
        if role != EMPLOYEE
    }
    known = {name: facts[name] for name in names if name in facts}
    row = Person.objects.filter(pk=person.pk).annotate(**known, **fresh).values(*known, *fresh, "joined_at").get()
    row["wrote_policy"] = bool(company.policy)
    return [
        Path(
            role=role,
            title=_title(role),
            steps=[
                Step(say=say, why=why, href=href, is_done=row[name]) for name, say, why, href in _steps(role, company)
            ],
            is_new=row["joined_at"] >= now - NEW if role == EMPLOYEE else row[f"new_{role}"],
        )
        for role in wanted
    ]


def close(*, person: Person, now: datetime) -> None:
    """This will show a person the steps no more, except on their own page. Safe to repeat: the first time stands."""
    Person.objects.filter(pk=person.pk, first_week_closed_at=None).update(first_week_closed_at=now)
    person.refresh_from_db(fields=("first_week_closed_at",))


def reopen(*, person: Person) -> None:
    """This will undo that. Safe to repeat."""
    Person.objects.filter(pk=person.pk).update(first_week_closed_at=None)
    person.first_week_closed_at = None


def _title(role: str) -> str:
    return {
        EMPLOYEE: _("Your first week"),
        RoleGrant.Role.CURATOR: _("Your first week as a curator"),
        RoleGrant.Role.APPROVER: _("Your first week as an approver"),
        RoleGrant.Role.LEADER: _("Your first week as a leader"),
        RoleGrant.Role.OPERATIONS: _("Your first week in operations"),
        RoleGrant.Role.ADMINISTRATOR: _("Your first week as an administrator"),
    }[role]


def _facts(*, version: int) -> dict[str, Exists]:
    """Each fact as a question about a person: some about his own rows, some about the company's."""
    me = OuterRef("pk")
    posted = Q(state=Share.State.POSTED)
    return {
        "read_policy": Exists(PolicyAcknowledgement.objects.filter(person=me, version=version)),
        "did_lesson": Exists(LessonRead.objects.filter(person=me)),
        "chose_interests": Exists(Interest.objects.filter(person=me)),
        "read": Exists(Reading.objects.filter(person=me, read_at__isnull=False)),
        "claimed": Exists(Claim.objects.filter(person=me)),
        "told": Exists(Share.objects.filter(posted, person=me)),
        "answered": Exists(ConversationTurn.objects.filter(conversation__person=me, side=ConversationTurn.Side.US)),
        "started_story": Exists(Story.objects.filter(author=me)),
        "has_objective": Exists(Objective.objects.all()),
        "has_campaign": Exists(Campaign.objects.all()),
        "got_yes": Exists(Approval.objects.filter(story__author=me, decision=Approval.Decision.APPROVED)),
        "went_live": Exists(Story.objects.filter(author=me, went_live_at__isnull=False)),
        "decided": Exists(Approval.objects.filter(by=me)),
        "sent_back": Exists(Approval.objects.filter(by=me, decision=Approval.Decision.SENT_BACK)),
        "has_milestone": Exists(Milestone.objects.all()),
        "has_measurement": Exists(Measurement.objects.all()),
        "took_feedback": Exists(Feedback.objects.filter(taken_by=me)),
        "answered_feedback": Exists(Feedback.objects.filter(taken_by=me, answered_at__isnull=False)),
        "has_teams": Exists(Team.objects.all()),
        "has_curator": Exists(RoleGrant.objects.filter(role=RoleGrant.Role.CURATOR)),
        "has_approver": Exists(RoleGrant.objects.filter(role=RoleGrant.Role.APPROVER)),
        "has_second": Exists(RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR).exclude(person=me)),
        "has_brand": Exists(BrandFollowers.objects.all()),
    }


def _steps(role: str, company: CompanySettings) -> list[tuple[str, str, str, str]]:
    """Fact, what to do, why, where: for a role."""
    rules = (
        ("read_policy", _("Read the rules"), _("Two minutes, and you know where you stand."), reverse("policy"))
        if company.policy
        else ("did_lesson", _("Do a lesson"), _("Two minutes on saying who you work for."), reverse("lessons"))
    )
    if role == EMPLOYEE:
        return [
            rules,
            (
                "chose_interests",
                _("Choose what interests you"),
                _("Today looks there first."),
                reverse("profile") + "#interests",
            ),
            ("read", _("Read a story"), _("Only what you have read can be told."), reverse("today")),
            ("told", _("Tell it in your own words"), _("Take a place, write, post it yourself."), reverse("library")),
            ("answered", _("Answer somebody"), _("That is what all of this is for."), reverse("conversations")),
        ]
    if role == RoleGrant.Role.CURATOR:
        return [
            (
                "has_objective",
                _("Set an objective"),
                _("Why stories are told here, with a date."),
                reverse("objectives"),
            ),
            ("started_story", _("Start a story"), _("Paste a link; the rest comes along."), reverse("studio")),
            ("got_yes", _("Get a yes"), _("Somebody else reads it before it goes out."), reverse("stories")),
            ("went_live", _("See it go live"), _("Colleagues can take it up from then on."), reverse("studio")),
            ("told", _("Tell one yourself"), _("You will write better stories for it."), reverse("today")),
        ]
    if role == RoleGrant.Role.APPROVER:
        return [
            rules,
            ("decided", _("Decide on a story"), _("Would you put your own name under it?"), reverse("approvals")),
            ("sent_back", _("Ask for a change"), _("Say what, and where; it comes back to you."), reverse("approvals")),
            ("told", _("Tell one yourself"), _("Then you know what you say yes to."), reverse("today")),
        ]
    if role == RoleGrant.Role.LEADER:
        return [
            (
                "has_objective",
                _("See what it is for"),
                _("An objective says what should change."),
                reverse("objectives"),
            ),
            (
                "has_milestone",
                _("Look at the dates"),
                _("A milestone is how one knows in between."),
                reverse("objectives"),
            ),
            (
                "has_measurement",
                _("See a measured value"),
                _("Without one the report can only model."),
                reverse("report"),
            ),
            ("told", _("Tell a story yourself"), _("People do what they see you do."), reverse("today")),
            ("answered", _("Answer somebody"), _("Nothing in the report tells you as much."), reverse("conversations")),
        ]
    if role == RoleGrant.Role.OPERATIONS:
        return [
            rules,
            (
                "took_feedback",
                _("Take a piece of feedback"),
                _("Whoever brought it sees that it is looked after."),
                reverse("feedback"),
            ),
            (
                "answered_feedback",
                _("Answer it"),
                _("The answer goes back to whoever asked outside."),
                reverse("feedback"),
            ),
            ("read", _("Read a story"), _("You see what people are answering to."), reverse("today")),
        ]
    return [
        ("wrote_policy", _("Write down the rules"), _("People are asked to read them."), reverse("company_settings")),
        ("has_teams", _("Set up the teams"), _("They decide who is meant by a story."), reverse("teams")),
        ("has_curator", _("Name a curator"), _("Without one nothing gets written."), reverse("people")),
        ("has_brand", _("Count the company’s followers"), _("What people’s reach is compared with."), reverse("brand")),
        ("has_second", _("Name a second administrator"), _("So that nobody is locked out."), reverse("people")),
    ]
