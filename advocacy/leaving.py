"""Leaving and erasure: what a person wrote goes, the figures stay right."""

from advocacy.models import Conversation, ConversationTurn, Draft, Share


def forget_words(*, most: int = 200) -> int:
    """This will take out the words of people who asked to be erased, and say how many rows changed.

    Shape: drafts are deleted; shares and conversations lose text, names and addresses and are still counted.
    Safe to repeat.
    """
    erased = {"person__erase_requested_at__isnull": False}
    drafts = list(Draft.objects.filter(**erased).order_by("pk").values_list("pk", flat=True)[:most])
    shares = list(
        Share.objects.filter(**erased)
        .exclude(words="", permalink="")
        .order_by("pk")
        .values_list("pk", flat=True)[:most]
    )
    turns = list(
        ConversationTurn.objects.filter(conversation__person__erase_requested_at__isnull=False)
        .exclude(text="")
        .order_by("pk")
        .values_list("pk", flat=True)[:most]
    )
    named = list(
        Conversation.objects.filter(**erased)
        .exclude(counterpart="", thread_url="")
        .order_by("pk")
        .values_list("pk", flat=True)[:most]
    )
    Draft.objects.filter(pk__in=drafts).delete()
    Share.objects.filter(pk__in=shares).update(words="", disclosure="", permalink="")
    ConversationTurn.objects.filter(pk__in=turns).update(text="")
    Conversation.objects.filter(pk__in=named).update(counterpart="", thread_url="")
    return len(drafts) + len(shares) + len(turns) + len(named)
