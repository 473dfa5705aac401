"""The forms of the calendar, and of what is done to many stories at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content import audiences

MOMENT = "%Y-%m-%dT%H:%M"


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})


class MoveForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    goes_live_at = forms.DateTimeField(label=_("Goes live"), required=False, widget=_moment())
    expires_at = forms.DateTimeField(label=_("Ends"), required=False, widget=_moment())

    def __init__(self, *args: Any, is_live: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_live:
            # When it went live is a fact; the rule holds it whatever is sent.
            del self.fields["goes_live_at"]


class QuietDayForm(forms.Form):
    first_on = forms.DateField(label=_("From"), widget=_day())
    last_on = forms.DateField(label=_("To"), required=False, widget=_day(), help_text=_("Empty: one day."))
    region = forms.ChoiceField(label=_("Where"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            ("", _("Everywhere")),
            *((region, region) for region in audiences.regions()),
        ]
