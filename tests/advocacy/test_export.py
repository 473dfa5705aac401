"""What a person gets of his own rows, and nothing of anybody else's."""

import json

from accounts.models import Person
from advocacy import export
from advocacy.models import NetworkAccount, WaitingPlace
from tests.accounts.factories import THEN
from tests.advocacy.factories import (
    ConversationFactory,
    ConversationTurnFactory,
    DeclineFactory,
    DraftFactory,
    EngagementFactory,
    FeedbackFactory,
    NetworkServerFactory,
    PublicationFactory,
    ReadingFactory,
    ReplyFactory,
    SavedSearchFactory,
    ShareFactory,
    SocialConnectionFactory,
)
from tests.content.factories import StoryFactory


def test_of_gathers_own_rows_only(employee: Person, colleague: Person) -> None:
    for person in (employee, colleague):
        ReadingFactory.create(person=person)
        SavedSearchFactory.create(person=person, name=f"Search of {person.name}")
        WaitingPlace.objects.create(person=person, story=StoryFactory.create(live=True), since=THEN)
        DeclineFactory.create(person=person)
        DraftFactory.create(person=person, words=f"Words of {person.name}", variants={"x": f"Short of {person.name}"})
        share = ShareFactory.create(person=person, words=f"Post of {person.name}")
        EngagementFactory.create(share=share)
        ReplyFactory.create(share=share, words=f"Reply to {person.name}")
        NetworkAccount.objects.create(
            person=person,
            network="mastodon",
            name=f"Account of {person.name}",
            remote_id="1",
            server=NetworkServerFactory.create(),
            seen_at=THEN,
            next_at=THEN,
        )
        SocialConnectionFactory.create(person=person, handle=f"@{person.name}@a.example")
        PublicationFactory.create(share__person=person, text=f"Pressed by {person.name}")
        conversation = ConversationFactory.create(person=person)
        ConversationTurnFactory.create(conversation=conversation, text=f"To {person.name}")
        FeedbackFactory.create(brought_by=person, conversation=conversation, text=f"From {person.name}")
    gathered = export.of(person=employee)
    written = json.dumps(gathered)
    assert all(gathered[name] for name in gathered), [name for name in gathered if not gathered[name]]
    for words in ("Words of", "Short of", "Search of", "Post of", "Pressed by", "Reply to", "Account of", "To", "From"):
        assert f"{words} {employee.name}" in written
    assert colleague.name not in written
    assert f"@{employee.name}@a.example" in written
    assert "sealed" not in written  # the token
