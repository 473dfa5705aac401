"""Who is seen on the board, and under which name. Everybody decides for himself, and staying away costs nothing."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person
from leaderboard import seasons, standings
from leaderboard.models import Standing

PEN_NAME_LEAST = 3
PEN_NAME_MOST = 40


class UnknownChoice(ValidationError):
    pass


class PenNameUnfit(ValidationError):
    pass


class PenNameTaken(ValidationError):
    pass


def choose(*, person: Person, choice: str, pen_name: str = "", now: datetime) -> None:
    """This will show a person on the board under his name or a pen name, or take him off it.

    Safe to repeat. Errors: UnknownChoice; PenNameUnfit for one that is too short, too long, an address or a
    colleague's name; PenNameTaken.
    """
    if choice not in Person.BoardChoice.values:
        raise UnknownChoice(_("Choose your name, a pen name, or not to be on the board."), code="board_choice")
    pen_name = " ".join(pen_name.split()) if choice == Person.BoardChoice.PEN_NAME else ""
    if choice == Person.BoardChoice.PEN_NAME:
        _require_fit(person=person, pen_name=pen_name)
    season = seasons.current(now=now)
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(board_choice=choice, pen_name=pen_name)
            person.board_choice, person.pen_name = choice, pen_name
            standings.show(person=person, season=season, on_board=choice != Person.BoardChoice.HIDDEN)
    except IntegrityError as error:
        person.refresh_from_db(fields=("board_choice", "pen_name"))
        raise PenNameTaken(_("Somebody else has this pen name. Choose another."), code="pen_name_taken") from error


def _require_fit(*, person: Person, pen_name: str) -> None:
    if not PEN_NAME_LEAST <= len(pen_name) <= PEN_NAME_MOST or "@" in pen_name:
        raise PenNameUnfit(_("A pen name has 3 to 40 characters and is not an address."), code="pen_name")
    if Person.objects.filter(name__iexact=pen_name).exclude(pk=person.pk).exists():
        raise PenNameUnfit(_("A colleague has this name. Choose one that is nobody’s."), code="pen_name")


def sweep_left(*, now: datetime) -> int:
    """This will take the people who left off the board, and count them. Safe to repeat."""
    gone = Standing.objects.filter(is_on_board=True).filter(
        Q(person__is_active=False) | Q(person__left_at__isnull=False)
    )
    swept = 0
    for standing in gone.select_related("person", "season").order_by("pk")[:500]:
        with transaction.atomic():
            Person.objects.filter(pk=standing.person_id).update(board_choice=Person.BoardChoice.HIDDEN, pen_name="")
            standings.show(person=standing.person, season=standing.season, on_board=False)
        swept += 1
    return swept
