from urllib.parse import parse_qs, urlsplit

import pytest

from networks import PermalinkError
from networks.email import EMAIL

LINK = "https://go.example/l/abc"


def test_intent_opens_a_letter():
    assert EMAIL.intent("One & two\n\nthree", LINK, "Night trains? Yes") == (
        "mailto:?subject=Night%20trains%3F%20Yes&body=One%20%26%20two%0D%0A%0D%0Athree"
    )


def test_intent_keeps_a_subject_on_one_line():
    letter = urlsplit(EMAIL.intent("words", LINK, "Trains\r\nBcc: all@example.com"))
    assert parse_qs(letter.query)["subject"] == ["Trains Bcc: all@example.com"]


def test_intent_of_a_long_text_carries_the_link_alone():
    intent = EMAIL.intent("words " * 1_000, LINK, "Trains")
    assert parse_qs(urlsplit(intent).query)["body"] == [LINK]
    assert len(intent) < 1_900


def test_permalink_says_that_there_is_none():
    assert not EMAIL.has_permalinks
    with pytest.raises(PermalinkError, match="no address on the web"):
        EMAIL.permalink("https://mail.example/1")
