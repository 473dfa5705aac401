"""One story's way through every room, in the browsers of everybody who has a part in it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core import mail
from playwright.sync_api import Page, expect
from pytest_httpserver import HTTPServer

from accounts.tasks import mail_notifications
from advocacy.tasks import drain_clicks
from content.tasks import read_waiting_previews, turn_stories
from leaderboard.tasks import settle_points
from tests.browser.acts import ARTICLE, run, saying, subscribe
from tests.browser.conftest import PHONE, READER
from tests.browser.test_signin import ask_for_code, code_of

WORDS = "At four in the morning the old span hung over the river and sixty people went quiet. I was one of them."
POST = "https://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678/"
VISITOR = READER.replace("X11; Linux x86_64", "Windows NT 10.0; Win64; x64")
TITLE = "Forty-one hours to change a bridge"
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Newsroom</title><link>{base}</link>
<item><title>{title}</title><link>{base}bridge</link><guid>1</guid>
<pubDate>Mon, 09 Mar 2026 08:00:00 GMT</pubDate></item>
<item><title>Night trains to Graz</title><link>{base}trains</link><guid>2</guid></item></channel></rss>"""


def take_up(page: Page, title: str) -> None:
    """From an entry to the editor in two presses, with the page read by the worker in between."""
    page.get_by_role("button", name=saying("Take it up", title)).click()
    expect(page.get_by_role("progressbar", name="How far the page is read")).to_be_visible()
    run(read_waiting_previews)
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()  # the page looks again by itself
    page.get_by_role("button", name="Make a story of it").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value(title)


def write(page: Page, campaign: str) -> None:
    page.get_by_label("Readers", exact=True).fill("learn what a closed weekend buys them.")
    page.get_by_label("The colleague", exact=True).fill("get to show the work of your own crew.")
    page.get_by_label("Northwind", exact=True).fill("explains the spring closures before they start.")
    page.get_by_label("Campaign", exact=True).select_option(label=campaign)
    page.get_by_role("textbox", name="Caption 1").fill("Two years of planning, one weekend of quiet.")
    page.get_by_label("Everybody in the company").first.check()
    page.get_by_label("Ends", exact=True).fill("2026-03-24T18:00")
    page.get_by_label("Places", exact=True).fill("3")
    page.get_by_role("button", name="Ask for approval").click()
    expect(page.get_by_text("Sent for approval. A second person looks at it now.")).to_be_visible()


def approve(page: Page, title: str) -> None:
    page.goto("/approvals/")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("button", name="Approve").click()
    expect(page).to_have_url(re.compile("/approvals/"))


def read(page: Page, title: str, clock: Any) -> None:
    """Open a story from Today and stay until it counts as read; both clocks are moved, the rule stays as it is."""
    page.clock.install()
    page.goto("/")
    page.get_by_role("link", name=saying("Read it first", title)).click()
    take = page.get_by_role("button", name="Take a place")
    expect(take).to_have_attribute("aria-disabled", "true")
    take.click(force=True)  # playwright would wait until the button is open
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    clock.shift(timedelta(seconds=20))
    with page.expect_response(re.compile("/dwell/$")):
        page.clock.run_for(16_000)
    expect(take).to_have_attribute("aria-disabled", "false")


def compose(page: Page, words: str) -> None:
    page.get_by_role("button", name="Take a place").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("In your own words")
    expect(page.locator("[data-disclosure]")).to_have_text("I work at Northwind Rail.")
    expect(page.locator("[data-preview-disclosure]")).to_have_text("I work at Northwind Rail.")
    page.get_by_label("Your text").fill(words)
    expect(page.locator("[data-preview-words]")).to_have_text(words)
    only(page, "linkedin")
    expect(page.locator("[data-counter=linkedin] [data-left]")).to_have_text(re.compile(r"^2,8\d\d left$"))
    expect(page.locator("[data-kept-at]")).to_have_text(re.compile(r"^Draft kept, \d\d:\d\d$"))


def only(page: Page, network: str) -> None:
    for box in page.locator("[name=networks]").all():
        box.set_checked(box.get_attribute("value") == network)


def post(page: Page) -> str:
    """Copy, look at the network's own composer in its new window, come back and say so. Gives the short link."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with page.context.expect_page() as opening:
        page.get_by_role("button", name="Copy and open LinkedIn").click()
    assert opening.value.url.startswith("https://www.linkedin.com/")
    opening.value.close()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yours to post, Marta.")
    page.bring_to_front()
    copied: str = page.evaluate("navigator.clipboard.readText()")
    disclosure, words, link = copied.split("\n\n")
    assert (disclosure, words) == ("I work at Northwind Rail.", WORDS)
    page.get_by_label("Where it stands").fill(POST)
    page.get_by_role("button", name="I posted it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Marta.")
    return link


def figure(page: Page, label: str) -> Any:
    return page.locator(".figure", has=page.get_by_text(label, exact=True)).locator(".figure-number")


def test_a_story_walks_through_every_room(
    window: Callable[..., Page], newsroom: HTTPServer, clock: Any, campaign: Any, curator, approver, employee, leader,
    operations, administrator,
):  # fmt: skip
    base = newsroom.url_for("/")
    newsroom.expect_request("/feed.xml").respond_with_data(FEED.format(base=base, title=TITLE), content_type="text/xml")
    newsroom.expect_request("/bridge").respond_with_data(
        ARTICLE.format(title=TITLE, words="word " * 700), content_type="text/html; charset=utf-8"
    )

    studio = window()
    ask_for_code(studio, curator.email)
    studio.get_by_label("The code").fill(code_of(mail.outbox[-1]))
    studio.get_by_role("button", name="Come in").click()
    studio.get_by_role("link", name="Studio").first.click()
    expect(studio.get_by_role("heading", name="Came in")).to_be_visible()
    subscribe(studio, newsroom.url_for("/feed.xml"))
    expect(studio.get_by_text(re.compile(r"^2 entries, 2 to look at"))).to_be_visible()
    studio.goto("/studio/")
    take_up(studio, TITLE)
    write(studio, "Bridges · Visibility")

    desk = window(approver)
    approve(desk, TITLE)
    run(turn_stories)

    phone = window(employee, viewport=PHONE, has_touch=True)
    read(phone, TITLE, clock)
    compose(phone, WORDS)
    link = post(phone)

    clock.shift(timedelta(minutes=1))
    visitor = window(user_agent=VISITOR)
    visitor.goto(link)
    assert re.search(r"/bridge\?utm_source=linkedin&utm_medium=employee_advocacy&utm_campaign=[\w-]+&", visitor.url)
    assert "adv_cid=" in visitor.url
    run(drain_clicks)

    phone.get_by_role("link", name="Somebody wrote back").click()
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.get_by_text("Kept. It is a conversation now")).to_be_visible()
    heard = phone.locator("form[action$='/feedback/']")
    heard.get_by_role("textbox").fill("Travellers ask why the trains stood still on Sunday.")
    heard.get_by_role("button").click()
    expect(phone.get_by_role("heading", name="Brought to operations")).to_be_visible()
    run(settle_points)

    phone.goto("/me/")
    expect(phone.get_by_text("One reader followed your links this season.")).to_be_visible()
    told = phone.get_by_role("listitem").filter(has=phone.get_by_role("link", name=TITLE))
    expect(told).to_contain_text(re.compile(r"1 conversation\s*1 reader, 1 click by people"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("One person talked with you this season.")
    phone.goto("/team/")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    phone.goto("/board/")
    expect(phone.get_by_text("You are not on it")).to_be_visible()
    phone.get_by_role("radio").nth(1).check()
    phone.get_by_role("button", name="Keep this").click()
    expect(phone.get_by_text(re.compile(r"You are in place 1 with [\d.]+ points"))).to_be_visible()

    office = window(leader)
    office.goto("/")
    office.get_by_role("link", name="Report").first.click()
    expect(figure(office, "Conversations")).to_have_text("1")
    expect(figure(office, "People who shared")).to_have_text("1")
    expect(figure(office, "Readers who followed a link")).to_have_text("1")
    expect(office.locator(".verdict-words").first).to_be_visible()

    works = window(operations)
    works.goto("/feedback/")
    works.get_by_role("button", name="I look after it").click()
    works.get_by_label("Your answer").fill("The crew needed the whole weekend; the trains ran again on Monday at five.")
    works.get_by_role("button", name="Answer Marta").click()
    expect(works.get_by_role("heading", level=1)).to_have_text("Everything the market said has an answer.")
    run(mail_notifications)
    assert employee.email in {address for message in mail.outbox for address in message.to}
    phone.goto("/notifications/")
    expect(phone.locator("main")).to_contain_text("answer")

    keys = window(administrator)
    keys.goto("/company/")
    keys.get_by_role("link", name="Audit log").first.click()
    expect(keys.get_by_role("cell", name=re.compile("stories.approve"))).to_be_visible()
    keys.goto("/company/status/")
    expect(keys.get_by_role("heading", level=1)).to_be_visible()
