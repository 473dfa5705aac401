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
from advocacy.models import Claim, Draft, Link, Share
from advocacy.tasks import expire_claims
from content.models import BlockedTerm, Story, Topic
from tests.advocacy.factories import ClaimFactory, ReadingFactory
from tests.browser.conftest import sign_in
from tests.content.factories import StoryFactory

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
    sheet.locator("form[data-ready]").wait_for()
    disclosure = sheet.locator("[data-disclosure]").inner_text()
    texts = [case["text"] * case.get("times", 1) for case in CASES]
    link = links.example()
    for case, text, shown in zip(CASES, texts, sheet.evaluate(COUNT, texts), strict=True):
        for network in networks.every():
            count = network.count(network.compose(text, disclosure, link), link)
            says, is_over = shown[network.key]
            expected = (
                ("no limit known" if network.has_permalinks else "no limit")
                if count.left is None
                else f"{abs(count.left):,} {'too many' if count.is_over else 'left'}"
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


def test_a_press_waits_for_the_words_that_are_on_their_way(sheet):
    held: list[Any] = []
    sheet.route(re.compile("/draft/$"), lambda route: held.append((route, route.fetch())))
    with sheet.expect_request(re.compile("/draft/$")):
        write(sheet, FIRST)
    while not held:
        sheet.wait_for_timeout(20)
    write(sheet, SECOND)
    sheet.locator("[data-go-button]").click()
    route, answer = held.pop()
    route.fulfill(response=answer)
    sheet.wait_for_url(re.compile("/shares/"))
    assert Share.objects.get().words == SECOND


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


def ticked(page: Page, *keys: str) -> None:
    more = page.locator("details:not([open]) > summary", has_text="More networks")
    if more.count():
        more.click()
    for box in page.locator("[name=networks]:visible").all():
        box.set_checked(box.get_attribute("value") in keys)


def test_words_for_one_network_count_and_look_there_alone(sheet, claim):
    write(sheet, "word " * 80)
    ticked(sheet, "linkedin", "x")
    expect(sheet.locator("[data-counter=x]")).to_have_class(re.compile("counter--over"))
    expect(sheet.get_by_text("A link counts as 23 there.").first).to_be_visible()
    sheet.get_by_text("Say it differently on X", exact=True).click()
    own = sheet.get_by_label("Your words on X", exact=True)
    expect(own).to_have_value("word " * 80)  # one's own words to begin with
    own.fill(FIRST)
    expect(sheet.locator("[data-counter=x]")).not_to_have_class(re.compile("counter--over"))
    sheet.locator(".preview-tab", has_text=re.compile("^X$")).click()
    expect(sheet.locator("[data-preview-words]")).to_have_text(FIRST)
    expect(sheet.locator(".preview-tab", has_text="Bluesky")).to_be_hidden()
    expect(sheet.get_by_text("On X", exact=True)).to_be_visible()
    sheet.reload()
    expect(sheet.get_by_label("Your words on X", exact=True)).to_have_value(FIRST)
    assert Draft.objects.get().variants == {"x": FIRST}


def test_words_for_one_network_that_are_not_touched_follow_the_text(sheet):
    write(sheet, FIRST)
    sheet.get_by_text("Say it differently on LinkedIn").click()
    write(sheet, SECOND)
    expect(sheet.get_by_label("Your words on LinkedIn")).to_have_value(SECOND)
    kept(sheet).to_have_text(re.compile("^Draft kept"))
    assert Draft.objects.get().variants == {}


def test_words_written_offline_are_sent_when_online(sheet, complaints):
    write(sheet, FIRST)
    kept(sheet).to_have_text(re.compile("^Draft kept"))
    sheet.context.set_offline(True)
    write(sheet, SECOND)
    kept(sheet).to_have_text(re.compile("^You are offline"))
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    assert Draft.objects.get().words == FIRST
    sheet.context.set_offline(False)
    kept(sheet).to_have_text(re.compile("^Draft kept"))
    assert Draft.objects.get().words == SECOND


def test_a_tag_is_taken_at_a_press(sheet, claim):
    claim.story.topics.add(Topic.objects.create(name="Night trains"))
    sheet.reload()
    write(sheet, FIRST)
    sheet.get_by_role("button", name="#NightTrains", exact=True).click()
    expect(sheet.get_by_label("Your text")).to_have_value(f"{FIRST} #NightTrains")


def test_a_blocked_word_is_shown_where_it_stands(sheet):
    BlockedTerm.objects.create(term="guaranteed", reason="We promise nothing about punctuality.")
    write(sheet, "They say it is guaranteed.")
    expect(sheet.get_by_text("We promise nothing about punctuality.")).to_be_visible()
    sheet.get_by_role("button", name="Go to it").click()
    chosen = (
        "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
    )
    assert sheet.evaluate(chosen) == "guaranteed"


def test_without_the_disclosure_it_says_what_happens(sheet):
    says = sheet.get_by_text("it earns no points")
    expect(says).to_be_hidden()
    sheet.get_by_text("Change", exact=True).click()
    sheet.get_by_label("Keep this sentence first").uncheck()
    expect(says).to_be_visible()
    expect(sheet.locator("[data-preview-disclosure]")).to_be_hidden()


def test_a_story_that_changed_is_shown_beside_the_words(sheet, claim):
    write(sheet, FIRST)
    kept(sheet).to_have_text(re.compile("^Draft kept"))
    Story.objects.filter(pk=claim.story_id).update(version=2, approved_version=2, title="Forty-two hours")
    sheet.reload()
    expect(sheet.get_by_text("The story changed since you began to write.")).to_be_visible()
    sheet.get_by_text("What changed").click()
    expect(sheet.get_by_text("Forty-two").last).to_be_visible()
    expect(sheet.get_by_label("Your text")).to_have_value(FIRST)
    sheet.get_by_role("button", name="They hold").click()
    expect(sheet.get_by_text("The story changed since you began to write.")).to_have_count(0)
    expect(sheet.get_by_label("Your text")).to_have_value(FIRST)


def test_other_networks_are_folded_and_one_press_keeps_them(sheet, employee):
    offered = sheet.get_by_role("button", name="Always offer me these first")
    expect(sheet.locator("[data-counter=linkedin]")).to_be_visible()
    expect(sheet.locator("[data-counter=reddit]")).to_be_hidden()
    expect(sheet.locator(".preview-tab", has_text="Reddit")).to_be_hidden()
    expect(offered).to_be_hidden()
    write(sheet, FIRST)
    sheet.get_by_text("More networks").click()
    sheet.locator("[data-counter=reddit] input").check()
    expect(sheet.locator(".preview-tab", has_text="Reddit")).to_be_visible()
    offered.click()
    expect(sheet.get_by_text("Kept. Your profile has the whole list.")).to_be_visible()
    expect(offered).to_be_hidden()
    kept(sheet).to_have_text(re.compile("^Draft kept"))
    sheet.locator("[data-counter=reddit] input").uncheck()
    with sheet.expect_response(re.compile("/draft/$")):
        write(sheet, SECOND)
    sheet.reload()
    expect(sheet.locator("[data-counter=reddit]")).to_be_visible()
    expect(sheet.locator("[data-counter=telegram]")).to_be_hidden()
    employee.refresh_from_db()
    assert employee.networks == ["linkedin", "reddit"]


def test_the_share_sheet_is_offered_where_there_is_one(sheet):
    sheet.get_by_text("More networks").click()
    expect(sheet.locator("[data-counter=copy]")).to_be_visible()
    assert sheet.evaluate("typeof navigator.share") == "undefined"
    expect(sheet.locator("[data-counter=sheet]")).to_be_hidden()


SHEET = """navigator.share = async data => {
    if (sessionStorage.away) throw new DOMException('', 'AbortError')
    sessionStorage.shared = JSON.stringify(data)
}"""


def test_the_share_sheet_takes_words_and_link_and_asks_afterwards(window, employee, claim):
    page = window(employee)
    page.add_init_script(SHEET)
    page.goto(f"/claims/{claim.public_id}/")
    write(page, FIRST)
    ticked(page, "sheet")
    page.evaluate("sessionStorage.away = 'yes'")
    page.get_by_role("button", name="Choose an app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yours to post, Marta.")
    page.get_by_role("button", name="Choose an app").click()
    expect(page.locator("[data-sheet-says]")).to_have_text("")  # put away: nothing was sent, nothing is asked
    page.evaluate("sessionStorage.removeItem('away')")
    page.get_by_role("button", name="Choose an app").click()
    expect(page.get_by_text("Did you send it? Then say so below.")).to_be_visible()
    expect(page.get_by_role("button", name="I sent it")).to_be_focused()
    shared = json.loads(page.evaluate("sessionStorage.shared"))
    link = Link.objects.get(network="sheet")
    assert shared["text"].endswith(FIRST)
    assert shared["url"] == links.address(code=link.code)
    page.get_by_role("button", name="I sent it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Marta.")


def test_from_read_to_posted_in_three_presses(window, employee, site):
    story = StoryFactory.create(live=True)
    ReadingFactory.create(person=employee, story=story)
    page = window(employee)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script(
        "addEventListener('click', event => { if (event.isTrusted) sessionStorage.setItem('presses',"
        " 1 + Number(sessionStorage.getItem('presses'))) }, true)"
    )
    page.goto(f"/stories/{story.public_id}/")
    page.get_by_role("button", name="Take a place").click()
    write(page, FIRST)
    with page.context.expect_page() as opening:
        page.get_by_role("button", name="Copy and open LinkedIn").click()
    opening.value.close()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yours to post, Marta.")
    page.get_by_role("button", name="I posted it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Marta.")
    assert page.evaluate("Number(sessionStorage.getItem('presses'))") == 3


def test_mastodon_opens_on_the_persons_own_server(sheet, complaints):
    sheet.context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(sheet, FIRST)
    ticked(sheet, "mastodon")
    sheet.get_by_label("Your server there").fill("nobody")
    sheet.get_by_role("button", name="Copy and open Mastodon").click()
    expect(sheet.get_by_role("alert")).to_contain_text("It looks like mastodon.social.")
    expect(sheet.get_by_label("Your text")).to_have_value(FIRST)
    complaints.expect("422")
    sheet.get_by_label("Your server there").fill("@marta@social.example")
    with sheet.context.expect_page() as opening:
        sheet.get_by_role("button", name="Copy and open Mastodon").click()
    assert opening.value.url.startswith("https://social.example/share?text=")
    opening.value.close()
    expect(sheet.get_by_role("link", name="Open Mastodon")).to_have_attribute(
        "href", re.compile("^https://social.example/share")
    )


def test_the_next_network_takes_one_press(sheet):
    sheet.context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(sheet, FIRST)
    ticked(sheet, "linkedin", "x")
    with sheet.context.expect_page() as first:
        sheet.locator("[data-go-button]").click()
    first.value.close()
    sheet.get_by_role("button", name="I posted it").click()
    with sheet.context.expect_page() as second:
        sheet.get_by_role("button", name="Copy and open X").click()
    assert second.value.url.startswith("https://x.com/intent/post?text=")
    second.value.close()
    expect(sheet.get_by_text("X opens with your text in it.")).to_be_visible()
