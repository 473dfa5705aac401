"""Read, claim, write and share in a browser that runs no script at all."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from advocacy.models import Claim, Draft, Reading, Share
from tests.browser.conftest import PHONE
from tests.content.factories import StoryFactory

WORDS = "At four in the morning the old span hung over the river.\n\nI was one of the sixty who went quiet."


@pytest.fixture
def story(site: str) -> Any:
    return StoryFactory.create(live=True, title="Forty-one hours to change a bridge")


@pytest.fixture
def page(window: Any, employee: Any, story: Any) -> Page:
    opened: Page = window(employee, java_script_enabled=False, viewport=PHONE)
    opened.goto("/")
    opened.get_by_role("link", name="Read it first").click()
    return opened


def test_read_claim_write_share(page, story, clock, complaints):
    page.get_by_role("button", name="Take a place").click()
    expect(page.get_by_role("alert")).to_contain_text("Read it first")
    complaints.expect("422")
    assert not Claim.objects.exists()

    clock.shift(timedelta(seconds=16))
    page.get_by_role("button", name="Take a place").click()
    assert Reading.objects.get().proof == Reading.Proof.SERVER_TIME
    page.get_by_label("Your text").fill(WORDS)
    page.get_by_role("checkbox", name="Bluesky").check()
    page.get_by_role("button", name="Keep and check").click()
    expect(page.get_by_label("Your text")).to_have_value(WORDS)
    expect(page.get_by_text("These are your words.")).to_be_visible()
    expect(page.locator("[data-counter=bluesky] [data-left]")).to_have_text("142 left")

    page.locator("[data-go-button]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yours to post, Marta.")
    text = page.get_by_label("The text, with your link").input_value()
    assert text.startswith(f"I work at Northwind Rail.\n\n{WORDS}\n\nhttp://")
    page.get_by_role("button", name="I posted it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Marta.")
    page.get_by_role("button", name="Bluesky").click()
    expect(page.get_by_role("link", name="Open Bluesky")).to_be_visible()
    assert list(Share.objects.order_by("pk").values_list("network", "state")) == [
        ("linkedin", Share.State.POSTED),
        ("bluesky", Share.State.OPENED),
    ]


def test_read_at_the_source_opens_the_gate(page, story):
    page.get_by_role("button", name="I read it at the source").click()
    page.get_by_role("button", name="Take a place").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("In your own words")
    assert Reading.objects.get().proof == Reading.Proof.AT_SOURCE


def test_signed_out_meanwhile_the_words_are_on_the_page(page, story, complaints):
    page.get_by_role("button", name="I read it at the source").click()
    page.get_by_role("button", name="Take a place").click()
    page.get_by_label("Your text").fill(WORDS)
    page.context.clear_cookies(name="sessionid")
    page.locator("[data-go-button]").click()
    expect(page.get_by_label("Your text")).to_have_value(WORDS)
    assert not Draft.objects.exists()
    complaints.expect("40")
