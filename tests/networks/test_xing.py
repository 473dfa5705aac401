import pytest

from networks import PermalinkError, Way
from networks.xing import XING

POST = "https://www.xing.com/discover/detail-activities/5512345678.a1b2c3"


@pytest.mark.parametrize(
    ("pasted", "permalink"),
    [
        (POST, POST),
        (f" {POST}/?sc_p=da1041_bn&utm_source=share#top ", POST),
        ("xing.com/discover/detail-activities/5512345678.a1b2c3", POST),
        ("http://touch.xing.com/discover/detail-activities/5512345678.a1b2c3", POST),
        (
            "https://www.xing.com/communities/posts/nachtzuege-f%C3%BCr-alle-1012345678?comment=1",
            "https://www.xing.com/communities/posts/nachtzuege-f%C3%BCr-alle-1012345678",
        ),
    ],
)
def test_permalink_brings_a_post_into_its_one_form(pasted, permalink):
    assert XING.permalink(pasted) == permalink
    assert XING.permalink(permalink) == permalink


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "https://www.xing.com/",
        "https://www.xing.com/profile/Ana_Lima",
        "https://www.xing.com/discover/detail-activities/",
        "https://www.xing.com/discover/detail-activities/a/b",
        "https://www.xing.com/communities/posts/nachtzuege",
        "https://www.xing.com/spi/shares/new?url=https://go.example",
        "https://xing.com.example/discover/detail-activities/5512345678.a1b2c3",
        "https://boxing.com/discover/detail-activities/5512345678.a1b2c3",
    ],
)
def test_permalink_refuses_and_says_what_it_looks_like(pasted):
    with pytest.raises(PermalinkError, match="not the address of a post on XING"):
        XING.permalink(pasted)


def test_intent_opens_the_composer_with_the_link_alone():
    assert XING.intent("My words", "https://go.example/l/a?b=c") == (
        "https://www.xing.com/spi/shares/new?url=https%3A%2F%2Fgo.example%2Fl%2Fa%3Fb%3Dc"
    )
    assert XING.way is Way.LINK
