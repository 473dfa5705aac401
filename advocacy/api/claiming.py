"""Claims, drafts and shares over the API: the same rules as on the pages."""

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

import networks
from accounts import company
from accounts.access import person_of
from advocacy import claims, drafts, links, originality, shares, writing
from advocacy.api.stories import known
from advocacy.clicks import figures
from advocacy.models import Claim, Draft, Share
from advocacy.tasks import serve_waiting


class ClaimOutput(serializers.ModelSerializer[Claim]):
    id = serializers.UUIDField(source="public_id")
    story = serializers.UUIDField(source="story.public_id")

    class Meta:
        model = Claim
        fields = ("id", "story", "story_version", "state", "taken_at", "keep_until", "extended_at", "ended_at")


class ShareOutput(serializers.ModelSerializer[Share]):
    id = serializers.UUIDField(source="public_id")
    claim = serializers.UUIDField(source="claim.public_id")
    story = serializers.UUIDField(source="story.public_id")
    link = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    composer = serializers.SerializerMethodField()

    class Meta:
        model = Share
        fields = (
            "id",
            "claim",
            "story",
            "story_version",
            "network",
            "words",
            "disclosure",
            "likeness",
            "state",
            "opened_at",
            "posted_at",
            "permalink",
            "link",
            "text",
            "composer",
        )

    def get_link(self, share: Share) -> str:
        return links.address(code=share.link.code)

    def get_text(self, share: Share) -> str:
        return shares.text(share=share)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_composer(self, share: Share) -> str | None:
        """Empty where there is none; on a network of many servers ask for it with `home`."""
        return shares.intent(share=share, home=self.context.get("home", ""))


class ClicksOutput(serializers.Serializer[figures.Figures]):
    human = serializers.IntegerField()
    suspect = serializers.IntegerField()
    robot = serializers.IntegerField()
    visitors = serializers.IntegerField(help_text="Daily unique: who comes on two days is two.")


class ShareWithClicksOutput(ShareOutput):
    clicks = serializers.SerializerMethodField()

    class Meta(ShareOutput.Meta):
        fields = (*ShareOutput.Meta.fields, "clicks")  # type: ignore[assignment]

    @extend_schema_field(ClicksOutput)
    def get_clicks(self, share: Share) -> dict[str, int]:
        return ClicksOutput(figures.for_share(share)).data


class DraftInput(serializers.Serializer[Draft]):
    words = serializers.CharField(max_length=drafts.LONGEST, allow_blank=True, trim_whitespace=False)
    keeps_disclosure = serializers.BooleanField(default=True)
    variants = serializers.DictField(
        child=serializers.CharField(max_length=drafts.LONGEST, allow_blank=True, trim_whitespace=False),
        required=False,
        help_text="Other words for a network, by its key. Left out, those that there are stay.",
    )
    networks = serializers.ListField(child=serializers.ChoiceField(choices=networks.CHOICES), default=list)
    revision = serializers.IntegerField(min_value=0, default=0)


class DeskOutput(serializers.Serializer[object]):
    """The sheet: what was written so far, how it counts on every network, and how like it is to other texts."""

    class CounterOutput(serializers.Serializer[object]):
        network = serializers.CharField(source="network.key")
        name = serializers.CharField(source="network.name")
        used = serializers.IntegerField(source="count.used")
        limit = serializers.IntegerField(source="count.limit", allow_null=True)
        left = serializers.IntegerField(source="count.left", allow_null=True)
        is_over = serializers.BooleanField(source="count.is_over")
        variant = serializers.CharField(help_text="Other words for this network; empty: those for all.")
        mentions = serializers.ListField(child=serializers.CharField())
        is_ticked = serializers.BooleanField()
        is_posted = serializers.BooleanField()

    class BlockedOutput(serializers.Serializer[object]):
        term = serializers.CharField()
        reason = serializers.CharField()
        before = serializers.CharField()
        word = serializers.CharField(help_text="As it was written, between `before` and `after`.")
        after = serializers.CharField()

    class SoundOutput(serializers.Serializer[object]):
        """How like to other texts the words for all are, or those for one network."""

        class PassageOutput(serializers.Serializer[object]):
            text = serializers.CharField()
            is_shared = serializers.BooleanField()

        network = serializers.CharField(source="network.key", default="", help_text="Empty: the words for all.")
        likeness = serializers.FloatField(source="likeness.score")
        verdict = serializers.ChoiceField(
            choices=[verdict.value for verdict in originality.Verdict], source="likeness.verdict.value"
        )
        beside = serializers.ChoiceField(
            choices=[beside.value for beside in originality.Beside], source="likeness.beside.value"
        )
        passages = PassageOutput(many=True, source="alike.passages", default=list)

    class ChangeOutput(serializers.Serializer[object]):
        what = serializers.CharField(source="label")
        before = serializers.CharField()
        after = serializers.CharField()

    words = serializers.CharField()
    variants = serializers.DictField(child=serializers.CharField())
    revision = serializers.IntegerField()
    keeps_disclosure = serializers.BooleanField()
    disclosure = serializers.CharField()
    prompts = serializers.ListField(child=serializers.CharField(), source="claim.story.prompts")
    captions = serializers.SerializerMethodField()
    counters = CounterOutput(many=True)
    likeness = serializers.FloatField(source="likeness.score")
    verdict = serializers.ChoiceField(
        choices=[verdict.value for verdict in originality.Verdict], source="likeness.verdict.value"
    )
    sounds = SoundOutput(many=True)
    blocked = BlockedOutput(many=True)
    tags = serializers.ListField(child=serializers.CharField())
    changed = ChangeOutput(many=True, help_text="What the story says differently since the words were begun.")
    is_kept = serializers.BooleanField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_captions(self, desk: writing.Desk) -> list[str]:
        return [caption.text for caption in desk.captions]


def own_claim(request: Request, claim_id: uuid.UUID) -> Claim:
    """This will find one of the person's own claims; everybody else's does not exist for him."""
    mine = Claim.objects.filter(person=person_of(request)).select_related("person", "story")
    return get_object_or_404(mine, public_id=claim_id)


def own_share(request: Request, share_id: uuid.UUID) -> Share:
    """This will find one of the person's own shares; everybody else's does not exist for him."""
    mine = Share.objects.filter(person=person_of(request)).select_related("claim", "story", "link", "person")
    return get_object_or_404(mine, public_id=share_id)


def desk_of(*, claim: Claim, draft: Draft | None) -> dict[str, Any]:
    """This will lay the desk as the API shows it."""
    desk = writing.desk(claim=claim, draft=draft, settings=company.current(), now=timezone.now())
    return DeskOutput(desk).data


class TakeClaim(APIView):
    """Take a place of a story. Who holds one gets the claim he has."""

    @extend_schema(operation_id="stories_claim", request=None, responses={201: ClaimOutput})
    def post(self, request: Request, story_id: uuid.UUID) -> Response:
        claim = claims.take(person=person_of(request), story=known(request, story_id), now=timezone.now())
        return Response(ClaimOutput(claim).data, status=status.HTTP_201_CREATED)


@extend_schema_view(
    get=extend_schema(operation_id="claims_list", parameters=[OpenApiParameter("state", str, enum=Claim.State.values)])
)
class Claims(generics.ListAPIView[Claim]):
    """My claims, the newest first."""

    serializer_class = ClaimOutput

    def get_queryset(self):  # type: ignore[no-untyped-def]
        mine = Claim.objects.filter(person=person_of(self.request)).select_related("story")
        state = self.request.query_params.get("state", "")
        if state in Claim.State.values:
            mine = mine.filter(state=state)
        return mine.order_by("-taken_at", "-pk")


class OneClaim(APIView):
    @extend_schema(operation_id="claims_show", responses=ClaimOutput)
    def get(self, request: Request, claim_id: uuid.UUID) -> Response:
        return Response(ClaimOutput(own_claim(request, claim_id)).data)


class ReleaseClaim(APIView):
    @extend_schema(operation_id="claims_release", request=None, responses=ClaimOutput)
    def post(self, request: Request, claim_id: uuid.UUID) -> Response:
        claim = own_claim(request, claim_id)
        if claims.release(claim=claim, now=timezone.now()):
            serve_waiting.delay_on_commit()
        return Response(ClaimOutput(claim).data)


class ExtendClaim(APIView):
    @extend_schema(operation_id="claims_extend", request=None, responses=ClaimOutput)
    def post(self, request: Request, claim_id: uuid.UUID) -> Response:
        claim = claims.extend(claim=own_claim(request, claim_id), now=timezone.now())
        return Response(ClaimOutput(claim).data)


class ClaimDraft(APIView):
    """The sheet of a claim. `revision` is the one that was read: an older one never overwrites a newer text."""

    @extend_schema(operation_id="claims_draft", responses=DeskOutput)
    def get(self, request: Request, claim_id: uuid.UUID) -> Response:
        claim = own_claim(request, claim_id)
        return Response(desk_of(claim=claim, draft=drafts.of(person=claim.person, story=claim.story)))

    @extend_schema(operation_id="claims_save_draft", request=DraftInput, responses=DeskOutput)
    def put(self, request: Request, claim_id: uuid.UUID) -> Response:
        claim = own_claim(request, claim_id)
        given = DraftInput(data=request.data)
        given.is_valid(raise_exception=True)
        typed = given.validated_data
        draft = drafts.save(
            person=claim.person,
            story=claim.story,
            words=typed["words"],
            keeps_disclosure=typed["keeps_disclosure"],
            ticked=typed["networks"],
            variants=typed.get("variants"),
            revision=typed["revision"],
            now=timezone.now(),
        )
        return Response(desk_of(claim=claim, draft=draft))


class ClaimShares(APIView):
    """Make a post ready for one network. Nothing is posted: the person does that."""

    class Input(serializers.Serializer[Share]):
        network = serializers.ChoiceField(choices=networks.CHOICES)
        words = serializers.CharField(max_length=drafts.LONGEST, allow_blank=True, trim_whitespace=False)
        keeps_disclosure = serializers.BooleanField(default=True)
        home = serializers.CharField(
            max_length=300,
            default="",
            allow_blank=True,
            help_text="The name of the person's server on a network of many; kept nowhere.",
        )

    @extend_schema(operation_id="claims_share", request=Input, responses={201: ShareOutput})
    def post(self, request: Request, claim_id: uuid.UUID) -> Response:
        claim = own_claim(request, claim_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        typed = dict(given.validated_data)
        home, chosen = typed.pop("home"), networks.get(typed["network"])
        home = chosen.home(home) if home and chosen.has_homes else ""
        share = shares.open(claim=claim, now=timezone.now(), **typed)
        return Response(ShareOutput(share, context={"home": home}).data, status=status.HTTP_201_CREATED)


class HoldDraft(APIView):
    """The words hold, although the story changed since they were begun."""

    @extend_schema(operation_id="claims_hold_draft", request=None, responses=DeskOutput)
    def post(self, request: Request, claim_id: uuid.UUID) -> Response:
        claim = own_claim(request, claim_id)
        drafts.hold(person=claim.person, story=claim.story)
        return Response(desk_of(claim=claim, draft=drafts.of(person=claim.person, story=claim.story)))


@extend_schema_view(get=extend_schema(operation_id="shares_list"))
class Shares(generics.ListAPIView[Share]):
    """My shares, the newest first."""

    serializer_class = ShareOutput

    def get_queryset(self):  # type: ignore[no-untyped-def]
        mine = Share.objects.filter(person=person_of(self.request)).select_related("claim", "story", "link")
        return mine.order_by("-opened_at", "-pk")


class OneShare(APIView):
    """One of my shares, and what its link brought."""

    @extend_schema(operation_id="shares_show", responses=ShareWithClicksOutput)
    def get(self, request: Request, share_id: uuid.UUID) -> Response:
        return Response(ShareWithClicksOutput(own_share(request, share_id)).data)


class PermalinkInput(serializers.Serializer[Share]):
    permalink = serializers.CharField(max_length=500, allow_blank=True, default="")


class ConfirmShare(APIView):
    """I posted it."""

    @extend_schema(operation_id="shares_posted", request=PermalinkInput, responses=ShareOutput)
    def post(self, request: Request, share_id: uuid.UUID) -> Response:
        share = own_share(request, share_id)
        given = PermalinkInput(data=request.data)
        given.is_valid(raise_exception=True)
        shares.confirm(share=share, permalink=given.validated_data["permalink"], now=timezone.now())
        return Response(ShareOutput(share).data)


class SharePermalink(APIView):
    @extend_schema(operation_id="shares_permalink", request=PermalinkInput, responses=ShareOutput)
    def post(self, request: Request, share_id: uuid.UUID) -> Response:
        share = own_share(request, share_id)
        given = PermalinkInput(data=request.data)
        given.is_valid(raise_exception=True)
        shares.save_permalink(share=share, permalink=given.validated_data["permalink"])
        return Response(ShareOutput(share).data)
