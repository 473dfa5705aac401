import pytest

from networks import PermalinkError, Way
from networks.x import X_NETWORK

POST = "https://x.com/ana/status/1234567890123456789"


@pytest.mark.parametrize(
    ("pasted", "permalink"),
    [
        (POST, POST),
        (f" {POST}?s=20&t=abc ", POST),
        ("twitter.com/ana/status/1234567890123456789", POST),
        ("https://mobile.twitter.com/ana/statuses/1234567890123456789/", POST),
        (f"{POST}/photo/1", POST),
        ("https://x.com/i/web/status/1234567890123456789", "https://x.com/i/status/1234567890123456789"),
        ("https://x.com/i/status/1234567890123456789", "https://x.com/i/status/1234567890123456789"),
    ],
)
def test_permalink_brings_a_post_into_its_one_form(pasted, permalink):
    assert X_NETWORK.permalink(pasted) == permalink
    assert X_NETWORK.permalink(permalink) == permalink


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "https://x.com/",
        "https://x.com/ana",
        "https://x.com/ana/status/",
        "https://x.com/ana/status/abc",
        "https://x.com/a-name-too-long-for-it/status/1",
        "https://x.com.example/ana/status/1",
        "https://bsky.app/profile/ana.example/post/3k2a4b5c6d7e8",
    ],
)
def test_permalink_refuses_and_says_what_it_looks_like(pasted):
    with pytest.raises(PermalinkError, match="not the address of a post on X"):
        X_NETWORK.permalink(pasted)


def test_intent_opens_the_composer_with_the_text():
    assert X_NETWORK.intent("Grüße & mehr\n\nhttps://go.example/l/a", "https://go.example/l/a") == (
        "https://x.com/intent/post?text=Gr%C3%BC%C3%9Fe%20%26%20mehr%0A%0Ahttps%3A%2F%2Fgo.example%2Fl%2Fa"
    )
    assert X_NETWORK.way is Way.TEXT
    assert not X_NETWORK.is_measurable
