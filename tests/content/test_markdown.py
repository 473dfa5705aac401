"""Our own pages: what of a text becomes HTML, and what becomes nothing."""

from time import monotonic

import pytest
from django.template import Context, Template

from content import markdown

SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[press](javascript:alert(1))",
    "[press](data:text/html;base64,PHNjcmlwdD4=)",
    "[press](vbscript:x)",
    "<javascript:alert(1)>",
    '[a](https://a.example/ "x" onmouseover=alert(1))',
    "[a]: javascript:alert(1)\n\n[a]",
    "<svg onload=alert(1)>",
    "<style>*{display:none}</style>",
    "```<script>\nalert(1)\n```",
    "[x](//evil.example)",
)
HEAVY = (
    "[" * 40_000,
    "*a " * 13_000,
    ">" * 40_000,
    "[a](" * 10_000,
    "_a_*b" * 8_000,
    "* a\n" * 10_000,
    "<script>" * 5_000,
    "[a](https://x.example) " * 1_700,
    "|a" * 9_000 + "\n" + "|-" * 9_000,
)


@pytest.mark.parametrize("text", SCRIPTS)
def test_prose_makes_scripts_harmless(text):
    markup = markdown.prose(text)
    for bad in ("<script", "<img", "<svg", "<style", 'href="javascript', 'href="data', 'href="vbscript', "<a onmouse"):
        assert bad not in markup.lower()


@pytest.mark.parametrize("text", HEAVY, ids=lambda text: text[:8])
def test_prose_stays_quick(text):
    began = monotonic()
    markdown.prose(text + " ")
    assert monotonic() - began < 5


def test_prose_begins_headings_at_the_second_level():
    assert "<h2>One</h2>" in markdown.prose("# One\n\n## Two")
    assert "<h3>Two</h3>" in markdown.prose("# One\n\n## Two")
    assert "<h2>Two</h2>" in markdown.prose("## Two")
    assert "<h6" not in markdown.prose("###### Six\n\n# One")


def test_prose_guards_its_links():
    assert '<a href="https://a.example" rel="noopener nofollow">a</a>' in markdown.prose("[a](https://a.example)")


def test_prose_drops_pictures():
    assert "picture" not in markdown.prose("before ![a picture](https://a.example/x.png) after").replace(
        "a picture", ""
    )
    assert "x.png" not in markdown.prose("![a](https://a.example/x.png)")


def test_prose_is_a_filter_of_every_template():
    assert Template("{{ text|prose }}").render(Context({"text": "**yes**"})) == "<p><strong>yes</strong></p>\n"


def test_check_refuses_what_is_too_long():
    with pytest.raises(markdown.TextTooLong, match="40,001 characters"):
        markdown.check("a" * 40_001)


def test_check_refuses_too_many_links():
    with pytest.raises(markdown.TooManyLinks, match="61 links"):
        markdown.check("[a](https://x.example) " * 61)
    markdown.check("[a](https://x.example) " * 60)


def test_check_refuses_ten_thousand_links_quickly():
    began = monotonic()
    with pytest.raises(markdown.TextTooLong):
        markdown.check("[a](https://x.example/) " * 10_000)
    assert monotonic() - began < 1


def test_words_counts_what_is_read():
    assert markdown.words("## Two words\n\n[three](https://a.example/not/these) <b>four</b>") >= 4
