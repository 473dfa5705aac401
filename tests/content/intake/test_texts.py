import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.intake import texts


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  two\n\t words ", "two words"),
        ("Q&amp;A &#8211; caf&eacute;", "Q&A – café"),
        ("a\x00b\x1bc", "a b c"),
        ("left\u202eright\u200b\ufeff", "leftright"),
        ("cafe\u0301", "café"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("broken \ud83d pair", "broken pair"),
        ("", ""),
    ],
)
def test_clean_makes_one_plain_line(text, cleaned):
    assert texts.clean(text, max_length=50) == cleaned


def test_clean_cuts_at_a_word():
    assert texts.clean("one two three, four", max_length=15) == "one two three…"
    assert texts.clean("x" * 50, max_length=10) == "x" * 9 + "…"


@given(st.text(), st.integers(2, 40))
def test_clean_keeps_its_limit(text, limit):
    cleaned = texts.clean(text, max_length=limit)
    assert len(cleaned) <= limit
    assert not any(character in cleaned for character in "\x00\n\u202e")
    cleaned.encode()


def test_plain_leaves_no_script():
    markup = "<p>Hello <b>you</b></p><p>there</p><script>alert(1)</script><style>p{}</style><img src=x onerror=y>"
    assert texts.plain(markup, max_length=100) == "Hello you there"


def test_plain_keeps_signs_that_are_text():
    assert texts.plain("1 &lt; 2 &amp;&amp; R&amp;D", max_length=100) == "1 < 2 && R&D"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/a b", "https://site.example/a%20b"),
        ("../up?q=ü#part", "https://site.example/up?q=%C3%BC"),
        ("//cdn.example/x.png", "https://cdn.example/x.png"),
        ("HTTP://Other.example/", "http://Other.example/"),
        ("https://a.example/%20x", "https://a.example/%20x"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:image/png;base64,AA", ""),
        ("ftp://site.example/", ""),
        ("https://me:secret@site.example/", ""),
        ("https://[::1", ""),
        ("https://site.example:port/", ""),
        ("https://site.example/" + "a" * 3000, ""),
    ],
)
def test_absolute_gives_web_addresses_alone(link, address):
    assert texts.absolute(link, base="https://site.example/blog/post") == address


@pytest.mark.parametrize(("tag", "primary"), [("en-US", "en"), ("de_DE", "de"), ("gsw", "gsw"), ("", ""), ("<b>", "")])
def test_language_gives_the_primary_part(tag, primary):
    assert texts.language(tag) == primary
