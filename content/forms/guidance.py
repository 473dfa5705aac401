"""The forms of the rules' pages: steps of approval, topics, disclosures, blocked terms."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, RoleGrant
from content import audiences
from content.models import ApprovalStep, Topic

MOST_NAMED = 50


class StepForm(forms.Form):
    name = forms.CharField(label=_("What is looked at?"), max_length=80, help_text=_("“Legal”, “The facts”, “Brand”."))
    role = forms.ChoiceField(label=_("Who says yes"), choices=RoleGrant.Role.choices, initial=RoleGrant.Role.APPROVER)
    people = forms.CharField(
        label=_("Only these people"),
        required=False,
        max_length=5000,
        help_text=_("One e-mail address a line. Empty: everybody with the role."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    rule = forms.ChoiceField(label=_("How many"), choices=ApprovalStep.Rule.choices, initial=ApprovalStep.Rule.ANY)
    topic = forms.ModelChoiceField(
        label=_("For which stories"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("Every story"),
        to_field_name="public_id",
    )

    def __init__(self, *args: Any, kept: Topic | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Topic.objects.filter(retired_at=None)
        if kept is not None:
            offered = offered | Topic.objects.filter(pk=kept.pk)
        self.fields["topic"].queryset = offered  # type: ignore[attr-defined]

    def clean_people(self) -> list[Person]:
        lines = {line.strip().lower() for line in self.cleaned_data["people"].replace(",", "\n").splitlines()} - {""}
        if len(lines) > MOST_NAMED:
            raise ValidationError(_("Name up to 50 people, or a role alone."), code="too_many")
        found = {person.email.lower(): person for person in Person.objects.present().filter(email__in=lines)}
        unknown = sorted(lines - set(found))
        if unknown:
            raise ValidationError(_("Nobody here has the address: %(lines)s"), params={"lines": ", ".join(unknown)})
        return sorted(found.values(), key=str)


class TopicForm(forms.Form):
    name = forms.CharField(label=_("A new topic"), max_length=60)


class DisclosureForm(forms.Form):
    region = forms.ChoiceField(label=_("Region"), required=False)
    language = forms.ChoiceField(label=_("Language of the story"), choices=settings.LANGUAGES)
    text = forms.CharField(
        label=_("What posts say first"), max_length=200, help_text=_("A short sentence that says who speaks.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(region, region) for region in audiences.regions()]
        self.fields["region"].choices = [("", _("Everywhere else")), *named]  # type: ignore[attr-defined]


class TermForm(forms.Form):
    term = forms.CharField(label=_("The words"), max_length=80, help_text=_("“guaranteed”, “on time”."))
    language = forms.ChoiceField(
        label=_("In"), required=False, choices=[("", _("every language")), *settings.LANGUAGES]
    )
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("Who writes them reads this, beside a better way to say it.")
    )


class OneLineForm(forms.Form):
    """A sentence that is written anew where it stands."""

    text = forms.CharField(max_length=200)
