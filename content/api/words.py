"""Shapes that several endpoints share."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

import networks
from content import addresses, manuscripts, markdown, times
from content.manuscripts import Audience, CaptionWords, EvidenceLine, Manuscript
from content.models import Attachment, Campaign, Picture, Story, Topic

UNKNOWN = _("There is nothing of that name.")
TOO_MANY: dict[str, Any] = {"max_length": _("At most {max_length} lines. Take one away.")}


class CaptionFields(serializers.Serializer[Any]):
    network = serializers.ChoiceField(choices=networks.CHOICES, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    text = serializers.CharField(max_length=10_000)


class AudienceFields(serializers.Serializer[Any]):
    """Empty fields fit everybody; a team stands for all teams below it, a topic for who is interested in it."""

    team = serializers.UUIDField(allow_null=True, default=None)
    region = serializers.CharField(max_length=60, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES, allow_blank=True, default="")
    topic = serializers.UUIDField(allow_null=True, default=None)

    def validate_topic(self, topic: Any) -> Any:
        if topic and not Topic.objects.filter(public_id=topic).exists():
            raise serializers.ValidationError(UNKNOWN)
        return topic


class EvidenceFields(serializers.Serializer[Any]):
    """A fact, where it is written, and the last day on which it holds; none: for good."""

    statement = serializers.CharField(max_length=300)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]
    url = serializers.CharField(max_length=2000, allow_blank=True, default="")
    holds_until = serializers.DateField(allow_null=True, default=None)

    def validate_url(self, url: str) -> str:
        return addresses.checked(url) if url else ""


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
    goes_live_at = serializers.DateTimeField(allow_null=True, default=None, validators=[times.check])
    expires_at = serializers.DateTimeField(allow_null=True, default=None, validators=[times.check])
    prompts = serializers.ListField(child=serializers.CharField(max_length=200), max_length=6, default=list)
    captions: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=CaptionFields(), default=list, max_length=manuscripts.MOST_CAPTIONS, error_messages=TOO_MANY
    )
    audience: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=AudienceFields(), default=list, max_length=manuscripts.MOST_AUDIENCE, error_messages=TOO_MANY
    )
    # What only some kinds have, and lists that came later: not sent, they stay as they are.
    kind = serializers.ChoiceField(choices=Story.Kind.choices, required=False)
    site_name = serializers.CharField(max_length=120, allow_blank=True, required=False)
    body = serializers.CharField(allow_blank=True, required=False, help_text="Markdown, of our own pages.")
    attachment = serializers.UUIDField(allow_null=True, required=False)
    attachment_text = serializers.CharField(max_length=20_000, allow_blank=True, required=False)
    place = serializers.CharField(max_length=200, allow_blank=True, required=False)
    event_starts_at = serializers.DateTimeField(allow_null=True, required=False, validators=[times.check])
    event_ends_at = serializers.DateTimeField(allow_null=True, required=False, validators=[times.check])
    deadline_at = serializers.DateTimeField(allow_null=True, required=False, validators=[times.check])
    offer_code = serializers.CharField(max_length=40, allow_blank=True, required=False)
    offer_stock = serializers.IntegerField(min_value=1, max_value=1_000_000, allow_null=True, required=False)
    topics = serializers.ListField(child=serializers.UUIDField(), max_length=20, required=False)
    evidence: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=EvidenceFields(), required=False, max_length=manuscripts.MOST_EVIDENCE, error_messages=TOO_MANY
    )

    def validate_body(self, body: str) -> str:
        markdown.check(body)
        return body

    def validate_attachment(self, attachment: Any) -> Any:
        if attachment and not Attachment.objects.filter(public_id=attachment).exists():
            raise serializers.ValidationError(UNKNOWN)
        return attachment

    def validate_topics(self, topics: list[Any]) -> list[Any]:
        if Topic.objects.filter(public_id__in=topics).count() != len(set(topics)):
            raise serializers.ValidationError(UNKNOWN)
        return topics

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        begins, ends = attrs.get("event_starts_at"), attrs.get("event_ends_at")
        if begins and ends and ends <= begins:
            raise serializers.ValidationError({"event_ends_at": _("An event ends after it begins.")})
        return attrs

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
    """This will read checked fields as a manuscript; what may be left away and was stays as in `base`.

    Errors: serializers.ValidationError for a file that is not of the story's kind.
    """
    named = {
        **fields,
        "picture": str(fields["picture"] or ""),
        "campaign": str(fields["campaign"] or ""),
        "prompts": tuple(fields["prompts"]),
        "captions": tuple(CaptionWords(**caption) for caption in fields["captions"]),
        "audience": tuple(dict.fromkeys(_audience(rule) for rule in fields["audience"])),
    }
    if "attachment" in fields:
        named["attachment"] = str(fields["attachment"] or "")
    if "topics" in fields:
        named["topics"] = tuple(dict.fromkeys(str(topic) for topic in fields["topics"]))
    if "evidence" in fields:
        named["evidence"] = tuple(_evidence(line) for line in fields["evidence"])
    said = replace(base, **named)
    is_its_own = (
        not fields.get("attachment") or Attachment.objects.filter(public_id=said.attachment, kind=said.kind).exists()
    )
    if not is_its_own:
        raise serializers.ValidationError({"attachment": _("A file of this kind does not belong to such a story.")})
    return said


def _audience(rule: dict[str, Any]) -> Audience:
    team, topic = str(rule["team"] or ""), str(rule["topic"] or "")
    return Audience(team=team, region=rule["region"], language=rule["language"], topic=topic)


def _evidence(line: dict[str, Any]) -> EvidenceLine:
    holds_until = line["holds_until"].isoformat() if line["holds_until"] else ""
    return EvidenceLine(statement=line["statement"], source=line["source"], url=line["url"], holds_until=holds_until)


def written(said: Manuscript) -> dict[str, Any]:
    """This will shape a manuscript as ManuscriptFields."""
    stored = manuscripts.as_json(said)
    known: dict[str, Any] = {str(name): stored[str(name)] for name in ManuscriptFields().fields}
    known["audience"] = [
        {**rule, "team": rule["team"] or None, "topic": rule["topic"] or None} for rule in stored["audience"]
    ]
    known["evidence"] = [{**line, "holds_until": line["holds_until"] or None} for line in stored["evidence"]]
    named = {"picture": said.picture or None, "campaign": said.campaign or None, "attachment": said.attachment or None}
    return {**known, **named}


class StoryOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    translation_of = serializers.UUIDField(allow_null=True)
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
    kind = serializers.ChoiceField(choices=Story.Kind.choices)
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
