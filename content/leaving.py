"""Leaving and erasure in this room: what somebody wanted to hear, and ideas that nobody took up."""

from accounts.models import Person
from content.models import Idea, Interest


def forget(*, most: int = 200) -> int:
    """This will delete the interests of people who asked to be erased and are gone, and their words in ideas.

    Shape: how many rows changed. An idea that became a story stays as a fact without its words; the others go. Notes
    and decisions on stories are the company's record and stay under the pseudonym.
    Safe to repeat.
    """
    gone = Person.objects.forgotten()
    interests = Interest.objects.filter(person__in=gone).order_by("pk").values_list("pk", flat=True)[:most]
    ideas = Idea.objects.filter(person__in=gone).exclude(state=Idea.State.TAKEN)
    told = Idea.objects.filter(person__in=gone, state=Idea.State.TAKEN).exclude(text="", url="", answer="")
    return (
        Interest.objects.filter(pk__in=list(interests)).delete()[0]
        + Idea.objects.filter(pk__in=list(ideas.order_by("pk").values_list("pk", flat=True)[:most])).delete()[0]
        + Idea.objects.filter(pk__in=list(told.order_by("pk").values_list("pk", flat=True)[:most])).update(
            text="", url="", answer=""
        )
    )
