"""The story editor's form: a draft may lack anything, what is there must make sense."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import networks
from accounts.models import Team
from content import addresses, audiences, kinds, times
from content.checks import Problem
from content.forms.kinds import KindForm
from content.intake.pictures import MAX_BYTES, PictureTooHeavy
from content.manuscripts import (
    MOST_AUDIENCE,
    MOST_CAPTIONS,
    MOST_EVIDENCE,
    Audience,
    CaptionWords,
    EvidenceLine,
    Manuscript,
)
from content.models import Campaign, Picture, Topic

MOMENT = "%Y-%m-%dT%H:%M"
PLAIN = ("url", "title", "summary", "language", "minutes", "value_reader", "value_employee", "value_company")
OFFERED = ("picture_alt", "campaign", "places", "places_per_day", "claim_days", "goes_live_at", "expires_at")
KEPT_FOR = [
    (1, _("1 day")),
    (2, _("2 days")),
    (3, _("3 days")),
    (5, _("5 days")),
    (7, _("a week")),
    (14, _("two weeks")),
]


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})


class StoryForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    picture = forms.UUIDField(required=False, widget=forms.HiddenInput)
    url = forms.CharField(
        label=_("Link"), required=False, max_length=2000, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=300, widget=_lines(1))
    summary = forms.CharField(label=_("In two sentences"), required=False, max_length=2000, widget=_lines(3))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    minutes = forms.IntegerField(label=_("Minutes to read"), min_value=1, max_value=600)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        help_text=_("People who chose one of them meet the story sooner."),
        widget=forms.CheckboxSelectMultiple,
    )
    picture_file = forms.FileField(
        label=_("Another picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or GIF, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    without_picture = forms.BooleanField(label=_("Without a picture"), required=False)
    picture_alt = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=300,
        help_text=_("For those who cannot see it."),
        widget=_lines(1),
    )
    value_reader = forms.CharField(label=_("Readers"), required=False, max_length=200, widget=_lines(1))
    value_employee = forms.CharField(label=_("The colleague"), required=False, max_length=200, widget=_lines(1))
    value_company = forms.CharField(label=_("The company"), required=False, max_length=200, widget=_lines(1))
    prompts = forms.CharField(
        label=_("Questions"), required=False, max_length=1000, help_text=_("One a line."), widget=_lines(2)
    )
    goes_live_at = forms.DateTimeField(
        label=_("Goes live"), required=False, widget=_moment_input(), validators=[times.check]
    )
    expires_at = forms.DateTimeField(label=_("Ends"), required=False, widget=_moment_input(), validators=[times.check])
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=1_000_000)
    places_per_day = forms.IntegerField(label=_("A day"), required=False, min_value=1, max_value=1_000_000)
    claim_days = forms.TypedChoiceField(label=_("Kept for"), coerce=int, choices=KEPT_FOR)

    def __init__(self, *args: Any, topics: Sequence[Topic], kept_campaign: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = _topic_choices(topics, (self.initial or {}).get("topics", ()))  # type: ignore[attr-defined]
        campaigns = Campaign.objects.select_related("objective").order_by("name")
        self.fields["campaign"].choices = [  # type: ignore[attr-defined]
            ("", _("None yet")),
            *(
                (str(each.public_id), f"{each.name} · {each.objective.get_reason_display()}")
                for each in campaigns
                if each.closed_on is None or str(each.public_id) == kept_campaign
            ),
        ]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        return addresses.checked(url) if url else ""

    def clean_picture(self) -> str:
        picture = self.cleaned_data["picture"]
        return str(picture) if picture and Picture.objects.filter(public_id=picture).exists() else ""

    def clean_picture_file(self) -> Any:
        file = self.cleaned_data["picture_file"]
        if file is not None and (file.size or 0) > MAX_BYTES:
            raise PictureTooHeavy
        return file

    def clean_prompts(self) -> tuple[str, ...]:
        lines = (line.strip()[:200] for line in self.cleaned_data["prompts"].splitlines())
        return tuple(line for line in lines if line)[:6]


def _topic_choices(topics: Sequence[Topic], kept: Iterable[str]) -> list[tuple[str, str]]:
    """Those that are offered, and those that a story has kept."""
    named = set(kept)
    return [
        (str(topic.public_id), topic.name)
        for topic in topics
        if topic.retired_at is None or str(topic.public_id) in named
    ]


class CaptionForm(forms.Form):
    text = forms.CharField(label=_("Caption"), required=False, max_length=10_000, widget=_lines(2))
    network = forms.ChoiceField(label=_("Network"), required=False, choices=[("", _("Any")), *networks.CHOICES])
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, of_story: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = of_story


class AudienceForm(forms.Form):
    team = forms.ChoiceField(label=_("Team"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("Any")), *settings.LANGUAGES])
    topic = forms.ChoiceField(label=_("Interested in"), required=False)
    everybody = forms.BooleanField(label=_("Everybody in the company"), required=False)

    def __init__(
        self,
        *args: Any,
        teams: list[Team],
        regions: list[str],
        topics: list[tuple[str, str]],
        within: Team | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        depth = len(within.ancestor_ids) if within else 1
        any_team = [("", "—" if within else _("Any"))]
        self.fields["team"].choices = any_team + [  # type: ignore[attr-defined]
            (str(team.public_id), " " * (len(team.ancestor_ids) - depth) + team.name) for team in teams
        ]
        self.fields["region"].choices = [("", _("Any")), *((region, region) for region in regions)]  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", _("Anything")), *topics]  # type: ignore[attr-defined]
        if within:
            del self.fields["everybody"]


class EvidenceForm(forms.Form):
    statement = forms.CharField(
        label=_("What the story says"),
        required=False,
        max_length=300,
        help_text=_("In the story’s own words."),
        widget=_lines(1),
    )
    source = forms.CharField(label=_("Where it is written"), required=False, max_length=200)
    url = forms.CharField(
        label=_("Its address"), required=False, max_length=2000, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    holds_until = forms.DateField(
        label=_("Holds until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        return addresses.checked(url) if url else ""


class Lines(forms.BaseFormSet):  # type: ignore[type-arg]
    """Lines that come and go: every line that is sent counts for what it says, wherever it stood before."""

    extra = 0

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def filled(self) -> Iterator[Any]:
        """The lines in which something stands."""
        return (form for form in self.forms if self.is_filled(form))

    @staticmethod
    def is_filled(form: Any) -> bool:
        said = form.cleaned_data if form.is_bound else form.initial
        return bool(said.get("text", "").strip()) if "text" in form.fields else any(said.values())

    @property
    def has_room(self) -> bool:
        return self.total_form_count() < self.max_num

    def clean(self) -> None:
        if sum(1 for _line in self.filled()) > self.max_num:
            sentence = gettext("At most %(most)d lines. Take one away.") % {"most": self.max_num}
            raise ValidationError(sentence, code="too_many_lines")


CaptionFormSet = forms.formset_factory(
    CaptionForm, formset=Lines, extra=0, max_num=MOST_CAPTIONS, absolute_max=2 * MOST_CAPTIONS
)
AudienceFormSet = forms.formset_factory(
    AudienceForm, formset=Lines, extra=0, max_num=MOST_AUDIENCE, absolute_max=2 * MOST_AUDIENCE
)
EvidenceFormSet = forms.formset_factory(
    EvidenceForm, formset=Lines, extra=0, max_num=MOST_EVIDENCE, absolute_max=2 * MOST_EVIDENCE
)
LISTS = ("captions", "audience", "evidence")
# Whoever writes has an empty caption and an empty line "for whom" before him; a story may well claim no fact.
BEGUN_EMPTY = ("captions", "audience")


class Editor:
    """The form, the fields of its kind and its three lists of lines, read and written as one manuscript."""

    def __init__(
        self,
        *,
        base: Manuscript,
        revision: int,
        owner_team: Team | None,
        posted: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> None:
        self.base = base
        topics = list(Topic.objects.all())
        self.form = StoryForm(
            posted, files, initial=_initial(base, revision), topics=topics, kept_campaign=base.campaign
        )
        self.kind = KindForm(posted, files, initial=kinds.initial(base), kind=base.kind)
        self.captions = CaptionFormSet(
            _of_list(posted, "captions"),
            prefix="captions",
            initial=[
                {"text": caption.text, "network": caption.network, "language": caption.language}
                for caption in base.captions
            ],
            form_kwargs={"of_story": base.language},
        )
        self.audience = AudienceFormSet(
            _of_list(posted, "audience"),
            prefix="audience",
            initial=[
                {
                    "team": rule.team,
                    "region": rule.region,
                    "language": rule.language,
                    "topic": rule.topic,
                    "everybody": rule == Audience(),
                }
                for rule in base.audience
            ],
            form_kwargs={
                "teams": audiences.teams(within=owner_team),
                "regions": sorted({*audiences.regions(), *(rule.region for rule in base.audience)} - {""}),
                "topics": _topic_choices(topics, (rule.topic for rule in base.audience)),
                "within": owner_team,
            },
        )
        self.evidence = EvidenceFormSet(
            _of_list(posted, "evidence"),
            prefix="evidence",
            initial=[
                {
                    "statement": line.statement,
                    "source": line.source,
                    "url": line.url,
                    "holds_until": line.holds_until,
                }
                for line in base.evidence
            ],
        )
        for name in LISTS:
            lines = getattr(self, name)
            if lines.is_bound:
                # A line may have moved: what stood at its place before says nothing about it.
                lines.initial = None
            elif name in BEGUN_EMPTY and not lines.initial:
                lines.extra = 1

    @property
    def parts(self) -> tuple[Any, ...]:
        """What was sent: a list that was not sent stays as it was."""
        every = (self.form, self.kind, self.captions, self.audience, self.evidence)
        return tuple(part for part in every if part.is_bound)

    def is_valid(self) -> bool:
        # Every part is asked, so that all mistakes are shown at once.
        return not [part for part in self.parts if not part.is_valid()]

    @property
    def seen(self) -> int | None:
        """The revision of the story when the person opened it; none when that cannot be read."""
        return self.form.cleaned_data.get("seen")

    @property
    def file(self) -> Any:
        return self.form.cleaned_data.get("picture_file")

    @property
    def refused(self) -> list[str]:
        """The labels of what could not be read; ask only after `is_valid()`."""
        named = [
            str(form[name].label) for form in (self.form, self.kind) for name in form.errors if name in form.fields
        ]
        labels = (gettext("Captions"), gettext("For whom"), gettext("Facts"))
        return named + [
            label
            for label, name in zip(labels, LISTS, strict=True)
            if getattr(self, name).is_bound and not getattr(self, name).is_valid()
        ]

    def manuscript(self) -> Manuscript:
        """This will write what was typed over the story as it was; ask only after `is_valid()`.

        What could not be read stays as it was, a list of lines as a whole.
        """
        cleaned, of_kind = self.form.cleaned_data, self.kind.cleaned_data
        values = {name: cleaned[name] for name in (*PLAIN, *OFFERED, "prompts", "picture") if name in cleaned}
        if cleaned.get("without_picture"):
            values["picture"] = ""
        if "topics" in cleaned:
            values["topics"] = tuple(cleaned["topics"])
        if self.captions.is_valid():
            values["captions"] = tuple(_captions(self.captions))
        if self.audience.is_valid():
            values["audience"] = tuple(dict.fromkeys(_audience(self.audience)))
        if self.evidence.is_valid():
            values["evidence"] = tuple(_evidence(self.evidence))
        return replace(self.base, **values, **{name: of_kind[name] for name in self.kind.fields if name in of_kind})

    def place(self, problems: Iterable[Problem]) -> None:
        """This will show each problem at its field; ask it last, the form is not valid afterwards."""
        filled = {name: list(getattr(self, name).filled()) for name in LISTS if self._is_read(name)}
        for problem in problems:
            if problem.field == "audience":
                self._say(self.audience.forms[0], "team", problem.text)
            elif problem.field == "captions" and "captions" in filled and problem.line is not None:
                self._say(filled["captions"][problem.line], "text", problem.text)
            elif problem.field == "evidence" and "evidence" in filled and problem.line is not None:
                line = filled["evidence"][problem.line]
                said = tuple(_evidence(self.evidence)) if self.evidence.is_bound else self.base.evidence
                self._say(line, _place_of(said[problem.line]), problem.text)
            elif problem.field in self.form.fields and problem.field not in self.form.errors:
                self._say(self.form, problem.field, problem.text)

    def _is_read(self, name: str) -> bool:
        lines = getattr(self, name)
        return not lines.is_bound or bool(lines.is_valid())

    @staticmethod
    def _say(form: Any, field: str, sentence: str) -> None:
        form.errors.setdefault(field, form.error_class()).append(sentence)


def _of_list(posted: QueryDict | None, name: str) -> QueryDict | None:
    return posted if posted is not None and f"{name}-TOTAL_FORMS" in posted else None


def one_more(posted: QueryDict, name: str) -> None:
    """This will add an empty line to one of the lists of what was posted."""
    posted[f"{name}-TOTAL_FORMS"] = str(_count(posted, name) + 1)


def one_less(posted: QueryDict, name: str, line: int) -> None:
    """This will take a line out of what was posted; the others move up."""
    count = _count(posted, name)
    if not 0 <= line < count:
        return
    for key in [each for each in posted if each.startswith(f"{name}-") and each.split("-")[1].isdecimal()]:
        number, field = key.split("-", 2)[1:]
        if int(number) < line:
            continue
        values = posted.pop(key)
        if int(number) > line:
            posted.setlist(f"{name}-{int(number) - 1}-{field}", values)
    posted[f"{name}-TOTAL_FORMS"] = str(count - 1)


def _count(posted: QueryDict, name: str) -> int:
    said = posted.get(f"{name}-TOTAL_FORMS", "")
    return min(int(said), 60) if said.isdecimal() and len(said) < 4 else 0


def _place_of(fact: EvidenceLine) -> str:
    if not fact.statement.strip():
        return "statement"
    return "holds_until" if fact.source.strip() else "source"


def _initial(base: Manuscript, revision: int) -> dict[str, Any]:
    return {
        **{name: getattr(base, name) for name in (*PLAIN, *OFFERED)},
        "seen": revision,
        "picture": base.picture,
        "topics": list(base.topics),
        "prompts": "\n".join(base.prompts),
    }


def _captions(lines: Any) -> list[CaptionWords]:
    said = (form.cleaned_data for form in lines.filled())
    return [
        CaptionWords(text=line["text"].strip(), network=line["network"], language=line["language"]) for line in said
    ]


def _audience(lines: Any) -> list[Audience]:
    said = (form.cleaned_data for form in lines.filled())
    return [
        Audience(team=line["team"], region=line["region"], language=line["language"], topic=line["topic"])
        for line in said
    ]


def _evidence(lines: Any) -> list[EvidenceLine]:
    said = (form.cleaned_data for form in lines.filled())
    return [
        EvidenceLine(
            statement=line["statement"].strip(),
            source=line["source"].strip(),
            url=line["url"],
            holds_until=line["holds_until"].isoformat() if line["holds_until"] else "",
        )
        for line in said
    ]
