import contextlib
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.intake import feeds

URL = "https://site.example/feed.xml"
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US">
<title>The &amp;amp; Site</title><link href="/"/><entry><title type="html">One &lt;b&gt;bold&lt;/b&gt; step</title>
<link href="/one"/><id>tag:one</id><published>2024-12-10T02:00:00+02:00</published>
<summary type="html">&lt;p&gt;What it says.&lt;/p&gt;
&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</summary>
<category term="how we work"/><category term="18f" label="18F"/><category term="how we work"/></entry></feed>"""


def read(markup: str | bytes) -> feeds.FeedDetails:
    return feeds.read_feed(body=markup if isinstance(markup, bytes) else markup.encode(), url=URL)


def rss(*items: str) -> str:
    entries = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{entries}</channel></rss>'


def test_read_feed_reads_atom():
    details = read(ATOM)
    assert (details.title, details.site_url) == ("The & Site", "https://site.example/")
    assert details.entries == [
        feeds.EntryDetails(
            entry_id="tag:one",
            url="https://site.example/one",
            title="One bold step",
            summary="What it says.",
            published_at=datetime(2024, 12, 10, tzinfo=UTC),
            language="en",
            categories=("how we work", "18F"),
        )
    ]


def test_read_feed_reads_rss():
    details = read(
        rss(
            "<title>A</title><link>https://site.example/a</link><pubDate>Tue, 10 Dec 2024 08:00:00 +0100</pubDate>",
            "<title>B</title><guid>https://site.example/b</guid><pubDate>never</pubDate>",
        )
    )
    first, second = details.entries
    assert (first.entry_id, first.published_at) == ("https://site.example/a", datetime(2024, 12, 10, 7, tzinfo=UTC))
    assert (second.url, second.published_at) == ("https://site.example/b", None)


def test_read_feed_keeps_the_first_of_repeated_ids():
    details = read(
        rss(*(f"<guid isPermaLink='false'>same</guid><link>/{n}</link><title>{n}</title>" for n in range(3)))
    )
    assert [entry.title for entry in details.entries] == ["0"]
    assert details.repeated == 2


def test_read_feed_drops_entries_without_a_web_address():
    links = ["javascript:alert(1)", "", "ftp://x.example/", "https://me:pw@x.example/"]
    details = read(rss(*(f"<title>T</title><link>{link}</link>" for link in links), "<title>T</title>"))
    assert details.entries == []
    assert details.without_link == 5


def test_read_feed_caps_the_entries():
    details = read(rss(*(f"<link>/{number}</link>" for number in range(520))))
    assert len(details.entries) == feeds.MAX_ENTRIES
    assert details.beyond_limit == 20


def test_read_feed_takes_a_feed_without_entries():
    assert read(rss()).entries == []


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "the 45th", "", "Infinity"])
def test_read_feed_takes_credible_times(moment):
    assert read(ATOM.replace("2024-12-10T02:00:00+02:00", moment)).entries[0].published_at is None


def test_read_feed_names_an_entry_without_title():
    titles = [
        entry.title
        for entry in read(rss("<link>/a</link><description>Some words</description>", "<link>/b</link>")).entries
    ]
    assert titles == ["Some words", "https://site.example/b"]


def test_read_feed_shortens_what_is_too_long():
    entry = read(
        rss(
            f"<guid>{'i' * 900}</guid><link>/a</link><title>{'t ' * 900}</title>"
            f"<description>{'d ' * 9000}</description>"
        )
    ).entries[0]
    assert len(entry.entry_id) <= feeds.ENTRY_ID_MAX_LENGTH
    assert len(entry.title) <= feeds.TITLE_MAX_LENGTH
    assert len(entry.summary) <= feeds.SUMMARY_MAX_LENGTH


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16", "windows-1252"])
def test_read_feed_reads_other_encodings(encoding):
    markup = rss("<link>/a</link><title>Grüße</title>").replace("?>", f' encoding="{encoding}"?>', 1)
    assert read(markup.encode(encoding)).entries[0].title == "Grüße"


def test_read_feed_leaves_articles_about_declarations_alone():
    article = "<link>/a</link><title>T</title><description><![CDATA[Write <!DOCTYPE html> first]]></description>"
    assert len(read(rss(article)).entries) == 1


BOMB = '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("", feeds.EmptyFeed),
        (" \n\ufeff", feeds.EmptyFeed),
        (" " * 2_000_001, feeds.FeedTooLarge),
        ("<rss>" + "<item>" * 100_000, feeds.FeedTooLarge),
        ("<!DOCTYPE html><html><body>Hello", feeds.IsAPage),
        ("<html lang=en><head>", feeds.IsAPage),
        ("<!-- hello --><html>", feeds.IsAPage),
        (ATOM.replace("<feed", f"{BOMB}<feed"), feeds.FeedWithDeclarations),
        (ATOM.replace("<feed", f"<!-- <a -->{BOMB}<feed"), feeds.FeedWithDeclarations),
        (ATOM.replace("<entry>", f"{BOMB}<entry>"), feeds.FeedWithDeclarations),
        (ATOM.replace("<feed", f"{BOMB}<feed").replace("utf-8", "utf-16").encode("utf-16"), feeds.FeedWithDeclarations),
        ('<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd"><rss>', feeds.FeedWithDeclarations),
        ("/etc/passwd", feeds.NotAFeed),
        ("https://site.example/feed.xml", feeds.NotAFeed),
        ("<svg xmlns='http://www.w3.org/2000/svg'></svg>", feeds.NotAFeed),
        ('{"version": "https://jsonfeed.org/version/1.1"}', feeds.NotAFeed),
        (b"%PDF-1.7", feeds.NotAFeed),
        (b"\x89PNG\r\n\x1a\n", feeds.NotAFeed),
    ],
)
def test_read_feed_refuses(body, error):
    with pytest.raises(error) as refusal:
        read(body)
    assert refusal.value.code == error.reason
    assert refusal.value.messages == [str(refusal.value)]


@pytest.mark.parametrize("piece", ["<![CDATA[", "<!--", "<a>", "<item>", "&amp;", "<item><link>/a</link></item>"])
def test_read_feed_survives_floods(piece):
    started = time.process_time()
    with contextlib.suppress(feeds.UnreadableFeed):
        read("<rss version='2.0'><channel>" + piece * (400_000 // len(piece)))
    assert time.process_time() - started < 10


PIECES = st.sampled_from(
    ["<rss version='2.0'>", "<feed>", "<channel>", "<item>", "</item>", "<link>", "</link>", "<title>", "<guid>",
     "<pubDate>",     "<entry>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.0' encoding='", "'?>", "http://x.example/",
     "&amp;", "&#0;"]
)  # fmt: skip


@given(
    st.lists(PIECES | st.text(max_size=10)).map(lambda parts: "".join(["<rss>", *parts]).encode("utf-8", "replace"))
    | st.binary()
)
def test_read_feed_raises_nothing_but_refusals(body):
    try:
        details = read(body)
    except feeds.UnreadableFeed:
        return
    assert all(entry.url.startswith("http") and entry.title for entry in details.entries)
