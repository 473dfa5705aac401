"""The board and one's own place on it."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import person_of
from accounts.models import Person
from leaderboard import boards, seasons, standings

TOP = 10


class StandingsOutput(serializers.Serializer[object]):
    class Place(serializers.Serializer[standings.Place]):
        rank = serializers.IntegerField()
        points = serializers.FloatField()
        name = serializers.CharField()
        note = serializers.CharField(help_text="The team, or that it is a pen name.")
        is_you = serializers.BooleanField()

    season_starts_on = serializers.DateField()
    season_ends_on = serializers.DateField()
    board_choice = serializers.ChoiceField(choices=Person.BoardChoice.choices)
    pen_name = serializers.CharField()
    points = serializers.FloatField(help_text="Of the season; only you see them unless you are on the board.")
    rank = serializers.IntegerField(allow_null=True, help_text="Null while you are not on the board.")
    people_on_board = serializers.IntegerField()
    top = Place(many=True)
    around_you = Place(many=True, help_text="You and two on either side, without those in the top.")


def standings_of(person: Person) -> Response:
    season = seasons.current(now=timezone.now())
    own = standings.of(person=person, season=season)
    top = standings.top(TOP, season=season, you=person)
    shown = {
        "season_starts_on": season.starts_on,
        "season_ends_on": season.ends_on,
        "board_choice": person.board_choice,
        "pen_name": person.pen_name,
        "points": own.points,
        "rank": own.rank,
        "people_on_board": own.people,
        "top": top,
        "around_you": standings.around(person=person, season=season, after=len(top)).places,
    }
    return Response(StandingsOutput(shown).data)


class Standings(APIView):
    @extend_schema(operation_id="standings_list", responses=StandingsOutput)
    def get(self, request: Request) -> Response:
        """The first ten of those who chose to be seen, and the people next to you."""
        return standings_of(person_of(request))


class ChooseBoard(APIView):
    class Input(serializers.Serializer[object]):
        choice = serializers.ChoiceField(choices=Person.BoardChoice.choices)
        pen_name = serializers.CharField(required=False, default="", allow_blank=True, max_length=boards.PEN_NAME_MOST)

    @extend_schema(operation_id="standings_choose", request=Input, responses=StandingsOutput)
    def post(self, request: Request) -> Response:
        """Be on the board under your name or a pen name, or not at all. Safe to repeat."""
        person = person_of(request)
        chosen = self.Input(data=request.data)
        chosen.is_valid(raise_exception=True)
        boards.choose(person=person, now=timezone.now(), **chosen.validated_data)
        return standings_of(person)
