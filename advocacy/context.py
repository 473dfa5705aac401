"""What the shell shows of a person's conversations."""

from collections.abc import Callable

from django.http import HttpRequest

from accounts.models import Person
from advocacy.models import Conversation


def waiting(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """Shape: waiting_conversations, how many people wait for this person's answer.

    Source: one query, when a template asks; a view that knows the number gives it under the same name.
    """
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"waiting_conversations": lambda: 0}
    mine = Conversation.objects.filter(person=person, state=Conversation.State.WAITING)
    return {"waiting_conversations": mine.count}
