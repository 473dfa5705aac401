import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.intake import pages

URL = "https://www.site.example/blog/post?x=1"
FULL = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Other | The Site</title>
<base href="/base/"><link rel="canonical" href="/blog/post"><meta name="description" content="Other description">
<meta property="og:title" content="Ten years &amp; counting"><meta property="og:description" content="What we learned.">
<meta property="og:image" content="pictures/a.jpg"><meta property="og:site_name" content="The Site">
<meta property="article:published_time" content="2024-03-19T10:00:00+01:00"></head>
<body><nav>Menu Menu Menu</nav><article><h1>Ten years</h1><p>{words}</p><script>var many = words;</script></article>
<footer>Imprint</footer></body></html>"""


def read(markup: str | bytes, content_type: str = "text/html; charset=utf-8", url: str = URL) -> pages.PageDetails:
    body = markup if isinstance(markup, bytes) else markup.encode()
    return pages.read_page(body=body, content_type=content_type, url=url)


def test_read_page_takes_what_the_page_says():
    assert read(FULL.replace("{words}", "word " * 950)) == pages.PageDetails(
        title="Ten years & counting",
        description="What we learned.",
        picture_url="https://www.site.example/base/pictures/a.jpg",
        site_name="The Site",
        language="en",
        published_on=date(2024, 3, 19),
        canonical_url="https://www.site.example/blog/post",
        words=952,
        minutes=4,
    )


def test_read_page_reads_plain_html():
    paragraph = "This paragraph is long enough to say what the page is about, and so it does."
    details = read(f"<title>Plain</title><body><p>Short.</p><p>{paragraph}</p><img src=/x.png>")
    assert details == pages.PageDetails(
        title="Plain",
        description=paragraph,
        picture_url="",
        site_name="site.example",
        language="",
        published_on=None,
        canonical_url=URL,
        words=17,
        minutes=1,
    )


def test_read_page_reads_json_ld():
    details = read(
        '<body><script type="Application/LD+JSON">{"@graph":[{"@type":"Article","headline":"From JSON",'
        '"image":["/a.png"],"datePublished":"2025-01-02","publisher":{"name":"Pub"}}]}</script>'
    )
    assert (details.title, details.picture_url, details.site_name) == (
        "From JSON",
        "https://www.site.example/a.png",
        "Pub",
    )
    assert details.published_on == date(2025, 1, 2)


def test_read_page_takes_the_sites_name_off_the_title_element():
    assert read('<title>Post | Site</title><meta property="og:site_name" content="Site">').title == "Post"
    assert read("<title>Post | Site</title>").title == "Post | Site"
    assert read("<h1>Only a <em>heading</em></h1>").title == "Only a heading"


@pytest.mark.parametrize(
    "body",
    [
        "<title>Grüße</title>".encode(),
        '<meta charset="iso-8859-1"><title>Grüße</title>'.encode(),
        '<meta charset="utf-8"><title>Grüße</title>'.encode("cp1252"),
        "<title>Grüße</title>".encode("utf-16"),
    ],
)
@pytest.mark.parametrize(
    "content_type", ["text/html", "text/html; charset=utf-8", "text/html;charset='latin-1'", "text/html; charset="]
)
def test_read_page_survives_lies_about_its_encoding(body, content_type):
    assert read(body, content_type).title == "Grüße"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:image/png;base64,AA", "https://[", "file:///etc/passwd", ""]
)
def test_read_page_gives_web_addresses_alone(link):
    details = read(
        f'<title>T</title><link rel="canonical" href="{link}"><meta property="og:image" content="{link}">'
        f'<meta property="og:url" content="{link}">'
    )
    assert details.canonical_url in {URL, "https://www.site.example/etc/passwd"}
    assert details.picture_url == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [("20240319", date(2024, 3, 19)), ("2024-02-30", None), ("0001-01-01", None), ("soon", None), ("9999-01-01", None)],
)
def test_read_page_takes_credible_dates(text, found):
    assert read(f'<title>T</title><meta name="date" content="{text}">').published_on == found


def test_read_page_keeps_its_limits():
    details = read(
        f"<title>{'long title ' * 9000}</title><meta name=description content='{'word ' * 9000}'>"
        f"<meta property=og:site_name content='{'name' * 900}'><meta property=og:image content='/{'a' * 9000}'>"
    )
    assert len(details.title) <= pages.TITLE_MAX_LENGTH
    assert len(details.description) <= pages.DESCRIPTION_MAX_LENGTH
    assert len(details.site_name) <= pages.SITE_NAME_MAX_LENGTH
    assert details.picture_url == ""


def test_read_page_counts_japanese_by_the_character():
    assert read(f"<title>T</title><body><p>{'日本語' * 100}").words == 300


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"", "text/html", pages.EmptyPage),
        (b"  \n\x00 ", "text/html", pages.EmptyPage),
        (b"<p>No title at all</p>", "text/html", pages.WithoutTitle),
        (b"<title> &#8203; </title>", "text/html", pages.WithoutTitle),
        (b"%PDF-1.7 ...", "text/html", pages.NotAPage),
        (b"%PDF-1.7 ...", "application/pdf", pages.NotAPage),
        (b"\x89PNG\r\n", "", pages.NotAPage),
        (b'{"a": 1}', "application/json", pages.NotAPage),
        (b"just words", "text/plain", pages.NotAPage),
        (b'<?xml version="1.0"?><rss version="2.0">', "application/rss+xml", pages.IsAFeed),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "text/html", pages.IsAFeed),
    ],
)
def test_read_page_refuses(body, content_type, error):
    with pytest.raises(error) as refusal:
        read(body, content_type)
    assert refusal.value.code == error.reason
    assert refusal.value.messages == [str(refusal.value)]


@pytest.mark.parametrize(
    "piece", ["<div>", "<a href=x><b>", "<meta property=og:title content=x>", "<table><td>", "<!--", "&lt;", "<svg><p>"]
)
def test_read_page_survives_floods(piece):
    started = time.process_time()
    details = read("<title>T</title>" + piece * (1_000_000 // len(piece)))
    assert details.title in {"T", "x"}
    assert time.process_time() - started < 10


TAGS = st.sampled_from(
    ["<title>", "</title>", "<meta property='og:title' content='", "'>", "<html lang='", "<base href='", "<article>",
     "<p>",     "<script type='application/ld+json'>", "</script>", "<link rel=canonical href='", "<!--", "<svg>",
     "<template>", "\x00"]
)  # fmt: skip


@given(
    st.lists(TAGS | st.text(max_size=20)).map("".join).map(lambda text: text.encode("utf-8", "replace")) | st.binary(),
    st.text(),
    st.text(),
)
def test_read_page_raises_nothing_but_refusals(body, content_type, url):
    for kind in (content_type, "text/html"):
        try:
            details = pages.read_page(body=body, content_type=kind, url=url)
        except pages.UnreadablePage:
            continue
        assert details.title
        assert details.minutes >= 1
