"""The forms of the objectives' pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.models import Measurement, Objective

BY_HAND = [choice for choice in Measurement.Source.choices if choice[0] != Measurement.Source.PLATFORM]


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ObjectiveForm(forms.Form):
    title = forms.CharField(
        label=_("What should be true?"), max_length=160, help_text=_("“Travellers know that we run night trains.”")
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=Objective.Reason.choices)
    metric = forms.CharField(
        label=_("How is it measured?"), max_length=160, help_text=_("“Aided awareness, travellers aged 18 to 75.”")
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Objective.Unit.choices)
    platform_metric = forms.ChoiceField(
        label=_("Who measures it"),
        choices=[("", _("We do, by hand")), *Objective.PlatformMetric.choices],
        required=False,
        help_text=_("What is counted here is counted for each month, over the stories of the campaigns that serve it."),
    )
    baseline = forms.DecimalField(label=_("Where it starts"), max_digits=14, decimal_places=2, min_value=0)
    starts_on = forms.DateField(label=_("From"), widget=_day())


class MilestoneForm(forms.Form):
    due_on = forms.DateField(label=_("By"), widget=_day())
    value = forms.DecimalField(label=_("Value"), max_digits=14, decimal_places=2, min_value=0)


class MeasurementForm(forms.Form):
    on = forms.DateField(label=_("On"), widget=_day())
    value = forms.DecimalField(label=_("Value"), max_digits=14, decimal_places=2, min_value=0)
    source = forms.ChoiceField(label=_("How"), choices=BY_HAND)
    sample_size = forms.IntegerField(
        label=_("People asked"), required=False, min_value=1, max_value=2_000_000_000, help_text=_("For a survey.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class CampaignForm(forms.Form):
    name = forms.CharField(label=_("Campaign"), max_length=120)


class CountForm(forms.Form):
    platform_metric = forms.ChoiceField(
        label=_("Counted here, month by month"),
        choices=[("", _("Nothing; we measure by hand")), *Objective.PlatformMetric.choices],
        required=False,
    )
