"""Endpoints of the results: what the pages show, for other programs; and the follow-up of retracted stories."""

import uuid
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import HoldsRole, person_of
from accounts.roles import Role
from advocacy import recalls
from advocacy.models import Recall, Share
from advocacy.results import campaigns, hours, ladders, scorecards, work
from content.models import Campaign


class CountsOutput(serializers.Serializer[Any]):
    talked = serializers.IntegerField(help_text="Conversations.")
    clicked = serializers.IntegerField(help_text="Readers of links: people only, each once a day.")
    told = serializers.IntegerField(help_text="Posts.")
    claimed = serializers.IntegerField(help_text="Colleagues who took a place.")
    read = serializers.IntegerField(help_text="Colleagues who read it.")


class RangeOutput(serializers.Serializer[Any]):
    low = serializers.FloatField()
    middle = serializers.FloatField()
    high = serializers.FloatField()
    of = serializers.IntegerField()


class StoryLine(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    title = serializers.CharField()


class WorkedOutput(serializers.Serializer[Any]):
    story = StoryLine()
    counts = CountsOutput()
    line = serializers.CharField()


class StoryResults(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR, Role.LEADER)

    class Output(serializers.Serializer[Any]):
        class LikesOutput(serializers.Serializer[Any]):
            stories = serializers.IntegerField()
            is_same_reason = serializers.BooleanField()
            is_at_this_age = serializers.BooleanField()
            steps = serializers.DictField(child=RangeOutput(), help_text="The middle half of stories like it, by step.")

        class PassedOutput(serializers.Serializer[Any]):
            people = serializers.IntegerField()
            is_all = serializers.BooleanField(help_text="False: a group of fewer than five is left out of the sum.")
            reasons = serializers.ListField(child=serializers.ListField())

        class OwnWordsOutput(serializers.Serializer[Any]):
            spread = RangeOutput(help_text="The part of a post that is its writer's own, 0 to 1.")
            own = serializers.IntegerField()
            close = serializers.IntegerField()
            nearly_the_same = serializers.IntegerField()

        class EngagementOutput(serializers.Serializer[Any]):
            """Sums over the posts that could be read in public, and those that were told of."""

            posts = serializers.IntegerField()
            read = serializers.IntegerField(help_text="Posts that could be read in public.")
            told = serializers.IntegerField(help_text="Posts whose numbers their writers told.")
            reactions = serializers.IntegerField()
            reshares = serializers.IntegerField()
            replies = serializers.IntegerField()

        class InspirationOutput(serializers.Serializer[Any]):
            text = serializers.CharField()
            network = serializers.CharField()
            talks = serializers.IntegerField()

        story = StoryLine()
        counts = CountsOutput()
        tellers = serializers.IntegerField()
        places = serializers.IntegerField()
        taken = serializers.IntegerField()
        waiting = serializers.IntegerField()
        asks = serializers.FloatField(allow_null=True)
        likes = LikesOutput()
        passed = PassedOutput(allow_null=True)
        own_words = OwnWordsOutput(allow_null=True)
        engagement = EngagementOutput()
        inspirations = InspirationOutput(many=True)

    @extend_schema(operation_id="results_story", responses=Output)
    def get(self, request: Request, story_id: uuid.UUID) -> Response:
        mine = scorecards.in_reach(person=person_of(request)).select_related("campaign__objective")
        story = get_object_or_404(mine, public_id=story_id)
        return Response(self.Output(scorecards.of(story=story, now=timezone.now())).data)


class CampaignLine(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="campaign.public_id")
    name = serializers.CharField(source="campaign.name")
    closed_on = serializers.DateField(source="campaign.closed_on", allow_null=True)
    stories = serializers.IntegerField()
    talked = serializers.IntegerField()
    told = serializers.IntegerField()
    clicked = serializers.IntegerField()


class CampaignResults(generics.GenericAPIView[Campaign]):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR, Role.LEADER)
    serializer_class = CampaignLine
    queryset = Campaign.objects.none()

    @extend_schema(operation_id="results_campaigns", responses=CampaignLine(many=True))
    def get(self, request: Request) -> Response:
        mine = scorecards.in_reach(person=person_of(request))
        page = self.paginate_queryset(campaigns.with_stories(stories=mine)) or []
        sums = campaigns.sums(campaigns=page, stories=mine)
        return self.get_paginated_response(CampaignLine(sums, many=True).data)


class OneCampaignResults(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR, Role.LEADER)

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        name = serializers.CharField()
        together = CountsOutput()

    @extend_schema(operation_id="results_campaign", responses=Output)
    def get(self, request: Request, campaign_id: uuid.UUID) -> Response:
        campaign = get_object_or_404(Campaign, public_id=campaign_id)
        mine = scorecards.in_reach(person=person_of(request))
        together = ladders.together(campaigns.stories_of(campaign=campaign, stories=mine))
        return Response(self.Output({"id": campaign.public_id, "name": campaign.name, "together": together}).data)


class WhatWorked(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR, Role.LEADER)

    @extend_schema(operation_id="results_what_worked", responses=WorkedOutput(many=True))
    def get(self, request: Request) -> Response:
        mine = scorecards.in_reach(person=person_of(request))
        return Response(WorkedOutput(campaigns.worked(stories=mine, now=timezone.now()), many=True).data)


class ReadingHours(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR, Role.LEADER)

    class Output(serializers.Serializer[hours.ReadingHours]):
        class FindingOutput(serializers.Serializer[hours.Finding]):
            kind = serializers.ChoiceField(choices=[kind.value for kind in hours.Kind])
            weekday = serializers.IntegerField(allow_null=True, help_text="Monday is 0; null: all of them.")
            hour = serializers.IntegerField(allow_null=True, help_text="The first of two; null: all of them.")
            on = serializers.DateField(allow_null=True, help_text="The one date on which most of it came.")
            clicks = serializers.IntegerField()
            part = serializers.FloatField(help_text="Of all clicks, 0 to 1.")

        since = serializers.DateField()
        until = serializers.DateField()
        zone = serializers.CharField()
        minute = serializers.IntegerField(help_text="When hours begin: 0, or 30 or 45 in some zones.")
        clicks = serializers.IntegerField()
        line = serializers.CharField(help_text="The sentence that the figures bear out.")
        finding = FindingOutput()
        by_weekday = serializers.ListField(child=serializers.IntegerField(), help_text="Monday first.")
        cells = serializers.ListField(
            child=serializers.ListField(child=serializers.IntegerField()),
            help_text="Clicks by people: for each hour of the day the seven weekdays, Monday first.",
        )

    @extend_schema(operation_id="results_hours", responses=Output)
    def get(self, request: Request) -> Response:
        """When people read us: the clicks on all links in the last 28 whole days of the company."""
        return Response(self.Output(hours.of(now=timezone.now())).data)


class MyWork(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Output(serializers.Serializer[Any]):
        class WaitedOutput(serializers.Serializer[Any]):
            story = StoryLine()
            days = serializers.IntegerField()
            is_over = serializers.BooleanField()

        out = serializers.IntegerField()
        talked = serializers.IntegerField()
        never_claimed = StoryLine(many=True)
        too_late = StoryLine(many=True)
        left_over = StoryLine(many=True)
        waited = WaitedOutput(many=True)

    @extend_schema(operation_id="results_my_work", responses=Output)
    def get(self, request: Request) -> Response:
        return Response(self.Output(work.of(person=person_of(request), now=timezone.now())).data)


class RecallOutput(serializers.ModelSerializer[Recall]):
    share = serializers.UUIDField(source="share.public_id")
    person = serializers.CharField(source="share.person")
    network = serializers.CharField(source="share.network")
    permalink = serializers.CharField(source="share.permalink")

    class Meta:
        model = Recall
        fields = ("share", "person", "network", "permalink", "told_at", "answer", "answered_at", "reminded_at")


class StoryRecalls(generics.GenericAPIView[Recall]):
    """Who still has to act on a retracted story; names, for those who may retract it."""

    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR, Role.APPROVER)
    serializer_class = RecallOutput
    queryset = Recall.objects.none()

    @extend_schema(operation_id="recalls_of_story", responses=RecallOutput(many=True))
    def get(self, request: Request, story_id: uuid.UUID) -> Response:
        story = recalls.followed(person=person_of(request)).filter(public_id=story_id).first()
        if story is None:
            raise Http404
        page = self.paginate_queryset(recalls.of_story(story=story))
        return self.get_paginated_response(RecallOutput(page, many=True).data)


class AnswerRecall(APIView):
    class Input(serializers.Serializer[Any]):
        answer = serializers.ChoiceField(choices=[*Recall.Answer.values, ""], allow_blank=True)

    @extend_schema(operation_id="recalls_answer", request=Input, responses=RecallOutput)
    def post(self, request: Request, share_id: uuid.UUID) -> Response:
        share = get_object_or_404(Share.objects.filter(person=person_of(request)), public_id=share_id)
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        try:
            recalls.answer(share=share, answer=fields.validated_data["answer"], now=timezone.now())
        except recalls.NotAsked as refusal:
            raise Http404 from refusal
        return Response(RecallOutput(recalls.of(share=share)).data)
