import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.intake import structured
from content.intake.structured import Article

ARTICLE = {
    "@type": "NewsArticle",
    "headline": "A headline",
    "description": "What it says",
    "image": {"@type": "ImageObject", "url": "/a.png"},
    "datePublished": "2026-03-01T08:00:00Z",
    "publisher": {"@type": "Organization", "name": "The Site"},
}
READ = Article("A headline", "What it says", "/a.png", "2026-03-01T08:00:00Z", "The Site")


@pytest.mark.parametrize(
    "document",
    [
        ARTICLE,
        [ARTICLE],
        {"@graph": [{"@type": "WebSite", "name": "No"}, {"@type": "WebPage", "name": "No"}, ARTICLE]},
        {"@graph": [{"@type": "WebPage", "mainEntity": ARTICLE}]},
        {"@graph": {"@graph": [[ARTICLE]]}},
        {
            **ARTICLE,
            "@type": ["Thing", "BlogPosting"],
            "image": ["/a.png", "/b.png"],
            "publisher": [{"name": "The Site"}],
        },
    ],
)
def test_article_is_found_wherever_it_stands(document):
    assert structured.article([json.dumps(document)]) == READ


def test_article_falls_back_to_the_page():
    assert structured.article([json.dumps({"@type": "WebPage", "name": "A page"})]) == Article(headline="A page")


@pytest.mark.parametrize(
    "script", ["", "{", "[" * 100_000, "null", "1", '"x"', '{"@type": 5, "headline": [[]]}', "{}" * 300_000]
)
def test_article_ignores_broken_scripts(script):
    assert structured.article([script]) == Article()
    assert structured.article([script, json.dumps(ARTICLE)]) == READ


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["@type", "@graph", "headline", "image", "publisher", "name", "url"]), inner)
    ),
)


@given(st.lists(st.builds(json.dumps, JSON)))
def test_article_reads_any_json(scripts):
    assert isinstance(structured.article(scripts), Article)
