"""The sheet: it counts as the networks count, and what was typed is never lost."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

import networks
from advocacy import links
from advocacy.models import Claim, Draft
from advocacy.tasks import expire_claims
from tests.advocacy.factories import ClaimFactory, ReadingFactory
from tests.browser.conftest import sign_in

CASES = json.loads((Path(__file__).parents[1] / "networks" / "cases.json").read_text(encoding="utf-8"))
COUNT = """texts => texts.map(text => {
    const box = document.querySelector('#words')
    box.value = text
    box.dispatchEvent(new Event('input', {bubbles: true}))
    return Object.fromEntries([...document.querySelectorAll('[data-counter]')].map(line => [line.dataset.counter,
        [line.querySelector('[data-left]').textContent, line.classList.contains('counter--over')]]))
})"""
FIRST = "At four in the morning the old span hung over the river."
SECOND = FIRST + " I was one of sixty who went quiet."


@pytest.fixture
def claim(site: str, employee: Any) -> Claim:
    claim = ClaimFactory.create(person=employee)
    ReadingFactory.create(person=employee, story=claim.story)
    return claim


@pytest.fixture
def sheet(window: Any, employee: Any, claim: Claim) -> Page:
    page: Page = window(employee)
    page.goto(f"/claims/{claim.public_id}/")
    return page


def write(page: Page, words: str) -> None:
    page.get_by_label("Your text").fill(words)


def kept(page: Page) -> Any:
    return expect(page.locator("[data-kept-at]"))


def test_counts_agree_with_the_networks(sheet):
    disclosure = sheet.locator("[data-disclosure]").inner_text()
    texts = [case["text"] * case.get("times", 1) for case in CASES]
    link = links.example()
    for case, text, shown in zip(CASES, texts, sheet.evaluate(COUNT, texts), strict=True):
        for network in networks.every():
            count = network.count(network.compose(text, disclosure, link), link)
            says, is_over = shown[network.key]
            expected = (
                "no limit" if count.left is None else f"{abs(count.left):,} {'too many' if count.is_over else 'left'}"
            )
            assert (says, is_over) == (expected, count.is_over), (case["about"], network.key)


def test_words_are_kept_by_themselves(sheet):
    write(sheet, FIRST)
    kept(sheet).to_have_text(re.compile(r"^Draft kept, \d\d:\d\d$"))
    expect(sheet.get_by_text("These are your words.")).to_be_visible()
    sheet.reload()
    expect(sheet.get_by_label("Your text")).to_have_value(FIRST)


def test_words_survive_a_session_that_ends(sheet, employee, site, complaints):
    write(sheet, FIRST)
    kept(sheet).to_have_text(re.compile("^Draft kept"))
    Session.objects.all().delete()
    write(sheet, SECOND)
    kept(sheet).to_have_text(re.compile("^You are signed out"))
    complaints.expect("401")
    sign_in(sheet.context, employee, site)
    with sheet.expect_response(re.compile("/draft/$")):
        sheet.reload()
    expect(sheet.get_by_label("Your text")).to_have_value(SECOND)
    assert Draft.objects.get().words == SECOND


def test_an_older_window_does_not_overwrite_a_newer_one(sheet, claim, complaints):
    other = sheet.context.new_page()
    other.goto(sheet.url)
    write(sheet, FIRST)
    kept(sheet).to_have_text(re.compile("^Draft kept"))
    write(other, SECOND)
    expect(other.get_by_label("The text from your other window")).to_have_value(FIRST)
    expect(other.get_by_label("Your text")).to_have_value(SECOND)
    complaints.expect("409")
    assert Draft.objects.get().words == FIRST
    other.get_by_role("button", name="Keep and check").click()
    expect(other.get_by_label("The text from your other window")).to_have_count(0)
    assert Draft.objects.get().words == SECOND


def test_a_claim_that_expires_leaves_the_words(sheet, clock):
    write(sheet, FIRST)
    kept(sheet).to_have_text(re.compile("^Draft kept"))
    clock.shift(timedelta(days=4))
    expire_claims.apply(throw=True)
    sheet.reload()
    expect(sheet.get_by_text("Your place went back. Your words are kept.")).to_be_visible()
    expect(sheet.get_by_label("Your text")).to_have_value(FIRST)
    expect(sheet.locator("[data-go-button]")).to_be_disabled()
    sheet.get_by_role("button", name="Take a place again").click()
    expect(sheet.get_by_label("Your text")).to_have_value(FIRST)
    expect(sheet.locator("[data-go-button]")).to_be_enabled()


def test_a_refusal_keeps_the_words(sheet, complaints):
    words = "word " * 700
    write(sheet, words)
    sheet.locator("[data-go-button]").click()
    expect(sheet.get_by_role("alert")).to_contain_text("too many for LinkedIn")
    expect(sheet.get_by_label("Your text")).to_have_value(words)
    complaints.expect("422")
