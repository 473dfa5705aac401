"""What people type to connect an account; the rules decide whether it can be so."""

from django import forms
from django.utils.translation import gettext_lazy as _

PLAIN = {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}


class MastodonForm(forms.Form):
    home = forms.CharField(
        max_length=300,
        label=_("The name of your server"),
        help_text=_("It stands at the end of your name there: @you@mastodon.social"),
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "url", "placeholder": "mastodon.social"}),
    )


class BlueskyForm(forms.Form):
    handle = forms.CharField(
        max_length=300,
        label=_("Your handle"),
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "url", "placeholder": "name.bsky.social"}),
    )
    password = forms.CharField(
        max_length=100,
        label=_("App password"),
        help_text=_(
            "Not the password you sign in with: make one for us at Bluesky under Settings, Privacy and security, App"
            " passwords. You can delete it there whenever you like. It is used once and not kept here."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "placeholder": "abcd-efgh-ijkl-mnop"}),
    )
    home = forms.CharField(
        max_length=300,
        required=False,
        label=_("Your server, if we do not find it"),
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "url", "placeholder": "bsky.social"}),
    )


class LinkedInForm(forms.Form):
    """Nothing is asked here: LinkedIn asks."""
