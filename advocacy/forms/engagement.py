"""What people type about the reactions to a post that we cannot read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advocacy.measuring.told_counts import MOST
from advocacy.models import Engagement


class EngagementForm(forms.Form):
    reactions = forms.IntegerField(label=_("Reactions"), min_value=0, max_value=MOST)
    reshares = forms.IntegerField(label=_("Passed on"), min_value=0, max_value=MOST)
    replies = forms.IntegerField(label=_("Replies"), min_value=0, max_value=MOST)

    @staticmethod
    def of(engagement: Engagement | None) -> dict[str, Any]:
        """This will give the form's first values."""
        return {name: getattr(engagement, name) for name in ("reactions", "reshares", "replies")} if engagement else {}
