"""Endpoints of the lessons and of the first week."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import company, roles
from accounts import lessons as marks
from accounts.access import person_of
from advocacy import first_week, lessons


class Lessons(APIView):
    class Output(serializers.Serializer[Any]):
        key = serializers.CharField()
        title = serializers.CharField()
        about = serializers.CharField()
        done_at = serializers.DateTimeField(allow_null=True)

    @extend_schema(operation_id="lessons_list", responses=Output(many=True))
    def get(self, request: Request) -> Response:
        done = marks.done(person=person_of(request))
        rows = [
            {"key": lesson.key, "title": lesson.title, "about": lesson.about, "done_at": done.get(lesson.key)}
            for lesson in lessons.EVERY
        ]
        return Response(self.Output(rows, many=True).data)


class LessonAnswer(APIView):
    class Input(serializers.Serializer[Any]):
        answer = serializers.CharField(
            max_length=lessons.WORDS_MOST, allow_blank=True, help_text="The key of an option, or a sentence."
        )

    class Output(serializers.Serializer[Any]):
        is_right = serializers.BooleanField()
        why = serializers.CharField()

    @extend_schema(operation_id="lessons_answer", request=Input, responses=Output)
    def post(self, request: Request, key: str) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        result = lessons.answer(
            person=person_of(request),
            lesson=key,
            said=wanted.validated_data["answer"],
            company=company.current(),
            now=timezone.now(),
        )
        return Response(self.Output(result).data)


class FirstWeek(APIView):
    class Input(serializers.Serializer[Any]):
        is_closed = serializers.BooleanField()

    class Output(serializers.Serializer[Any]):
        class PathOutput(serializers.Serializer[Any]):
            class StepOutput(serializers.Serializer[Any]):
                say = serializers.CharField()
                why = serializers.CharField()
                href = serializers.CharField()
                is_done = serializers.BooleanField()

            role = serializers.CharField()
            title = serializers.CharField()
            steps = StepOutput(many=True)

        closed_at = serializers.DateTimeField(allow_null=True)
        paths = PathOutput(many=True)

    @extend_schema(operation_id="first_week_read", responses=Output)
    def get(self, request: Request) -> Response:
        person = person_of(request)
        held = [first_week.EMPLOYEE, *roles.of(person=person)]
        paths = first_week.paths(person=person, roles=held, company=company.current(), now=timezone.now())
        return Response(self.Output({"closed_at": person.first_week_closed_at, "paths": paths}).data)

    @extend_schema(operation_id="first_week_close", request=Input, responses=Output)
    def put(self, request: Request) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        if wanted.validated_data["is_closed"]:
            first_week.close(person=person_of(request), now=timezone.now())
        else:
            first_week.reopen(person=person_of(request))
        return self.get(request)
