"""The lessons: a list, and one page for each with its exercise."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import lessons as marks
from accounts.requests import PersonRequest
from advocacy import lessons as course


@require_safe
def lessons(request: PersonRequest) -> HttpResponse:
    done = marks.done(person=request.user)
    rows = [(lesson, done.get(lesson.key)) for lesson in course.EVERY]
    return render(request, "advocacy/lessons.html", {"active": "me", "rows": rows, "done": len(done)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: PersonRequest, key: str) -> HttpResponse:
    found = course.get(key=key)
    if found is None:
        raise Http404
    status, result, refusal, said = 200, None, "", request.POST.get("answer", "")
    if request.method == "POST":
        try:
            result = course.answer(
                person=request.user, lesson=key, said=said, company=request.company, now=timezone.now()
            )
        except ValidationError as error:
            status, refusal = 422, " ".join(error.messages)
    done = marks.done(person=request.user)
    says = course.disclosure(person=request.user, company=request.company)
    shown = {
        "active": "me",
        "lesson": found,
        "of": len(course.EVERY),
        "says": says,
        "options": course.options(lesson=key, says=says),
        "caption": course.caption(),
        "done_at": done.get(key),
        "following": next((each for each in course.EVERY if each.number == found.number + 1), None),
        "result": result,
        "refusal": refusal,
        "said": said,
        "least": course.WORDS_LEAST,
        "most": course.WORDS_MOST,
    }
    return render(request, f"advocacy/lessons/{key}.html", shown, status=status)
