"""All stories of the studio: searched, filtered, sorted."""

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import apnumber, intcomma
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.template.defaultfilters import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from accounts.models import Person
from accounts.roles import Role
from content.models import Campaign, Story, Topic
from content.models.story import StoryQuerySet

SORTS: dict[str, tuple[str | Combinable, ...]] = {
    "changed": (F("updated_at").desc(), "-pk"),
    "begins": (F("goes_live_at").asc(nulls_last=True), "pk"),
    "ends": (F("expires_at").asc(nulls_last=True), "pk"),
    "title": ("title", "pk"),
    "oldest": ("created_at", "pk"),
}
MOST_AUTHORS = 200
# What a page says of so many stories of one state. A page of all of them says how many there are.
SENTENCES: dict[str, Any] = {
    "": ngettext_lazy("%(number)s story in all.", "%(number)s stories in all.", "count"),
    Story.State.DRAFT: ngettext_lazy(
        "%(number)s story is being written.", "%(number)s stories are being written.", "count"
    ),
    Story.State.REVIEW: ngettext_lazy(
        "%(number)s story waits for a yes.", "%(number)s stories wait for a yes.", "count"
    ),
    Story.State.APPROVED: ngettext_lazy("%(number)s story is planned.", "%(number)s stories are planned.", "count"),
    Story.State.LIVE: ngettext_lazy(
        "Colleagues can tell %(number)s story.", "Colleagues can tell %(number)s stories.", "count"
    ),
    Story.State.ENDED: ngettext_lazy("%(number)s story had its time.", "%(number)s stories had their time.", "count"),
    Story.State.RETRACTED: ngettext_lazy(
        "%(number)s story was taken back.", "%(number)s stories were taken back.", "count"
    ),
}


@dataclass(frozen=True)
class Listing:
    """What somebody looks for; what is empty, or makes no sense, narrows nothing."""

    words: str = ""
    state: str = ""
    kind: str = ""
    campaign: str = ""  # public id, as the others below
    topic: str = ""
    author: str = ""
    sort: str = "changed"

    @property
    def query(self) -> str:
        """The rest of an address that leads here again."""
        return urlencode(self.fields)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The same for a form."""
        return [(name, value) for name, value in asdict(self).items() if value and value != "changed"]

    @property
    def without_state(self) -> str:
        return urlencode([(name, value) for name, value in self.fields if name != "state"])

    @property
    def is_looking(self) -> bool:
        """Whether it is for some stories only, besides those of one state."""
        return bool(self.words or self.kind or self.campaign or self.topic or self.author)

    @property
    def narrows(self) -> bool:
        return bool(self.kind or self.campaign or self.topic or self.author or self.sort != "changed")


def read(asked: dict[str, str]) -> Listing:
    """This will read a listing from an address; nonsense is left out."""
    state, kind, sort = asked.get("state", ""), asked.get("kind", ""), asked.get("sort", "")
    return Listing(
        words=(asked.get("words") or asked.get("q") or "").replace("\x00", "").strip()[:100],
        state=state if state in Story.State.values else "",
        kind=kind if kind in Story.Kind.values else "",
        campaign=_uuid(asked.get("campaign", "")),
        topic=_uuid(asked.get("topic", "")),
        author=_uuid(asked.get("author", "")),
        sort=sort if sort in SORTS else "changed",
    )


def find(*, person: Person, listing: Listing) -> StoryQuerySet:
    """This will list a curator's stories. Every word stands in the title, the summary, the link or the author's name.

    Source: one query, with authors and campaigns.
    """
    found = Story.objects.in_reach(person, role=Role.CURATOR).select_related("author", "campaign__objective")
    for word in listing.words.split()[:8]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(summary__icontains=word)
            | Q(url__icontains=word)
            | Q(author__name__icontains=word)
        )
    if listing.state:
        found = found.filter(state=listing.state)
    if listing.kind:
        found = found.filter(kind=listing.kind)
    if listing.campaign:
        found = found.filter(campaign__public_id=listing.campaign)
    if listing.topic:
        found = found.filter(topics__public_id=listing.topic)
    if listing.author:
        found = found.filter(author__public_id=listing.author)
    return found.order_by(*SORTS[listing.sort])


def sentence(*, listing: Listing, count: int) -> str:
    """This will say in a sentence how many stories were found."""
    number = capfirst(intcomma(apnumber(count)))
    if listing.is_looking:
        found = ngettext("%(number)s story fits.", "%(number)s stories fit.", count) if count else _("No story fits.")
        return found % {"number": number}
    if not count:
        return _("No story is in this state.") if listing.state else _("Nobody has a story to tell yet.")
    if listing.state == Story.State.LIVE:
        number = intcomma(apnumber(count))
    return str(SENTENCES[listing.state] % {"count": count, "number": number})


@dataclass(frozen=True)
class Choices:
    campaigns: list[Campaign]
    topics: list[Topic]
    authors: list[Person]


def choices(*, person: Person) -> Choices:
    """This will list what stories can be filtered by, by name. Source: at most five queries."""
    mine = Story.objects.in_reach(person, role=Role.CURATOR)
    wrote = Person.objects.filter(pk__in=mine.order_by().values("author")).order_by("name", "pk")
    return Choices(
        campaigns=list(Campaign.objects.order_by("name")),
        topics=list(Topic.objects.order_by("name")),
        authors=list(wrote[:MOST_AUTHORS]),
    )


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
