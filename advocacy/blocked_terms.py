"""Words that need a second thought, found in a text with the reason why."""

import re

from content.models import BlockedTerm


def found(*, words: str, language: str) -> list[BlockedTerm]:
    """This will list the blocked terms that stand in a text as whole words, by their alphabet.

    Source: content.BlockedTerm, one query.
    """
    text = " ".join(words.casefold().split())
    terms = BlockedTerm.objects.filter(language__in=("", language)).order_by("term")
    return [term for term in terms if _stands_in(term=term.term, text=text)]


def _stands_in(*, term: str, text: str) -> bool:
    wanted = re.escape(" ".join(term.casefold().split()))
    return bool(wanted and re.search(rf"(?<!\w){wanted}(?!\w)", text))
