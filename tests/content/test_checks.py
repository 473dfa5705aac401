"""What a manuscript must have, and what in it cannot be right: each with its sentence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from content import checks, manuscripts
from content.checks import Problem
from content.manuscripts import CaptionWords, EvidenceLine
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(company):
    return manuscripts.of_story(story=StoryFactory.create())


def problems(words, now, people=1):
    return checks.problems(manuscript=words, people=people, now=now)


def test_of_a_whole_manuscript_all_is_done(words, now):
    assert all(check.is_done for check in checks.of(manuscript=words, people=1, now=now))
    assert problems(words, now) == ()


def test_problems_name_the_number_too_many_of_each_caption(words, now):
    captions = (
        CaptionWords(language="en", text="x" * 3_001, network="linkedin"),
        CaptionWords(language="en", text="x" * 9_000),
        CaptionWords(language="de", text="ä" * 300, network="bluesky"),
        CaptionWords(language="de", text="ä" * 325, network="bluesky"),
    )
    assert problems(replace(words, captions=captions), now) == (
        Problem("captions", "1 too many for LinkedIn, which takes 3,000.", 0),
        Problem("captions", "25 too many for Bluesky, which takes 300.", 3),
    )
    missing = [check.text for check in checks.of(manuscript=replace(words, captions=captions), people=1, now=now)]
    assert "captions that fit their networks" in missing


@pytest.mark.parametrize(
    ("starts_in", "ends_in", "sentence"),
    [
        (5, 4, "It would end before it goes live. Choose a later end."),
        (5, 5, "It would end before it goes live. Choose a later end."),
        (-5, -4, "This end has passed already. Choose a later one."),
        (-5, 0, "This end has passed already. Choose a later one."),
    ],
)
def test_problems_of_the_end(words, now, starts_in, ends_in, sentence):
    said = replace(words, goes_live_at=now + timedelta(days=starts_in), expires_at=now + timedelta(days=ends_in))
    assert problems(said, now) == (Problem("expires_at", sentence),)


def test_problems_of_an_audience_of_nobody(words, now):
    assert "Nobody fits these lines" in problems(words, now, people=0)[0].text
    assert problems(replace(words, audience=()), now, people=0) == ()


def test_problems_of_a_fact_that_ends_before_its_story_name_both_days(words, now):
    said = replace(
        words,
        expires_at=now.replace(day=20, hour=22, minute=30),  # 23:30 of that day in Berlin
        evidence=(
            EvidenceLine(statement="a span from 1894", source="Bridge register", holds_until="2026-03-19"),
            EvidenceLine(statement="sixty people", source="Rota", holds_until="2026-03-20"),
            EvidenceLine(statement="41 hours", source="Log"),
        ),
    )
    assert problems(said, now) == (
        Problem(
            "evidence",
            "“a span from 1894” holds until 19 March 2026, and the story ends on 20 March 2026. "
            "End it earlier, or bring newer proof.",
            0,
        ),
    )
    assert [check.text for check in checks.of(manuscript=said, people=1, now=now) if not check.is_done] == [
        "proof for every fact, to the end"
    ]


def test_problems_of_a_fact_to_the_last_moment_of_its_day(words, now):
    fact = EvidenceLine(statement="sixty people", source="Rota", holds_until="2026-03-19")
    midnight = now.replace(day=19, hour=23, minute=0)  # the 20th begins in Berlin
    assert problems(replace(words, expires_at=midnight, evidence=(fact,)), now) == ()
    assert problems(replace(words, expires_at=midnight + timedelta(seconds=2), evidence=(fact,)), now)


def test_problems_of_facts_without_a_source_or_words(words, now):
    facts = (EvidenceLine(statement="sixty people", source=" "), EvidenceLine(statement="", source="Rota"))
    assert [each.text for each in problems(replace(words, evidence=facts), now)] == [
        "Say where “sixty people” is written.",
        "Say which fact this proves, in the story’s own words.",
    ]


def test_require_ready_says_what_is_missing_and_why(words, now):
    said = replace(words, title=" ", captions=(CaptionWords(language="en", text="x" * 3_010, network="linkedin"),))
    with pytest.raises(checks.NotReady) as refused:
        checks.require_ready(manuscript=said, now=now)
    assert refused.value.messages == [
        "Still missing: a title, captions that fit their networks. 10 too many for LinkedIn, which takes 3,000."
    ]
