from urllib.parse import parse_qs, urlsplit

import pytest

from networks import PermalinkError
from networks.whatsapp import WHATSAPP

LINK = "https://go.example/l/abc"


def test_intent_opens_a_message_with_the_text():
    assert WHATSAPP.intent(f"One & two + three\n\n{LINK}", LINK) == (
        "https://wa.me/?text=One%20%26%20two%20%2B%20three%0A%0Ahttps%3A%2F%2Fgo.example%2Fl%2Fabc"
    )


def test_intent_of_a_long_text_carries_the_link_alone():
    intent = WHATSAPP.intent("é" * 1_400 + LINK, LINK)
    assert parse_qs(urlsplit(intent).query)["text"] == [LINK]
    assert parse_qs(urlsplit(WHATSAPP.intent("é" * 1_300, LINK)).query)["text"] == ["é" * 1_300]


def test_permalink_says_that_there_is_none():
    assert not WHATSAPP.has_permalinks
    with pytest.raises(PermalinkError, match="no address on the web"):
        WHATSAPP.permalink("https://wa.me/4366012345678")
