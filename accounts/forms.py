"""What people write into the pages of this room; the rules decide whether it can be so."""

import zoneinfo
from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import networks
from accounts import followers
from accounts.models import CompanySettings, FollowerCount, Person, RoleGrant, Team


@cache
def zones() -> list[str]:
    """This will list the time zones that have a place in their name, by name."""
    return sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))


def zone_choices() -> list[tuple[str, str]]:
    """This will offer every time zone under the name that people know."""
    return [(name, name.replace("_", " ")) for name in [*zones(), "UTC"]]


def own_zone_choices() -> list[tuple[str, str | Promise]]:
    """This will offer the company's time zone and every other."""
    return [("", _("The company’s")), *zone_choices()]


def network_choices() -> list[tuple[str, str | Promise]]:
    """This will offer the networks on which somebody can be followed."""
    return [(network.key, network.name) for network in networks.every() if network.has_followers]


def brand_choices() -> list[tuple[str, str | Promise]]:
    """This will offer the networks on which a company can be found."""
    return [(network.key, network.name) for network in networks.every() if network.has_permalinks]


def clock() -> forms.TimeInput:
    """This will show a time of day as the browser does."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TeamField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A team by its public id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Team.objects.order_by("name"), to_field_name="public_id", **kwargs)


class YouForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=150, strip=True)
    job_title = forms.CharField(
        label=_("What you do"), max_length=150, required=False, help_text=_("Colleagues see it beside your name.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=own_zone_choices)

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        """This will give the form's first values."""
        return {name: getattr(person, name) for name in ("name", "job_title", "language", "time_zone")}


class NetworksForm(forms.Form):
    """For each network whether one uses it and by how many one is followed there; `rows` puts both side by side."""

    def __init__(self, *args: Any, told: Mapping[str, FollowerCount] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = told or {}
        bands = [("", _("Followers: not told")), *((band.key, words(band)) for band in followers.BANDS)]
        followed = dict(network_choices())
        for network in networks.every():
            self.fields[network.key] = forms.BooleanField(label=str(network.name), required=False)
            if network.key in followed:
                label = _("Followers on %(network)s") % {"network": network.name}
                self.fields[f"{network.key}-band"] = forms.ChoiceField(label=label, choices=bands, required=False)

    @staticmethod
    def of(person: Person, told: Mapping[str, FollowerCount]) -> dict[str, Any]:
        """This will give the form's first values."""
        bands = {f"{network}-band": followers.band_of(count).key for network, count in told.items()}
        return {**dict.fromkeys(person.networks, True), **bands}

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField | None, FollowerCount | None]]:
        """Each network's two fields, and what was told last."""
        keys = [name for name in self.fields if not name.endswith("-band")]
        return [
            (self[key], self[f"{key}-band"] if f"{key}-band" in self.fields else None, self.told.get(key))
            for key in keys
        ]

    @property
    def keys(self) -> list[str]:
        return [name for name, value in self.cleaned_data.items() if value is True]

    @property
    def bands(self) -> dict[str, str]:
        """Those that were changed: what is known more exactly is not made coarser by saving the rest."""
        changed = [name for name in self.changed_data if name.endswith("-band")]
        return {name.removesuffix("-band"): self.cleaned_data[name] for name in changed}


class MailForm(forms.Form):
    wants_mail = forms.BooleanField(label=_("Tell me by e-mail as well"), required=False)
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=clock())
    quiet_until = forms.TimeField(label=_("until"), required=False, widget=clock())

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        """This will give the form's first values."""
        return {name: getattr(person, name) for name in ("wants_mail", "quiet_from", "quiet_until")}


def words(band: followers.Band) -> str:
    """This will write a band as people read it."""
    last = band is followers.BANDS[-1]
    return f"{intcomma(band.least)} +" if last else f"{intcomma(band.least)} – {intcomma(band.most)}"


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=80)
    days = forms.TypedChoiceField(
        label=_("Good for"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        coerce=int,
        initial=90,
    )


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    team = TeamField(label=_("Team"), required=False)


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=RoleGrant.Role.choices)
    team = TeamField(
        label=_("For"), required=False, empty_label=_("the whole company"),
        help_text=_("Curators and approvers can be limited to a team and all below it."),
    )  # fmt: skip


class PlaceForm(forms.Form):
    team = TeamField(label=_("Team"), required=False, empty_label=_("No team"))


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    parent = TeamField(label=_("Below"), required=False, empty_label=_("At the top"))


class RenameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)


class MoveForm(forms.Form):
    parent = TeamField(label=_("Below"), required=False, empty_label=_("At the top"))


class CompanyForm(forms.Form):
    name = forms.CharField(label=_("Name of the company"), max_length=120)
    short_name = forms.CharField(
        label=_("Short name"), max_length=40, required=False, help_text=_("As people say it in a sentence.")
    )
    domains = forms.CharField(
        label=_("E-mail domains"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One in a line. Who has an address there may sign up; without any, people come by invitation only."
        ),
    )
    colour = forms.CharField(
        label=_("Colour"), max_length=7, required=False, help_text=_("Six digits, such as #1b4fd8.")
    )
    currency = forms.CharField(label=_("Currency"), max_length=3, help_text=_("Three letters, such as EUR."))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("It decides where a day and a week begin, for everybody."),
    )
    disclosure = forms.CharField(
        label=_("Disclosure"),
        max_length=200,
        required=False,
        help_text=_("It stands first in every post. Empty: “I work at” and the company’s name."),
    )
    policy = forms.CharField(
        label=_("Social media policy"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("An empty line begins a new paragraph."),
    )
    is_correction = forms.BooleanField(
        label=_("Only a correction of the policy: it keeps its version, and nobody is asked to read it again"),
        required=False,
    )

    @staticmethod
    def of(company: CompanySettings) -> dict[str, Any]:
        """This will give the form's first values."""
        names = ("name", "short_name", "colour", "currency", "time_zone", "disclosure", "policy")
        return {**{name: getattr(company, name) for name in names}, "domains": "\n".join(company.domains)}


class BrandAccountForm(forms.Form):
    network = forms.ChoiceField(label=_("Network"), choices=brand_choices)
    handle = forms.CharField(label=_("Account"), max_length=120)


class BrandFollowersForm(forms.Form):
    followers = forms.IntegerField(label=_("Followers"), min_value=0)
    on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
