import pytest

from networks import PermalinkError, Way
from networks.facebook import FACEBOOK

KEY = "pfbid02AbCdEfGhIjKlMnOpQrStUvWxYz1234567890l"
POST = f"https://www.facebook.com/ana.lima.7/posts/{KEY}"
BY_NUMBERS = "https://www.facebook.com/permalink.php?story_fbid=102233445566778&id=100064512345678"


@pytest.mark.parametrize(
    ("pasted", "permalink"),
    [
        (POST, POST),
        (f" {POST}/?__cft__[0]=AZV&__tn__=%2CO%2CP-R&mibextid=wwXIfr#top ", POST),
        (f"m.facebook.com/ana.lima.7/posts/{KEY}?refid=17", POST),
        (f"https://de-de.facebook.com/ana.lima.7/posts/night-trains/{KEY}", POST),
        (
            "https://web.facebook.com/100064512345678/posts/102233445566778",
            "https://www.facebook.com/100064512345678/posts/102233445566778",
        ),
        (
            "https://www.facebook.com/groups/nighttrains/permalink/102233445566778/?mibextid=c",
            "https://www.facebook.com/groups/nighttrains/posts/102233445566778/",
        ),
        (
            "https://mbasic.facebook.com/story.php?refsrc=x&story_fbid=102233445566778&id=100064512345678&eav=Af",
            BY_NUMBERS,
        ),
        (f"{BY_NUMBERS}&__tn__=-R", BY_NUMBERS),
        (
            "https://www.facebook.com/photo.php?fbid=102233445566778&set=a.1&type=3",
            "https://www.facebook.com/photo/?fbid=102233445566778",
        ),
        ("https://www.facebook.com/share/p/19ZPWnwB73/?mibextid=w", "https://www.facebook.com/share/p/19ZPWnwB73/"),
        ("https://www.facebook.com/share/19ZPWnwB73", "https://www.facebook.com/share/19ZPWnwB73/"),
    ],
)
def test_permalink_brings_a_post_into_its_one_form(pasted, permalink):
    assert FACEBOOK.permalink(pasted) == permalink
    assert FACEBOOK.permalink(permalink) == permalink


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "https://www.facebook.com/",
        "https://www.facebook.com/ana.lima.7",
        "https://www.facebook.com/ana.lima.7/posts/",
        "https://www.facebook.com/ana.lima.7/posts/hello",
        "https://www.facebook.com/groups/posts/102233445566778",
        "https://www.facebook.com/sharer/sharer.php?u=https://go.example/l/a",
        "https://www.facebook.com/permalink.php?story_fbid=102233445566778",
        "https://www.facebook.com/permalink.php?story_fbid=javascript&id=100064512345678",
        "https://www.facebook.com/permalink.php?story_fbid=١٠٢٢٣٣٤٤٥&id=100064512345678",
        "https://www.facebook.com/photo/?fbid=1%26id=2",
        "https://www.facebook.com/l.php?u=https%3A%2F%2Fevil.example",
        f"https://facebook.com.example/ana.lima.7/posts/{KEY}",
        f"https://evilfacebook.com/ana.lima.7/posts/{KEY}",
        f"https://login.facebook.com/ana.lima.7/posts/{KEY}",
        f"https://www.facebook.com:8443/ana.lima.7/posts/{KEY}",
        "https://x.com/ana/status/1234567890123456789",
    ],
)
def test_permalink_refuses(pasted):
    with pytest.raises(PermalinkError, match="not the address of a post on Facebook"):
        FACEBOOK.permalink(pasted)


def test_intent_opens_the_composer_with_the_link_alone():
    assert FACEBOOK.intent("My words", "https://go.example/l/a?b=c d") == (
        "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fgo.example%2Fl%2Fa%3Fb%3Dc%20d"
    )
    assert FACEBOOK.way is Way.LINK
