import pytest

from networks import PermalinkError, Way
from networks.bluesky import BLUESKY

POST = "https://bsky.app/profile/ana.example/post/3k2a4b5c6d7e8"
BY_IDENTITY = "https://bsky.app/profile/did:plc:ewvi7nxzyoun6zhxrhs64oiz/post/3k2a4b5c6d7e8"


@pytest.mark.parametrize(
    ("pasted", "permalink"),
    [
        (POST, POST),
        (f" {POST}/?ref=share ", POST),
        ("bsky.app/profile/Ana.Example/post/3k2a4b5c6d7e8", POST),
        ("http://www.bsky.app/profile/ana.example/post/3k2a4b5c6d7e8#top", POST),
        (BY_IDENTITY, BY_IDENTITY),
        ("https://bsky.app/profile/did%3Aplc%3Aewvi7nxzyoun6zhxrhs64oiz/post/3k2a4b5c6d7e8", BY_IDENTITY),
        ("at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k2a4b5c6d7e8", BY_IDENTITY),
        ("at://ana.example/app.bsky.feed.post/3k2a4b5c6d7e8", POST),
    ],
)
def test_permalink_brings_a_post_into_its_one_form(pasted, permalink):
    assert BLUESKY.permalink(pasted) == permalink
    assert BLUESKY.permalink(permalink) == permalink


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "https://bsky.app/",
        "https://bsky.app/profile/ana.example",
        "https://bsky.app/profile/ana/post/3k2a4b5c6d7e8",
        "https://bsky.app/profile/ana.example/post/",
        "https://bsky.app/profile/ana.example/post/a/b",
        "https://bsky.app.example/profile/ana.example/post/3k2a4b5c6d7e8",
        "at://ana.example/app.bsky.feed.like/3k2a4b5c6d7e8",
        "https://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678/",
    ],
)
def test_permalink_refuses_and_says_what_it_looks_like(pasted):
    with pytest.raises(PermalinkError) as refusal:
        BLUESKY.permalink(pasted)
    assert refusal.value.messages == [
        "This is not the address of a post on Bluesky. "
        "It looks like https://bsky.app/profile/name.bsky.social/post/3k2a4b5c6d7e8."
    ]


def test_intent_opens_the_composer_with_the_text():
    intent = BLUESKY.intent("Grüße & mehr\n\nhttps://go.example/l/a", "https://go.example/l/a", "")
    assert intent == (
        "https://bsky.app/intent/compose?text=Gr%C3%BC%C3%9Fe%20%26%20mehr%0A%0Ahttps%3A%2F%2Fgo.example%2Fl%2Fa"
    )
    assert BLUESKY.way is Way.TEXT
    assert BLUESKY.is_measurable
