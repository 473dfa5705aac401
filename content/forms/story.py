"""The story editor's form: a draft may lack anything, what is there must make sense."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

import networks
from accounts.models import Team
from content import addresses, audiences
from content.intake.pictures import MAX_BYTES, PictureTooHeavy
from content.manuscripts import Audience, CaptionWords, Manuscript
from content.models import Campaign, Picture

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
    goes_live_at = forms.DateTimeField(label=_("Goes live"), required=False, widget=_moment_input())
    expires_at = forms.DateTimeField(label=_("Ends"), required=False, widget=_moment_input())
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=1_000_000)
    places_per_day = forms.IntegerField(label=_("A day"), required=False, min_value=1, max_value=1_000_000)
    claim_days = forms.TypedChoiceField(label=_("Kept for"), coerce=int, choices=KEPT_FOR)

    def __init__(self, *args: Any, kept_campaign: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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


class CaptionForm(forms.Form):
    text = forms.CharField(label=_("Caption"), required=False, max_length=3000, widget=_lines(2))
    network = forms.ChoiceField(label=_("Network"), required=False, choices=[("", _("Any")), *networks.CHOICES])
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class AudienceForm(forms.Form):
    team = forms.ChoiceField(label=_("Team"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("Any")), *settings.LANGUAGES])
    everybody = forms.BooleanField(label=_("Everybody in the company"), required=False)

    def __init__(self, *args: Any, teams: list[Team], regions: list[str], within: Team | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        depth = len(within.ancestor_ids) if within else 1
        any_team = [("", "—" if within else _("Any"))]
        self.fields["team"].choices = any_team + [  # type: ignore[attr-defined]
            (str(team.public_id), " " * (len(team.ancestor_ids) - depth) + team.name) for team in teams
        ]
        kept = str((self.initial or {}).get("region", ""))
        named = sorted({*regions, kept} - {""})
        self.fields["region"].choices = [("", _("Any")), *((region, region) for region in named)]  # type: ignore[attr-defined]
        if within:
            del self.fields["everybody"]


CaptionFormSet = forms.formset_factory(CaptionForm, extra=1, max_num=20, absolute_max=21)
AudienceFormSet = forms.formset_factory(AudienceForm, extra=1, max_num=30, absolute_max=31)


class Editor:
    """The form and its two lists of lines, read and written as one manuscript."""

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
        audience_with = {
            "teams": audiences.teams(within=owner_team),
            "regions": audiences.regions(),
            "within": owner_team,
        }
        self.form = StoryForm(posted, files, initial=_initial(base, revision), kept_campaign=base.campaign)
        self.captions = CaptionFormSet(
            posted,
            prefix="captions",
            initial=[
                {"text": caption.text, "network": caption.network, "language": caption.language}
                for caption in base.captions
            ]
            or None,
        )
        self.audience = AudienceFormSet(
            posted,
            prefix="audience",
            initial=[
                {
                    "team": rule.team,
                    "region": rule.region,
                    "language": rule.language,
                    "everybody": not (rule.team or rule.region or rule.language),
                }
                for rule in base.audience
            ]
            or None,
            form_kwargs=audience_with,
        )

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.captions.is_valid(), self.audience.is_valid()])

    @property
    def seen(self) -> int:
        return int(self.form.cleaned_data["seen"])

    @property
    def file(self) -> Any:
        return self.form.cleaned_data.get("picture_file")

    def manuscript(self) -> Manuscript:
        """This will write what was typed over the story as it was; ask only after `is_valid()`."""
        cleaned = self.form.cleaned_data
        values = {name: cleaned[name] for name in (*PLAIN, *OFFERED)}
        return Manuscript(
            **values,
            kind=self.base.kind,
            body=self.base.body,
            site_name=self.base.site_name,
            picture="" if cleaned["without_picture"] else cleaned["picture"],
            prompts=cleaned["prompts"],
            captions=tuple(_captions(self.captions)),
            audience=tuple(dict.fromkeys(_audience(self.audience))),
        )


def _initial(base: Manuscript, revision: int) -> dict[str, Any]:
    return {
        **{name: getattr(base, name) for name in (*PLAIN, *OFFERED)},
        "seen": revision,
        "picture": base.picture,
        "prompts": "\n".join(base.prompts),
    }


def _captions(forms_: Any) -> list[CaptionWords]:
    return [
        CaptionWords(text=line["text"].strip(), network=line["network"], language=line["language"])
        for line in (form.cleaned_data for form in forms_)
        if line.get("text", "").strip()
    ]


def _audience(forms_: Any) -> list[Audience]:
    lines = [form.cleaned_data for form in forms_]
    return [
        Audience(team=line["team"], region=line["region"], language=line["language"])
        for line in lines
        if line and (line["team"] or line["region"] or line["language"] or line.get("everybody"))
    ]
