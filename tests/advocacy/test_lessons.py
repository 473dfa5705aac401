"""The lessons: their exercises are checked, and what is right is noted once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import lessons as marks
from accounts.models import CompanySettings, LessonRead, Person
from advocacy import lessons
from content.models import Disclosure

ClientOf = Callable[[Person], Client]
OWN = "I stood on the platform at five and the first train simply came."


@pytest.fixture
def answer(employee: Person, company: CompanySettings, now: datetime) -> Callable[[str, str], lessons.Result]:
    def said(lesson: str, words: str) -> lessons.Result:
        return lessons.answer(person=employee, lesson=lesson, said=words, company=company, now=now)

    return said


def test_every_lesson_has_a_page_a_mark_and_one_right_answer() -> None:
    assert tuple(lesson.key for lesson in lessons.EVERY) == marks.KEYS
    for lesson in lessons.EVERY:
        offered = lessons.options(lesson=lesson.key, says="I work at Northwind.")
        assert [option.is_right for option in offered].count(True) == (0 if lesson.key == "own-words" else 1)


@pytest.mark.parametrize(("lesson", "right"), [("reading", "span"), ("disclosure", "first"), ("answering", "ask")])
def test_answer_notes_the_right_choice_only(answer: Any, employee: Person, lesson: str, right: str) -> None:
    for option in lessons.options(lesson=lesson, says=""):
        if option.key != right:
            result = answer(lesson, option.key)
            assert (result.is_right, result.why) == (False, option.why)
    assert marks.done(person=employee) == {}
    assert answer(lesson, right).is_right
    assert set(marks.done(person=employee)) == {lesson}


def test_answer_is_noted_once(employee: Person, company: CompanySettings, now: datetime) -> None:
    for later in (0, 1):
        lessons.answer(
            person=employee, lesson="answering", said="ask", company=company, now=now + timedelta(days=later)
        )
    assert LessonRead.objects.get().at == now


def test_answer_compares_own_words_as_the_composer_does(answer: Any, employee: Person) -> None:
    copied = answer("own-words", lessons.caption())
    assert (copied.is_right, "nearly the text itself" in copied.why) == (False, True)
    close = answer("own-words", "Our night crew replaced the old bridge in just forty-one hours, and I watched it.")
    assert not close.is_right
    assert "“Our night crew replaced the old bridge in just forty-one hours,” is in both." in close.why
    assert marks.done(person=employee) == {}
    assert answer("own-words", OWN).is_right


def test_answer_compares_in_the_language_of_the_page(answer: Any) -> None:
    with translation.override("de"):
        assert not answer("own-words", lessons.caption()).is_right


@pytest.mark.parametrize(
    ("lesson", "said"), [("own-words", "Nice."), ("own-words", " " * 50), ("disclosure", ""), ("reading", "first")]
)
def test_answer_refuses_what_is_no_answer(answer: Any, lesson: str, said: str) -> None:
    with pytest.raises(lessons.NothingSaid):
        answer(lesson, said)


def test_answer_refuses_an_unknown_lesson(answer: Any) -> None:
    with pytest.raises(marks.UnknownLesson):
        answer("juggling", "x")


def test_disclosure_is_that_of_the_market(employee: Person, client_of: ClientOf) -> None:
    Disclosure.objects.create(region="North", language="en", text="Employed by Northwind Rail, and paid by it.")
    Person.objects.filter(pk=employee.pk).update(region="North")
    page = client_of(employee).get(reverse("lesson", args=["disclosure"])).content.decode()
    assert page.count("Employed by Northwind Rail, and paid by it.") == 2


def test_lesson_is_read_tried_and_done(employee: Person, client_of: ClientOf) -> None:
    client = client_of(employee)
    assert "Four lessons, two minutes each." in client.get(reverse("lessons")).content.decode()
    path = reverse("lesson", args=["answering"])
    wrong = client.post(path, {"answer": "defend"})
    assert "Not that one." in wrong.content.decode()
    assert 'value="defend" checked' in wrong.content.decode()
    assert "Yes." in client.post(path, {"answer": "ask"}).content.decode()
    assert "Done on" in client.get(path).content.decode()


def test_lesson_keeps_what_was_written_when_refused(employee: Person, client_of: ClientOf) -> None:
    refused = client_of(employee).post(reverse("lesson", args=["own-words"]), {"answer": "Too <b>short</b>"})
    assert refused.status_code == 422
    assert "Too &lt;b&gt;short&lt;/b&gt;" in refused.content.decode()
    assert "Write at least 8 words." in refused.content.decode()


def test_an_unknown_lesson_is_not_there(employee: Person, client_of: ClientOf) -> None:
    assert client_of(employee).get(reverse("lesson", args=["juggling"])).status_code == 404


def test_lessons_are_done_over_the_api(employee: Person, api_of: Any) -> None:
    client = api_of(employee)
    path = reverse("api_lesson", args=["own-words"])
    assert client.post(path, {"answer": "Nice."}, format="json").status_code == 400
    assert client.post(path, {"answer": OWN}, format="json").json()["is_right"] is True
    done = {row["key"]: row["done_at"] for row in client.get(reverse("api_lessons")).json()}
    assert [key for key, at in done.items() if at] == ["own-words"]
