"""The fields that only one kind of story has; a draft may lack any of them, what is there must make sense."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from content import attachments, kinds, markdown, times
from content.models import Attachment, Story
from web import bodies

MOMENT = "%Y-%m-%dT%H:%M"
TRANSCRIPT_MAX_LENGTH = 20_000
Kind = Story.Kind


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, required=False, widget=widget, validators=[times.check])


class KindForm(forms.Form):
    """One form for all eight: it keeps the fields of its kind and drops the others."""

    body = forms.CharField(
        label=_("The text"),
        required=False,
        help_text=_("A heading begins with ##, a point of a list with -; **bold**, *italic*, [words](https://…)."),
        widget=forms.Textarea(attrs={"rows": 14, "class": "kind-body"}),
    )
    attachment = forms.UUIDField(required=False, widget=forms.HiddenInput)
    attachment_text = forms.CharField(
        label=_("What it says"),
        required=False,
        max_length=TRANSCRIPT_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    event_starts_at = _moment(_("The event begins"))
    event_ends_at = _moment(_("The event ends"))
    offer_code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=40,
        help_text=_("As readers type it."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}),
    )
    offer_stock = forms.IntegerField(
        label=_("How many"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Empty: as many as want it."),
    )
    deadline_at = _moment(_("Deadline"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        initial: Mapping[str, Any],
        kind: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, initial=dict(initial), **kwargs)
        self.kind = kind
        for name in [each for each in self.fields if each not in kinds.FIELDS[kind]]:
            del self.fields[name]
        if kind == Kind.VIDEO:
            self.fields["attachment_text"].label = _("What is said in it")
            self.fields["attachment_text"].help_text = _("For those who cannot hear it, or read it on the train.")
        if kind == Kind.DOCUMENT:
            self.fields["attachment_text"].help_text = _("The gist in a few sentences, for those who do not open it.")
        if kind == Kind.OFFER:
            self.fields["deadline_at"].label = _("The code works until")
        if kind == Kind.JOB:
            self.fields["deadline_at"].label = _("Apply until")

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        markdown.check(body)
        return body

    def clean_attachment(self) -> str:
        attachment = self.cleaned_data["attachment"]
        found = attachment and Attachment.objects.filter(public_id=attachment, kind=self.kind).exists()
        return str(attachment) if found else ""

    def clean_event_ends_at(self) -> datetime | None:
        begins, ends = self.cleaned_data.get("event_starts_at"), self.cleaned_data["event_ends_at"]
        if begins and ends and ends <= begins:
            raise ValidationError(_("An event ends after it begins."), code="event_ends_before_it_begins")
        return ends  # type: ignore[no-any-return]

    def clean_event_starts_at(self) -> datetime | None:
        return self._still_to_come("event_starts_at")

    def clean_deadline_at(self) -> datetime | None:
        return self._still_to_come("deadline_at")

    def _still_to_come(self, name: str) -> datetime | None:
        """A moment that passed since it was written does not stop a draft from being kept; one typed now does."""
        at: datetime | None = self.cleaned_data[name]
        if at and name in self.changed_data and at <= timezone.now():
            raise ValidationError(_("This moment has passed already. Choose one that is still to come."), code="passed")
        return at

    @property
    def most_bytes(self) -> int:
        return attachments.most_bytes(self.kind)

    @property
    def most_words(self) -> str:
        return bodies.megabytes(self.most_bytes)

    @property
    def too_large(self) -> str:
        return bodies.sentence(most_bytes=self.most_bytes)

    def values(self) -> dict[str, Any]:
        """The checked values by the manuscript's names; ask only after `is_valid()`."""
        return {name: self.cleaned_data[name] for name in self.fields}
