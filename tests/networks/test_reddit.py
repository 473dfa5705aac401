from urllib.parse import parse_qs, urlsplit

import pytest

from networks import PermalinkError, Way
from networks.reddit import REDDIT

POST = "https://www.reddit.com/r/trains/comments/1abc23d/"
LINK = "https://go.example/l/abc"


@pytest.mark.parametrize(
    ("pasted", "permalink"),
    [
        (POST, POST),
        (f" {POST}why_night_trains/?utm_source=share&utm_medium=web3x#top ", POST),
        ("old.reddit.com/r/trains/comments/1abc23d/why_night_trains", POST),
        ("https://m.reddit.com/r/trains/comments/1abc23d", POST),
        ("https://de.reddit.com/r/trains/comments/1abc23d/warum_nachtzüge/", POST),
        (f"{POST}comment/kx9y8z7/?context=3", f"{POST}_/kx9y8z7/"),
        ("https://www.reddit.com/comments/1abc23d/", "https://www.reddit.com/comments/1abc23d/"),
        (
            "https://www.reddit.com/u/ana_lima/comments/1abc23d/hello/",
            "https://www.reddit.com/user/ana_lima/comments/1abc23d/",
        ),
        ("https://redd.it/1abc23d?x=1", "https://redd.it/1abc23d"),
        ("https://www.reddit.com/r/trains/s/AbCdEfGhIj/", "https://www.reddit.com/r/trains/s/AbCdEfGhIj"),
    ],
)
def test_permalink_brings_a_post_into_its_one_form(pasted, permalink):
    assert REDDIT.permalink(pasted) == permalink
    assert REDDIT.permalink(permalink) == permalink


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "https://www.reddit.com/",
        "https://www.reddit.com/r/trains/",
        "https://www.reddit.com/user/ana_lima/",
        "https://www.reddit.com/r/trains/comments/",
        "https://www.reddit.com/r/trains/comments/ABC-1/",
        "https://www.reddit.com/submit?url=https://go.example",
        "https://i.redd.it/1abc23d.jpg",
        "https://reddit.com.example/r/trains/comments/1abc23d/",
        "https://notreddit.com/r/trains/comments/1abc23d/",
        "https://out.reddit.com/r/trains/comments/1abc23d/",
        "https://t.me/trains/1234",
    ],
)
def test_permalink_refuses_and_says_what_it_looks_like(pasted):
    with pytest.raises(PermalinkError, match="not the address of a post on Reddit"):
        REDDIT.permalink(pasted)


def title(subject):
    return parse_qs(urlsplit(REDDIT.intent("My words", LINK, subject)).query)["title"][0]


def test_intent_opens_the_composer_with_link_and_title():
    assert REDDIT.intent("My words", LINK, "Night trains\n& more") == (
        "https://www.reddit.com/submit?url=https%3A%2F%2Fgo.example%2Fl%2Fabc&title=Night%20trains%20%26%20more"
    )
    assert REDDIT.way is Way.LINK


def test_intent_cuts_a_title_that_is_longer_than_reddit_takes():
    assert title("a" * 300) == "a" * 300
    assert title("a" * 301) == "a" * 299 + "…"
    assert title("🚂" * 150) == "🚂" * 150
    assert title("🚂" * 151) == "🚂" * 149 + "…"
