import pytest

from networks import PermalinkError, Way
from networks.threads import THREADS

POST = "https://www.threads.com/@ana.lima/post/DAbCdEf-Gh_"


@pytest.mark.parametrize(
    ("pasted", "permalink"),
    [
        (POST, POST),
        (f" {POST}/?xmt=AQF0qXROn8z1&slof=1#top ", POST),
        ("threads.net/@Ana.Lima/post/DAbCdEf-Gh_", POST),
        ("https://www.threads.net/@ana.lima/post/DAbCdEf-Gh_/media", POST),
        ("https://www.threads.com/t/DAbCdEf-Gh_?igshid=1", "https://www.threads.com/t/DAbCdEf-Gh_"),
    ],
)
def test_permalink_brings_a_post_into_its_one_form(pasted, permalink):
    assert THREADS.permalink(pasted) == permalink
    assert THREADS.permalink(permalink) == permalink


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "https://www.threads.com/",
        "https://www.threads.com/@ana.lima",
        "https://www.threads.com/@ana.lima/post/",
        "https://www.threads.com/ana.lima/post/DAbCdEf-Gh_",
        "https://www.threads.com/@ana.lima/post/DAbCdEf-Gh_/replies",
        "https://www.threads.com/intent/post?text=a",
        "https://threads.com.example/@ana.lima/post/DAbCdEf-Gh_",
        "https://wwwthreads.com/@ana.lima/post/DAbCdEf-Gh_",
        "https://www.instagram.com/p/DAbCdEf-Gh_/",
        "https://mastodon.social/@ana/112345678901234567",
    ],
)
def test_permalink_refuses_and_says_what_it_looks_like(pasted):
    with pytest.raises(PermalinkError) as refusal:
        THREADS.permalink(pasted)
    assert refusal.value.messages == [
        "This is not the address of a post on Threads. It looks like https://www.threads.com/@name/post/DAbCdEfGhIj."
    ]


def test_intent_opens_the_composer_with_the_text():
    assert THREADS.intent("Grüße & mehr\n\nhttps://go.example/l/a", "https://go.example/l/a") == (
        "https://www.threads.com/intent/post?text=Gr%C3%BC%C3%9Fe%20%26%20mehr%0A%0Ahttps%3A%2F%2Fgo.example%2Fl%2Fa"
    )
    assert THREADS.way is Way.TEXT
