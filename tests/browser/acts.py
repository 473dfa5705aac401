"""What several stories of the browser do: work that waits is done, feeds are subscribed to, entries become drafts."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from content.tasks import check_due_feeds

ARTICLE = """<!doctype html>
<html lang="en"><head><title>{title}</title><meta property="og:site_name" content="Newsroom">
<meta name="description" content="The night crew lifted out a span from 1894."></head>
<body><article><p>{words}</p></article></body></html>"""


def run(sweep: Any) -> None:
    """This will do what the worker does at its next beat."""
    sweep.apply(throw=True)


def saying(what: str, about: str) -> re.Pattern[str]:
    """This will match a button that tells only those who cannot see it what it is about."""
    return re.compile(rf"{what}\s*: {re.escape(about)}")


def subscribe(page: Page, address: str) -> None:
    page.goto("/studio/feeds/")
    page.get_by_label("Subscribe to a feed").fill(address)
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_text("Subscribed. It is being read now.")).to_be_visible()
    run(check_due_feeds)
