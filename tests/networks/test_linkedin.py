import pytest

from networks import PermalinkError, Way
from networks.linkedin import LINKEDIN

UPDATE = "https://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678/"
POST = "https://www.linkedin.com/posts/ana-lima_night-trains-activity-7123456789012345678-AbCd"


@pytest.mark.parametrize(
    ("pasted", "permalink"),
    [
        (UPDATE, UPDATE),
        (UPDATE.rstrip("/"), UPDATE),
        ("https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7123456789012345678?utm_source=share", UPDATE),
        ("linkedin.com/feed/update/urn:li:activity:7123456789012345678", UPDATE),
        ("http://de.linkedin.com/feed/update/urn:li:activity:7123456789012345678/#comments", UPDATE),
        (
            "https://m.linkedin.com/feed/update/urn:li:share:7123456789012345678",
            "https://www.linkedin.com/feed/update/urn:li:share:7123456789012345678/",
        ),
        (f"  {POST}?utm_source=share&utm_medium=member_desktop ", POST),
        (
            "https://www.linkedin.com/posts/j%C3%B6rg_f%C3%BCr-alle-ugcPost-7123456789012345678-x_Y-z/",
            "https://www.linkedin.com/posts/j%C3%B6rg_f%C3%BCr-alle-ugcPost-7123456789012345678-x_Y-z",
        ),
        (
            "https://www.linkedin.com/pulse/why-night-trains-ana-lima-abc1e/?trackingId=1",
            "https://www.linkedin.com/pulse/why-night-trains-ana-lima-abc1e/",
        ),
        ("https://lnkd.in/p/dAbC12-x", "https://lnkd.in/p/dAbC12-x"),
    ],
)
def test_permalink_brings_a_post_into_its_one_form(pasted, permalink):
    assert LINKEDIN.permalink(pasted) == permalink
    assert LINKEDIN.permalink(permalink) == permalink


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "night trains",
        "https://www.linkedin.com/",
        "https://www.linkedin.com/in/ana-lima/",
        "https://www.linkedin.com/company/northwind/posts/",
        "https://linkedin.com.example/feed/update/urn:li:activity:7123456789012345678",
        "https://example.com/?https://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678",
        "https://ana@www.linkedin.com/feed/update/urn:li:activity:7123456789012345678",
        "https://www.linkedin.com:8443/feed/update/urn:li:activity:7123456789012345678",
        "https://www.linkedin.com:99999999/feed/update/urn:li:activity:7123456789012345678",
        "javascript://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678",
        "https://[::1/feed/update/urn:li:activity:7123456789012345678",
        "https://bsky.app/profile/ana.example/post/3k2a4b5c6d7e8",
        "https://www.linkedin.com/feed/update/urn:li:activity:71234 56789012345678",
        "https://www.linkedin.com/pulse/" + "a" * 3_000,
    ],
)
def test_permalink_refuses_and_says_what_it_looks_like(pasted):
    with pytest.raises(PermalinkError) as refusal:
        LINKEDIN.permalink(pasted)
    assert refusal.value.messages == [
        "This is not the address of a post on LinkedIn. "
        "It looks like https://www.linkedin.com/posts/…-activity-7123456789012345678-AbCd."
    ]


def test_intent_opens_the_composer_with_the_link_alone():
    intent = LINKEDIN.intent("My words & more", "https://go.example/l/a?b=c&d=e f", "Night trains")
    assert intent == (
        "https://www.linkedin.com/sharing/share-offsite/?url=https%3A%2F%2Fgo.example%2Fl%2Fa%3Fb%3Dc%26d%3De%20f"
    )
    assert LINKEDIN.way is Way.LINK
