"""What the shell shows of a person's conversations."""

from django.http import HttpRequest

from accounts.models import Person
from advocacy.models import Conversation


def waiting(request: HttpRequest) -> dict[str, int]:
    """Shape: waiting_conversations, how many people wait for this person's answer. Source: one query."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"waiting_conversations": 0}
    return {
        "waiting_conversations": Conversation.objects.filter(person=person, state=Conversation.State.WAITING).count()
    }
