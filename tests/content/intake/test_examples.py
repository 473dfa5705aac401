"""Real articles and their feed: EXAMPLES_PATH names a folder with feed.xml, index.json and pages/."""

import json
import os
from pathlib import Path

import pytest

from content.intake import feeds, pages

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = Path(os.environ.get("EXAMPLES_PATH") or ROOT.parent / "shared" / "data" / "18f")
PAGES = sorted((EXAMPLES / "pages").glob("*.html")) if EXAMPLES.is_dir() else []

pytestmark = [
    pytest.mark.examples,
    pytest.mark.skipif(not PAGES, reason=f"no example articles in {EXAMPLES}; EXAMPLES_PATH may name another folder"),
]


def test_every_page_is_read():
    words = {Path(entry["slug"]).name: entry["words"] for entry in json.loads((EXAMPLES / "index.json").read_text())}
    for path in PAGES:
        details = pages.read_page(
            body=path.read_bytes(), content_type="text/html", url=f"https://site.example/{path.stem}"
        )
        assert details.title, path.name
        assert details.description, path.name
        assert details.minutes >= 1, path.name
        assert details.language == "en" or details.language == "es", path.name
        assert details.published_on is not None, path.name
        assert details.canonical_url.startswith("https://18f.gsa.gov/"), path.name
        if path.stem in words:
            assert details.words == pytest.approx(words[path.stem], rel=0.2, abs=40), path.name


def test_the_feed_is_read():
    details = feeds.read_feed(body=(EXAMPLES / "feed.xml").read_bytes(), url="https://18f.gsa.gov/feed.xml")
    assert len(details.entries) == 120
    assert (details.without_link, details.repeated, details.beyond_limit) == (0, 0, 0)
    assert details.site_url == "https://18f.gsa.gov/"
    for entry in details.entries:
        assert entry.title
        assert entry.summary
        assert entry.url.startswith("https://18f.gsa.gov/")
        assert entry.published_at is not None
        assert entry.categories
