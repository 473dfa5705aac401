"""What people who asked to be forgotten waited and searched for."""

from datetime import datetime

from accounts.models import Person
from advocacy import leaving
from advocacy.models import SavedSearch, WaitingPlace
from tests.advocacy.factories import SavedSearchFactory
from tests.content.factories import StoryFactory


def test_forget_words_takes_searches_and_waits_that_ended(employee: Person, leaver: Person, now: datetime) -> None:
    for person in (employee, leaver):
        SavedSearchFactory.create(person=person)
        WaitingPlace.objects.create(person=person, story=StoryFactory.create(live=True), since=now, ended_at=now)
    assert leaving.forget_words() == 0
    Person.objects.filter(pk=leaver.pk).update(erase_requested_at=now)
    assert leaving.forget_words() == 2
    assert leaving.forget_words() == 0
    for model in (SavedSearch, WaitingPlace):
        assert list(model.objects.values_list("person", flat=True)) == [employee.pk]
