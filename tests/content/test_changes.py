"""What changed, word by word: readable, complete, and quick for long texts."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import changes, manuscripts
from content.changes import Piece, words
from content.manuscripts import Audience, EvidenceLine
from tests.content.factories import StoryFactory, TopicFactory


def test_words_mark_what_went_and_what_came():
    pieces = words(before="Forty-one hours to change a bridge", after="Forty hours to change a bridge")
    assert pieces == (
        Piece("gone", "Forty-one "),
        Piece("new", "Forty "),
        Piece("same", "hours to change a bridge"),
    )


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("", "", []),
        ("", "New", ["new"]),
        ("Old", "", ["gone"]),
        ("The same", "The same", ["same"]),
        ("a b c", "a b c d", ["same", "new"]),
        ("a  b", "a b", ["same"]),
    ],
)
def test_words_of_small_texts(before, after, kinds):
    assert [piece.kind for piece in words(before=before, after=after)] == kinds


def test_words_keep_lines_that_stayed_whole():
    pieces = words(before="One line.\nA second one.\n", after="One line.\nA third one.\n")
    assert pieces[0] == Piece("same", "One line.\nA ")


ODD = st.text(alphabet="ab \n", max_size=60)


@given(ODD, ODD)
def test_both_texts_can_be_read_out_of_the_pieces(before, after):
    pieces = words(before=before, after=after)
    old = "".join(piece.text for piece in pieces if piece.kind != "new")
    new = "".join(piece.text for piece in pieces if piece.kind != "gone")
    assert (old.split(), new.split()) == (before.split(), after.split())


@pytest.mark.parametrize("lines", [1, 400])
def test_words_of_long_texts_take_little_time(lines):
    def text(seed):
        return "\n".join(
            " ".join(f"w{(line * 7 + at * seed) % 97}" for at in range(20_000 // lines)) for line in range(lines)
        )

    start = time.perf_counter()
    assert words(before=text(3), after=text(5))
    assert time.perf_counter() - start < 3


@pytest.mark.django_db
def test_between_names_topics_facts_and_interests(now):
    topic = TopicFactory.create(name="Night trains")
    story = StoryFactory.create()
    before = manuscripts.of_story(story=story)
    after = replace(
        before,
        topics=(str(topic.public_id),),
        audience=(Audience(region="North", topic=str(topic.public_id)),),
        evidence=(EvidenceLine(statement="A span from 1894", source="Bridge register", holds_until="2026-11-30"),),
    )
    found = {change.label: change.after for change in changes.between(before=before, after=after)}
    assert found == {
        "Topics": "Night trains",
        "For whom": "North · interested in Night trains",
        "Facts": "A span from 1894 · Bridge register · holds until 30 November 2026",
    }
