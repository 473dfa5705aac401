"""Shares, their links, own words, drafts and leaving."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

import networks
from advocacy import blocked_terms, claims, declines, drafts, leaving, links, originality, readings, shares
from advocacy.models import Claim, Decline, Draft, Reading, Share
from content import disclosures
from content.models import BlockedTerm, Disclosure, Story
from tests.advocacy.factories import (
    ClaimFactory,
    ConversationFactory,
    ConversationTurnFactory,
    DraftFactory,
    LinkFactory,
    ReadingFactory,
    ShareFactory,
)
from tests.content.factories import CaptionFactory, StoryFactory

WORDS = "At four in the morning the old span hung over the river and sixty people went quiet."


@pytest.fixture
def claim(employee):
    return ClaimFactory(person=employee)


def made(claim, now, network="linkedin", words=WORDS, keeps_disclosure=True):
    return shares.open(claim=claim, network=network, words=words, keeps_disclosure=keeps_disclosure, now=now)


# -- shares ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_open_makes_the_post_with_disclosure_and_link(claim, now):
    share = made(claim, now)
    assert shares.text(share=share).startswith("I work at Northwind Rail.\n\nAt four")
    assert shares.text(share=share).endswith(f"/l/{share.link.code}")
    assert (share.state, share.likeness, share.story_version, share.team) == ("opened", 0.0, 1, claim.person.team)


@pytest.mark.django_db
def test_open_again_replaces_the_words_until_it_is_posted(claim, now):
    share = made(claim, now)
    assert made(claim, now, words="Other words of mine.").pk == share.pk
    shares.confirm(share=share, now=now)
    assert made(claim, now, words="Too late.").words == "Other words of mine."


@pytest.mark.django_db
def test_open_without_disclosure_stores_none(claim, now):
    share = made(claim, now, keeps_disclosure=False)
    assert share.disclosure == ""
    assert shares.text(share=share).startswith("At four")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("network", "words", "refusal"),
    [
        ("bluesky", "word " * 80, shares.TooLong),
        ("linkedin", "  ", shares.NoWords),
        ("fax", WORDS, networks.UnknownNetwork),
    ],
)
def test_open_refuses(claim, now, network, words, refusal):
    with pytest.raises(refusal):
        made(claim, now, network=network, words=words)
    assert not Share.objects.exists()


@pytest.mark.django_db
def test_open_names_a_blocked_term_with_its_reason(claim, now):
    BlockedTerm.objects.create(term="guaranteed", reason="We promise nothing about punctuality.")
    with pytest.raises(shares.BlockedWords, match="punctuality"):
        made(claim, now, words="Punctuality is Guaranteed, they say.")
    made(claim, now, words="Unguaranteed words pass.")


@pytest.mark.django_db
def test_open_after_the_end_is_refused(claim, now):
    with pytest.raises(shares.PlaceGone):
        made(claim, claim.keep_until)
    Story.objects.filter(pk=claim.story_id).update(state="retracted")
    with pytest.raises(claims.Retracted):
        made(Claim.objects.get(), now)


@pytest.mark.django_db
def test_open_measures_likeness_with_captions_and_colleagues(claim, now):
    ShareFactory(story=claim.story, words=WORDS)
    assert made(claim, now).likeness == 1.0
    CaptionFactory(story=claim.story, text="One two three four five.")
    found = shares.likeness_of(words="One two three four five six", person=claim.person, story=claim.story)
    assert found.beside == originality.Beside.CAPTION
    assert found.verdict == originality.Verdict.NEARLY_THE_SAME


@pytest.mark.django_db
def test_confirm_counts_the_first_time_even_after_the_place_went_back(claim, now):
    share = made(claim, now)
    claims.expire(now=claim.keep_until)
    later = now + timedelta(days=9)
    shares.confirm(share=share, now=later)
    shares.confirm(share=share, now=later + timedelta(days=1))
    assert (share.state, share.posted_at) == (Share.State.POSTED, later)
    assert Claim.objects.get().state == Claim.State.EXPIRED


@pytest.mark.django_db
def test_confirm_refuses_a_permalink_of_another_network(claim, now):
    share = made(claim, now)
    with pytest.raises(ValidationError):
        shares.confirm(share=share, permalink="https://bsky.app/profile/a.bsky.social/post/3k", now=now)
    assert Share.objects.get().state == Share.State.OPENED


# -- links -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_link_is_one_for_person_story_and_network(employee, now):
    story = StoryFactory(live=True)
    first = links.of(person=employee, story=story, network="linkedin", now=now)
    assert links.of(person=employee, story=story, network="linkedin", now=now) == first
    assert links.of(person=employee, story=story, network="bluesky", now=now) != first
    assert len(first.code) == 8
    assert not set(first.code) & set("01oil")


@pytest.mark.django_db
def test_link_draws_again_when_the_code_is_taken(employee, now, monkeypatch):
    taken = LinkFactory(code="aaaaaaaa")
    codes = iter([taken.code, "bbbbbbbb"])
    monkeypatch.setattr(links, "new_code", lambda: next(codes))
    assert links.of(person=employee, story=StoryFactory(live=True), network="linkedin", now=now).code == "bbbbbbbb"


@pytest.mark.django_db
def test_target_keeps_query_and_fragment_and_sets_the_campaign():
    story = StoryFactory(url="https://northwind.example/a?id=4&utm_source=old&x=a%20b#part")
    parts = urlsplit(links.target(story=story, network="bluesky"))
    assert parts.query.startswith("id=4&x=a%20b&utm_source=bluesky&")
    assert parse_qs(parts.query)["utm_campaign"] == [story.campaign.slug]
    assert parse_qs(parts.query)["utm_content"] == [str(story.public_id)]
    assert parts.fragment == "part"


# -- own words -------------------------------------------------------------------------------------------------------


def test_compare_knows_same_close_and_own_words():
    captions = ["Replacing a bridge takes two years of planning and one weekend of quiet."]
    same = originality.compare(
        words=captions[0].upper() + " https://nwr.example/l/abc", captions=captions, colleagues=[]
    )
    assert (same.score, same.verdict) == (1.0, originality.Verdict.NEARLY_THE_SAME)
    close = originality.compare(
        words="I say: replacing a bridge takes two years of planning and my whole spring",
        captions=captions,
        colleagues=[],
    )
    assert close.verdict == originality.Verdict.CLOSE
    own = originality.compare(words=WORDS, captions=captions, colleagues=[])
    assert (own.verdict, own.beside) == (originality.Verdict.OWN, originality.Beside.NOTHING)


def test_compare_of_little_is_exact():
    assert originality.compare(words="Well done", captions=[], colleagues=["well, done!"]).score == 1.0
    assert originality.compare(words=" \n ", captions=["x"], colleagues=[]).verdict == originality.Verdict.EMPTY


@given(st.text(max_size=200), st.text(max_size=200))
def test_compare_stays_between_nothing_and_all(one, other):
    here = originality.compare(words=one, captions=[other], colleagues=[])
    there = originality.compare(words=other, captions=[one], colleagues=[])
    assert 0 <= here.score <= 1
    assert here.is_empty or there.is_empty or here.score == there.score


# -- disclosures and blocked terms -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_disclosure_fits_region_then_language_then_company(company, employee):
    Disclosure.objects.create(region="Bavaria", language="de", text="Werbung. Ich arbeite bei Northwind.")
    Disclosure.objects.create(region="", language="de", text="Ich arbeite bei Northwind.")
    assert disclosures.of(region=employee.region, language="de", company=company) == "Ich arbeite bei Northwind."
    employee.region = "Bavaria"
    assert disclosures.of(region=employee.region, language="de", company=company).startswith("Werbung")
    assert disclosures.of(region=employee.region, language="en", company=company) == "I work at Northwind Rail."


@pytest.mark.django_db
def test_blocked_terms_are_whole_words_of_the_language():
    BlockedTerm.objects.create(term="on time", reason="a")
    BlockedTerm.objects.create(term="pünktlich", language="de", reason="b")
    assert [term.reason for term in blocked_terms.found(words="Always ON\n time.", language="en")] == ["a"]
    assert blocked_terms.found(words="pünktlich", language="en") == []
    assert blocked_terms.found(words="unpünktlich", language="de") == []


# -- drafts ----------------------------------------------------------------------------------------------------------


def keep(person, story, now, words, revision):
    return drafts.save(
        person=person,
        story=story,
        words=words,
        keeps_disclosure=True,
        ticked=["linkedin", "?"],
        revision=revision,
        now=now,
    )


@pytest.mark.django_db
def test_save_counts_revisions_and_refuses_an_old_window(employee, now):
    story = StoryFactory(live=True)
    assert keep(employee, story, now, "a", 0).revision == 1
    assert keep(employee, story, now, "b", 1).revision == 2
    with pytest.raises(drafts.WroteElsewhere) as refusal:
        keep(employee, story, now, "c", 1)
    assert refusal.value.draft.words == "b"
    assert keep(employee, story, now, "b", 1).words == "b"
    assert keep(employee, story, now, "c", Draft.objects.get().revision).networks == ["linkedin"]


@pytest.mark.django_db
def test_save_after_a_draft_was_deleted_starts_anew(employee, now):
    assert keep(employee, StoryFactory(live=True), now, "a", 7).words == "a"


@pytest.mark.django_db
def test_save_refuses_what_is_too_long(employee, now):
    with pytest.raises(drafts.TooLong):
        keep(employee, StoryFactory(live=True), now, "a" * 20_001, 0)


# -- readings and declines -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_dwell_believes_no_more_than_the_clock(employee, now):
    story = StoryFactory(live=True)
    readings.open(person=employee, story=story, now=now)
    reading = readings.dwell(person=employee, story=story, seconds=500, now=now + timedelta(seconds=4))
    assert (reading.dwell_seconds, reading.read_at) == (4, None)
    assert readings.seconds_missing(reading=reading, now=now + timedelta(hours=1)) == 11


@pytest.mark.django_db
def test_dwell_to_the_end_counts_as_read_once(employee, now):
    story = StoryFactory(live=True, body="All of it stands here.")
    reading = readings.dwell(person=employee, story=story, seconds=3, reached_end=True, now=now)
    later = readings.at_source(person=employee, story=story, now=now + timedelta(hours=1))
    assert (later.read_at, later.proof) == (reading.read_at, Reading.Proof.DWELL)


@pytest.mark.django_db
def test_dwell_to_the_end_of_a_summary_is_no_reading(employee, now):
    reading = readings.dwell(person=employee, story=StoryFactory(live=True), seconds=3, reached_end=True, now=now)
    assert reading.read_at is None


@pytest.mark.django_db
def test_at_source_needs_a_source(employee, now):
    with pytest.raises(readings.NothingElsewhere):
        readings.at_source(person=employee, story=StoryFactory(live=True, url=""), now=now)


@pytest.mark.django_db
def test_decline_takes_a_reason_later_and_is_undone(employee, now):
    story = StoryFactory(live=True)
    declines.record(person=employee, story=story, now=now)
    declines.record(person=employee, story=story, reason="time", now=now)
    declines.record(person=employee, story=story, reason="nonsense", now=now)
    assert Decline.objects.get().reason == "time"
    assert declines.undo(person=employee, story=story)
    assert not declines.undo(person=employee, story=story)
    assert declines.find(person=employee, story="nonsense") is None


# -- leaving ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_forget_words_takes_texts_out_and_leaves_the_figures(employee, now):
    employee.erase_requested_at = now
    employee.save(update_fields=["erase_requested_at"])
    share = ShareFactory(
        person=employee, permalink="https://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678/"
    )
    DraftFactory(person=employee)
    ConversationTurnFactory(conversation=ConversationFactory(person=employee))
    other = ShareFactory()
    ReadingFactory(person=employee)
    declines.record(person=employee, story=other.story, now=now)
    assert leaving.forget_words() == 0, "they can still change their mind"
    employee.left_at = now
    employee.save(update_fields=["left_at"])
    assert leaving.forget_words() == 5
    assert leaving.forget_words() == 0
    share.refresh_from_db()
    assert (share.words, share.permalink, share.state) == ("", "", "posted")
    assert share.disclosure, "the company's sentence is nobody's own words"
    assert not Decline.objects.exists()
    assert Share.objects.get(pk=other.pk).words
    assert not Draft.objects.exists()
