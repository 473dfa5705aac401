"""What a person may choose on these pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from leaderboard import boards


class BoardForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("On the board I am seen"), choices=Person.BoardChoice.choices, widget=forms.RadioSelect
    )
    pen_name = forms.CharField(
        label=_("Pen name"),
        required=False,
        max_length=boards.PEN_NAME_MOST,
        help_text=_("Only with a pen name. 3 to 40 characters, and nobody's name."),
    )
