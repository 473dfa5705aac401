"""Shapes that several endpoints share."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

import networks
from content import addresses, manuscripts
from content.manuscripts import Audience, CaptionWords, Manuscript
from content.models import Campaign, Picture, Story

UNKNOWN = _("There is nothing of that name.")


class CaptionFields(serializers.Serializer[Any]):
    network = serializers.ChoiceField(choices=networks.CHOICES, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    text = serializers.CharField(max_length=3000)


class AudienceFields(serializers.Serializer[Any]):
    """Empty fields fit everybody; a team stands for all teams below it."""

    team = serializers.UUIDField(allow_null=True, default=None)
    region = serializers.CharField(max_length=60, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES, allow_blank=True, default="")


class ManuscriptFields(serializers.Serializer[Any]):
    """All that a curator writes about a story. A draft may leave any of it empty."""

    url = serializers.CharField(max_length=2000, allow_blank=True, default="")
    title = serializers.CharField(max_length=300, allow_blank=True, default="")
    summary = serializers.CharField(max_length=2000, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")
    minutes = serializers.IntegerField(min_value=1, max_value=600, default=1)
    value_reader = serializers.CharField(max_length=200, allow_blank=True, default="")
    value_employee = serializers.CharField(max_length=200, allow_blank=True, default="")
    value_company = serializers.CharField(max_length=200, allow_blank=True, default="")
    picture = serializers.UUIDField(allow_null=True, default=None)
    picture_alt = serializers.CharField(max_length=300, allow_blank=True, default="")
    campaign = serializers.UUIDField(allow_null=True, default=None)
    places = serializers.IntegerField(min_value=1, max_value=1_000_000, default=12)
    places_per_day = serializers.IntegerField(min_value=1, max_value=1_000_000, allow_null=True, default=None)
    claim_days = serializers.IntegerField(min_value=1, max_value=14, default=3)
    goes_live_at = serializers.DateTimeField(allow_null=True, default=None)
    expires_at = serializers.DateTimeField(allow_null=True, default=None)
    prompts = serializers.ListField(child=serializers.CharField(max_length=200), max_length=6, default=list)
    captions = CaptionFields(many=True, default=list)
    audience = AudienceFields(many=True, default=list)

    def validate_url(self, url: str) -> str:
        return addresses.checked(url) if url else ""

    def validate_picture(self, picture: Any) -> Any:
        if picture and not Picture.objects.filter(public_id=picture).exists():
            raise serializers.ValidationError(UNKNOWN)
        return picture

    def validate_campaign(self, campaign: Any) -> Any:
        if campaign and not Campaign.objects.filter(public_id=campaign).exists():
            raise serializers.ValidationError(UNKNOWN)
        return campaign


def manuscript(fields: dict[str, Any], *, base: Manuscript) -> Manuscript:
    """This will read checked fields as a manuscript; what the API does not name stays as in `base`."""
    named = {
        **fields,
        "picture": str(fields["picture"] or ""),
        "campaign": str(fields["campaign"] or ""),
        "prompts": tuple(fields["prompts"]),
        "captions": tuple(CaptionWords(**caption) for caption in fields["captions"]),
        "audience": tuple(
            dict.fromkeys(
                Audience(team=str(rule["team"] or ""), region=rule["region"], language=rule["language"])
                for rule in fields["audience"]
            )
        ),
    }
    return Manuscript(kind=base.kind, body=base.body, site_name=base.site_name, **named)


def written(said: Manuscript) -> dict[str, Any]:
    """This will shape a manuscript as ManuscriptFields."""
    stored = manuscripts.as_json(said)
    known: dict[str, Any] = {str(name): stored[str(name)] for name in ManuscriptFields().fields}
    known["audience"] = [{**rule, "team": rule["team"] or None} for rule in stored["audience"]]
    return {**known, "picture": said.picture or None, "campaign": said.campaign or None}


class StoryOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Story.State.choices)
    author = serializers.CharField()
    owner_team = serializers.UUIDField(allow_null=True)
    version = serializers.IntegerField()
    approved_version = serializers.IntegerField(allow_null=True)
    waiting_version = serializers.IntegerField(allow_null=True)
    revision = serializers.IntegerField(help_text="Send it back with an edit, so that nobody overwrites unseen words.")
    updated_at = serializers.DateTimeField()
    words = ManuscriptFields()
    missing = serializers.ListField(child=serializers.CharField())


class StoryLineOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    state = serializers.ChoiceField(choices=Story.State.choices)
    title = serializers.CharField()
    url = serializers.CharField()
    author = serializers.CharField()
    version = serializers.IntegerField()
    approved_version = serializers.IntegerField(allow_null=True)
    waiting_version = serializers.IntegerField(allow_null=True)
    goes_live_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()
