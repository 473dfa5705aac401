"""The forms around ideas; what is missing or wrong, the rules say."""

from django import forms
from django.utils.translation import gettext_lazy as _


class IdeaForm(forms.Form):
    text = forms.CharField(
        label=_("What should be told?"),
        required=False,
        max_length=5000,
        help_text=_("A few words are enough: what happened, and who was there."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    url = forms.CharField(
        label=_("A link to it"), required=False, max_length=2000, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
