"""What a person gets of his own rows, and nothing of anybody else's."""

import json

from accounts.models import Person
from advocacy import export
from advocacy.models import WaitingPlace
from tests.accounts.factories import THEN
from tests.advocacy.factories import (
    ConversationFactory,
    ConversationTurnFactory,
    DeclineFactory,
    DraftFactory,
    FeedbackFactory,
    ReadingFactory,
    SavedSearchFactory,
    ShareFactory,
)
from tests.content.factories import StoryFactory


def test_of_gathers_own_rows_only(employee: Person, colleague: Person) -> None:
    for person in (employee, colleague):
        ReadingFactory.create(person=person)
        SavedSearchFactory.create(person=person, name=f"Search of {person.name}")
        WaitingPlace.objects.create(person=person, story=StoryFactory.create(live=True), since=THEN)
        DeclineFactory.create(person=person)
        DraftFactory.create(person=person, words=f"Words of {person.name}", variants={"x": f"Short of {person.name}"})
        ShareFactory.create(person=person, words=f"Post of {person.name}")
        conversation = ConversationFactory.create(person=person)
        ConversationTurnFactory.create(conversation=conversation, text=f"To {person.name}")
        FeedbackFactory.create(brought_by=person, conversation=conversation, text=f"From {person.name}")
    gathered = export.of(person=employee)
    written = json.dumps(gathered)
    assert all(gathered[name] for name in gathered), [name for name in gathered if not gathered[name]]
    for words in ("Words of", "Short of", "Search of", "Post of", "To", "From"):
        assert f"{words} {employee.name}" in written
    assert colleague.name not in written
