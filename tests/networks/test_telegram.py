from urllib.parse import parse_qs, urlsplit

import pytest

from networks import PermalinkError
from networks.telegram import TELEGRAM

LINK = "https://go.example/l/abc"


@pytest.mark.parametrize(
    ("pasted", "permalink"),
    [
        ("https://t.me/nighttrains/1234", "https://t.me/nighttrains/1234"),
        (" t.me/NightTrains/1234/?single&comment=5 ", "https://t.me/NightTrains/1234"),
        ("http://telegram.me/s/nighttrains/1234", "https://t.me/nighttrains/1234"),
        ("https://t.me/nighttrains/12/1234", "https://t.me/nighttrains/1234"),
        ("https://t.me/c/1234567890/55", "https://t.me/c/1234567890/55"),
        ("https://t.me/c/1234567890/3/55?thread=3", "https://t.me/c/1234567890/55"),
    ],
)
def test_permalink_brings_a_post_into_its_one_form(pasted, permalink):
    assert TELEGRAM.permalink(pasted) == permalink
    assert TELEGRAM.permalink(permalink) == permalink


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "https://t.me/",
        "https://t.me/nighttrains",
        "https://t.me/joinchat/1234",
        "https://t.me/share/url?url=https://go.example",
        "https://t.me/share/1234",
        "https://t.me/c/1234567890",
        "https://t.me/abc/12",
        "https://t.me/nighttrains/١٢",
        "https://t.me.example/nighttrains/1234",
        "https://xt.me/nighttrains/1234",
        "https://t.me:444/nighttrains/1234",
    ],
)
def test_permalink_refuses_and_says_what_it_looks_like(pasted):
    with pytest.raises(PermalinkError, match=r"on Telegram. It looks like https://t\.me/name/1234\."):
        TELEGRAM.permalink(pasted)


def test_intent_gives_the_link_and_the_words_apart():
    assert TELEGRAM.intent(f"One & two\n\n{LINK}", LINK) == (
        "https://t.me/share/url?url=https%3A%2F%2Fgo.example%2Fl%2Fabc&text=One%20%26%20two"
    )


def test_intent_keeps_a_link_that_stands_among_the_words():
    query = parse_qs(urlsplit(TELEGRAM.intent(f"See {LINK}, it is good.", LINK)).query)
    assert query == {"url": [LINK], "text": [f"See {LINK}, it is good."]}


def test_intent_of_a_long_text_carries_the_link_alone():
    assert parse_qs(urlsplit(TELEGRAM.intent("橋" * 4_000, LINK)).query) == {"url": [LINK]}
