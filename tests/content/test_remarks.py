"""Notes at a place in the text: where they stand, who settles them, what becomes of them in the next version."""

from dataclasses import replace

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Notification
from content import manuscripts, reach, remarks, stories
from content.models import Remark
from tests.accounts.factories import PersonFactory, RoleGrantFactory
from tests.content.factories import RemarkFactory, StoryFactory

pytestmark = pytest.mark.django_db
QUOTE = "a span from 1894"


def noted(story, by, now, **more):
    words = manuscripts.of_version(story=story, number=story.version)
    fields = {"field": "summary", "quote": QUOTE, "text": "Is the year right?", **more}
    return remarks.add(story=story, version=story.version, manuscript=words, by=by, now=now, **fields)


def test_add_keeps_the_place_and_tells_the_author_once(curator, approver, now):
    story = StoryFactory.create(author=curator, review=True)
    noted(story, approver, now)
    noted(story, approver, now, field="title", quote="")
    assert [(each.field, each.quote) for each in Remark.objects.all()] == [("summary", QUOTE), ("title", "")]
    assert Notification.objects.filter(person=curator).count() == 1


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"field": "author"}, remarks.UnknownField),
        ({"text": "  "}, remarks.TextMissing),
        ({"quote": "a span from 1895"}, remarks.QuoteNotThere),
        ({"field": "title"}, remarks.QuoteNotThere),
    ],
)
def test_add_refusals(curator, approver, now, wrong, error):
    story = StoryFactory.create(author=curator, review=True)
    with pytest.raises(error):
        noted(story, approver, now, **wrong)
    assert not Remark.objects.exists()


def test_add_outside_the_team_is_refused(team, other_team, now):
    story = StoryFactory.create(review=True, owner_team=team)
    far = PersonFactory.create()
    RoleGrantFactory.create(person=far, role="approver", team=other_team)
    with pytest.raises(reach.OutsideReach):
        noted(story, far, now)


def test_open_remark_of_an_earlier_version_is_carried_over_until_settled(curator, approver, now):
    story = StoryFactory.create(author=curator)
    stories.submit(story=story, by=curator, now=now)
    remark = noted(story, approver, now)
    stories.send_back(story=story, by=approver, note="See the remark.", now=now)
    words = replace(manuscripts.of_story(story=story), summary="The night crew lifted out a span from 1896.")
    stories.edit(story=story, manuscript=words, seen=story.revision, by=curator, now=now)
    stories.submit(story=story, by=curator, now=now)
    placed = remarks.of(story=story, manuscript=words)
    assert [(each.remark, each.stands) for each in placed] == [(remark, False)]
    remarks.settle(remark=remark, by=curator, now=now)
    assert remarks.of(story=story, manuscript=words) == []
    with pytest.raises(remarks.NotOpen):
        remarks.settle(remark=remark, by=curator, now=now)
    remarks.reopen(remark=remark, by=curator, now=now)
    assert len(remarks.of(story=story, manuscript=words)) == 1


def test_settle_is_the_curators_and_the_writers(approver, employee, curator, now):
    remark = RemarkFactory.create(by=approver)
    with pytest.raises(reach.OutsideReach):
        remarks.settle(remark=remark, by=employee, now=now)
    remarks.settle(remark=remark, by=approver, now=now)
    assert remark.settled_by == approver


@pytest.mark.parametrize(
    ("text", "quotes", "marked"),
    [
        ("one two three", ["two"], ["two"]),
        ("one two three", ["one two", "two three"], ["one two", " three"]),
        ("one\n two", ["one two"], ["one\n two"]),
        ("one", ["nine"], []),
        ("aaa ab", ["ab"], ["ab"]),
        ("", ["x"], []),
    ],
)
def test_pieces_mark_what_is_quoted(text, quotes, marked):
    found = remarks.pieces(text=text, quotes=quotes)
    assert "".join(piece.text for piece in found) == text
    assert [piece.text for piece in found if piece.is_marked] == marked


def test_page_shows_the_remark_at_its_place_and_settles_it(client_of, curator, approver):
    story = StoryFactory.create(author=curator, review=True)
    address = f"/approvals/{story.public_id}/"
    sent = {"field": "summary", "quote": QUOTE, "text": "Is the year right?"}
    assertContains(client_of(approver).post(f"{address}remarks/", sent, follow=True), f"<mark>{QUOTE}</mark>")
    refused = client_of(approver).post(f"{address}remarks/", {**sent, "quote": "nothing of this"})
    assertContains(refused, "nothing of this", status_code=422)
    remark = Remark.objects.get()
    settled = client_of(curator).post(f"/studio/remarks/{remark.public_id}/settle/", headers={"HX-Request": "true"})
    assertContains(settled, "Take it up again")
    assertNotContains(client_of(approver).get(address), "<mark>")
    back = client_of(curator).post(f"/studio/remarks/{remark.public_id}/reopen/", {"to": "approval"})
    assert back.url == address
