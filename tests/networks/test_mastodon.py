import pytest

from networks import HomeError, PermalinkError
from networks.linkedin import LINKEDIN
from networks.mastodon import MASTODON

POST = "https://mastodon.social/@ana/112345678901234567"
LINK = "https://go.example/l/a"


@pytest.mark.parametrize(
    ("pasted", "permalink"),
    [
        (POST, POST),
        (f" {POST}/?ref=share#top ", POST),
        ("Mastodon.Social/@ana/112345678901234567", POST),
        ("https://mastodon.social/web/@ana/112345678901234567", POST),
        ("https://mastodon.social/users/ana/statuses/112345678901234567", POST),
        (
            "https://social.example/@ana@mastodon.social/112345678901234567",
            "https://social.example/@ana@mastodon.social/112345678901234567",
        ),
        (
            "https://gts.example/@ana/statuses/01HXYZ0123456789ABCDEFGHJK",
            "https://gts.example/@ana/statuses/01HXYZ0123456789ABCDEFGHJK",
        ),
    ],
)
def test_permalink_brings_a_post_into_its_one_form(pasted, permalink):
    assert MASTODON.permalink(pasted) == permalink
    assert MASTODON.permalink(permalink) == permalink


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "https://mastodon.social/",
        "https://mastodon.social/@ana",
        "https://mastodon.social/@ana/abc",
        "https://localhost/@ana/112345678901234567",
        "https://127.0.0.1/@ana/112345678901234567",
        "https://mastodon.social:8080/@ana/112345678901234567",
        "https://x.com/ana/status/1234567890123456789",
    ],
)
def test_permalink_refuses_and_says_what_it_looks_like(pasted):
    with pytest.raises(PermalinkError, match="not the address of a post on Mastodon"):
        MASTODON.permalink(pasted)


def test_intent_opens_the_composer_of_the_persons_server():
    assert MASTODON.intent(f"Grüße\n\n{LINK}", LINK, home="social.example") == (
        "https://social.example/share?text=Gr%C3%BC%C3%9Fe%0A%0Ahttps%3A%2F%2Fgo.example%2Fl%2Fa"
    )
    assert MASTODON.intent("Hello", LINK) is None


@pytest.mark.parametrize(
    ("typed", "home"),
    [
        ("mastodon.social", "mastodon.social"),
        (" Mastodon.Social. ", "mastodon.social"),
        ("https://mastodon.social/@ana", "mastodon.social"),
        ("@ana@social.example", "social.example"),
        ("ana@social.example", "social.example"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_home_reads_the_name_of_a_server(typed, home):
    assert MASTODON.home(typed) == home


@pytest.mark.parametrize(
    "typed",
    ["", "ana", "localhost", "127.0.0.1", "[::1]", "a.example:99", "a b.example", "-a.example", "a" * 70 + ".de"],
)
def test_home_refuses_what_is_no_server(typed):
    with pytest.raises(HomeError, match=r"looks like mastodon\.social"):
        MASTODON.home(typed)


def test_home_is_refused_where_there_is_one_server_only():
    with pytest.raises(HomeError):
        LINKEDIN.home("mastodon.social")
