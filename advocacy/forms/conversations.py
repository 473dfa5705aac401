"""What people type about their conversations."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from advocacy.models import Conversation, Share
from advocacy.models.conversation import CHANNELS

LATEST_SHARES = 30


class ShareField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    def label_from_instance(self, obj: Share) -> str:
        return f"{obj.story.title} · {obj.get_network_display()}"


class TellForm(forms.Form):
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    share = ShareField(
        Share.objects.none(),
        to_field_name="public_id",
        required=False,
        label=_("Because of"),
        empty_label=_("Something else"),
    )
    channel = forms.ChoiceField(choices=[("", _("As the post")), *CHANNELS], required=False, label=_("Where"))
    their_words = forms.CharField(
        required=False,
        max_length=5000,
        label=_("What they said"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    counterpart = forms.CharField(
        required=False,
        max_length=120,
        label=_("Who"),
        help_text=_("No name needed: “a traveller in Graz” is enough."),
    )
    answer_words = forms.CharField(
        required=False,
        max_length=5000,
        label=_("What you answered"),
        help_text=_("Leave it empty, and it waits for you."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    thread_url = forms.CharField(
        required=False,
        max_length=500,
        label=_("Where it can be read"),
        help_text=_("The address of the post, if it is public. It turns what you tell into what can be seen."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shares = Share.objects.filter(person=person).exclude(state=Share.State.WITHDRAWN).select_related("story")
        newest = shares.order_by("-opened_at").values_list("pk", flat=True)[:LATEST_SHARES]
        field = cast("ShareField", self.fields["share"])
        field.queryset = shares.filter(pk__in=list(newest)).order_by("-opened_at")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("share") and not cleaned.get("channel"):
            self.add_error("channel", _("Say where it happened: choose one of the networks, or in person."))
        return cleaned


class TurnForm(forms.Form):
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ThreadForm(forms.Form):
    thread_url = forms.CharField(
        max_length=500,
        required=False,
        label=_("Where it can be read"),
        help_text=_("The address of the post, if it is public."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        choices=[("", _("Nothing more; it was good to talk")), *Conversation.Outcome.choices],
        required=False,
        label=_("What came of it"),
    )


class FeedbackForm(forms.Form):
    text = forms.CharField(
        max_length=5000,
        required=False,
        label=_("What should the company know?"),
        help_text=_("It goes to operations; their answer comes back to you here."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FeedbackAnswerForm(forms.Form):
    text = forms.CharField(
        max_length=5000, required=False, label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 3})
    )
