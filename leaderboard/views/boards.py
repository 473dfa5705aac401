"""The board, and whether one is on it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PersonRequest
from leaderboard import boards, seasons, standings
from leaderboard.forms import BoardForm

TOP = 10


@require_GET
def board(request: PersonRequest) -> HttpResponse:
    person = request.user
    form = BoardForm(initial={"choice": person.board_choice, "pen_name": person.pen_name})
    return _show(request, form)


@require_POST
def choose_board(request: PersonRequest) -> HttpResponse:
    form = BoardForm(request.POST)
    if form.is_valid():
        try:
            boards.choose(person=request.user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("pen_name", refusal)
        else:
            messages.success(request, _("Kept. You can change this whenever you like."))
            return redirect("board")
    return _show(request, form, status=400)


def _show(request: PersonRequest, form: BoardForm, *, status: int = 200) -> HttpResponse:
    season = seasons.current(now=timezone.now())
    places = standings.top(TOP, season=season, you=request.user)
    shown = {
        "active": "me",
        "season": season,
        "form": form,
        "own": standings.of(person=request.user, season=season),
        "places": places,
        "around": standings.around(person=request.user, season=season, after=len(places)),
    }
    return render(request, "leaderboard/board.html", shown, status=status)
