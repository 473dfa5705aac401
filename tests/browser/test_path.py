"""One story's way through every room, in the browsers of everybody who has a part in it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_httpserver import HTTPServer

from accounts.models import CompanySettings, Person
from accounts.tasks import mail_notifications
from advocacy import claims
from advocacy.models import Reading
from advocacy.tasks import drain_clicks, serve_waiting
from content.tasks import read_waiting_previews, turn_stories
from leaderboard.tasks import settle_points
from tests.advocacy.factories import ClaimFactory
from tests.browser.acts import ARTICLE, run, saying, subscribe
from tests.browser.conftest import PATIENCE_MS, PHONE, READER
from tests.browser.test_signin import ask_for_code, code_of
from tests.content.factories import StoryFactory, TopicFactory

WORDS = "At four in the morning the old span hung over the river and sixty people went quiet. I was one of them."
POST = "https://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678/"
SHORT = "Four in the morning, a river, and sixty people who went quiet."
PAGES = "Night trains to Graz"
VISITOR = READER.replace("X11; Linux x86_64", "Windows NT 10.0; Win64; x64")
TITLE = "Forty-one hours to change a bridge"
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Newsroom</title><link>{base}</link>
<item><title>{title}</title><link>{base}bridge</link><guid>1</guid>
<pubDate>Mon, 09 Mar 2026 08:00:00 GMT</pubDate></item>
<item><title>Night trains to Graz</title><link>{base}trains</link><guid>2</guid></item></channel></rss>"""


PRESSES = """addEventListener('click', event => { if (event.isTrusted)
    sessionStorage.setItem('presses', 1 + Number(sessionStorage.getItem('presses'))) }, true)"""


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
    page.get_by_label("Night trains", exact=True).check()
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
    page.add_init_script(PRESSES)
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


def arrive(page: Page) -> None:
    """The first steps: the rules are read, and Today learns what to look for."""
    page.goto("/")
    strip = page.get_by_role("region", name="Your first week")
    strip.get_by_role("link", name="Read the rules").click()
    page.get_by_role("button", name="I have read it").click()
    expect(page.get_by_text(re.compile("^Version 1, read on "))).to_be_visible()
    page.goto("/profile/")
    page.locator("#networks").get_by_label("LinkedIn", exact=True).check()
    page.locator("#networks").get_by_label("X", exact=True).check()
    page.locator("#networks").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    page.locator("#interests").get_by_label("Night trains").check()
    page.locator("#interests").get_by_role("button", name="Save").click()
    expect(page.locator("#interests").get_by_label("Night trains")).to_be_checked()
    page.goto("/")
    expect(strip.get_by_text(re.compile(r"^2 of \d$"))).to_be_visible()
    card = page.locator(".story", has=page.get_by_role("heading", name=TITLE))
    expect(card).to_contain_text("it is about something you want to hear about.")


def put_aside_and_bring_back(page: Page, title: str) -> None:
    page.get_by_role("button", name=saying("Not for me", title)).click()
    page.get_by_role("button", name="No time for it").click()
    expect(page.get_by_text("It counts without your name")).to_be_visible()
    page.get_by_role("button", name=saying("Bring it back", title)).click()
    expect(page.get_by_role("button", name=saying("Not for me", title))).to_be_visible()


def wait_in_line(page: Page, story: Any) -> None:
    """Stop in the middle of a long story, go on there, and wait for the one place that somebody else holds."""
    address = f"/stories/{story.public_id}/"
    page.goto(address)
    page.get_by_text("Paragraph 12").scroll_into_view_if_needed()
    expect(page.get_by_text("Paragraph 12")).to_be_in_viewport()
    page.goto("/")
    until(page, lambda: Reading.objects.get(story=story).reached_percent)
    page.goto(address)
    page.get_by_role("link", name="Go on where you stopped").click()
    expect(page.locator("#go-on")).to_be_in_viewport()
    with page.expect_response(re.compile("/dwell/$")):
        page.locator("[data-dwell-end]").scroll_into_view_if_needed()
    page.goto(address)
    page.get_by_role("button", name="Wait for a place").click()
    expect(page.get_by_text("You are first in line.")).to_be_visible()


def compose(page: Page, words: str) -> None:
    page.get_by_role("button", name="Take a place").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("In your own words")
    expect(page.locator("[data-disclosure]")).to_have_text("I work at Northwind Rail.")
    expect(page.locator("[data-preview-disclosure]")).to_have_text("I work at Northwind Rail.")
    page.get_by_label("Your text", exact=True).fill(words)
    expect(page.locator("[data-preview-words]")).to_have_text(words)
    expect(page.locator("[data-counter=linkedin] [data-left]")).to_have_text(re.compile(r"^2,8\d\d left$"))
    expect(page.locator("[data-kept-at]")).to_have_text(re.compile(r"^Draft kept, \d\d:\d\d$"))


def hand_over(page: Page, network: str, words: str) -> str:
    """Copy, and look at the network's own composer in its new window. Gives the short link."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with page.context.expect_page() as opening:
        page.get_by_role("button", name=f"Copy and open {network}").click()
    composer = opening.value.url
    opening.value.close()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yours to post, Marta.")
    page.bring_to_front()
    copied: str = page.evaluate("navigator.clipboard.readText()")
    disclosure, said, link = copied.split("\n\n")
    assert (disclosure, said) == ("I work at Northwind Rail.", words)
    assert composer.startswith({"LinkedIn": "https://www.linkedin.com/", "X": "https://x.com/"}[network])
    return link


def post(page: Page) -> None:
    page.get_by_role("button", name="I posted it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Marta.")


def say_it_differently(page: Page) -> None:
    """The same place, another network, and words of its own; where the first post stands is said afterwards."""
    posted = page.url
    page.get_by_label("Where it stands").fill(POST)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("link", name="See your post")).to_have_attribute("href", POST)
    page.goto("/library/?mine=claimed")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Write in your own words").click()
    page.locator("[name=networks][value=x]").set_checked(True)
    page.get_by_text("Say it differently on X", exact=True).click()
    page.get_by_label("Your words on X", exact=True).fill(SHORT)
    expect(page.locator("[data-kept-at]")).to_have_text(re.compile("^Draft kept"))
    hand_over(page, "X", SHORT)
    post(page)
    page.goto(posted)


def search(page: Page) -> None:
    page.goto("/library/")
    page.get_by_label("Words in the story").fill("gra")
    page.get_by_role("button", name="Find").click()
    found = page.locator(".library-list")
    expect(found.get_by_role("link", name=PAGES)).to_be_visible()
    expect(found.get_by_role("link", name=TITLE)).to_have_count(0)
    page.get_by_text("Keep this search").click()
    page.get_by_label("Its name").fill("Austria")
    page.get_by_role("button", name="Keep it").click()
    page.goto("/library/")
    page.get_by_role("link", name="Austria", exact=True).click()
    expect(found.get_by_role("link", name=PAGES)).to_be_visible()
    expect(page.get_by_label("Words in the story")).to_have_value("gra")


def until(page: Page, holds: Callable[[], Any]) -> None:
    """Wait for what no page shows: it is asked again and again, as long as the browser is waited for."""
    for _ in range(PATIENCE_MS // 50):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("It did not come.")


def figure(page: Page, label: str) -> Any:
    return page.locator(".figure", has=page.get_by_text(label, exact=True)).locator(".figure-number")


def test_a_story_walks_through_every_room(
    window: Callable[..., Page], newsroom: HTTPServer, clock: Any, now: Any, campaign: Any, curator, approver, employee,
    colleague, leader, operations, administrator,
):  # fmt: skip
    base = newsroom.url_for("/")
    newsroom.expect_request("/feed.xml").respond_with_data(FEED.format(base=base, title=TITLE), content_type="text/xml")
    newsroom.expect_request("/bridge").respond_with_data(
        ARTICLE.format(title=TITLE, words="word " * 700), content_type="text/html; charset=utf-8"
    )

    topic = TopicFactory.create(name="Night trains")
    body = "\n\n".join(f"Paragraph {n}. " + "The night was long. " * 20 for n in range(1, 21))
    rare = StoryFactory.create(live=True, places=1, kind="article", url="", title=PAGES, body=body)
    rare.topics.add(topic)
    StoryFactory.create(live=True, title="Quiet coaches")
    taken = ClaimFactory.create(story=rare, person=colleague)
    CompanySettings.objects.update(policy="Say who you work for.")
    Person.objects.filter(pk=employee.pk).update(joined_at=now - timedelta(days=2))

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
    arrive(phone)
    put_aside_and_bring_back(phone, "Quiet coaches")
    wait_in_line(phone, rare)
    claims.release(claim=taken, now=timezone.now())
    run(serve_waiting)
    phone.goto("/")
    expect(phone.get_by_role("link", name=saying("Write", PAGES))).to_be_visible()
    search(phone)

    read(phone, TITLE, clock)
    phone.evaluate("sessionStorage.removeItem('presses')")
    compose(phone, WORDS)
    link = hand_over(phone, "LinkedIn", WORDS)
    post(phone)
    assert phone.evaluate("Number(sessionStorage.getItem('presses'))") == 3
    say_it_differently(phone)

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
    told = phone.get_by_role("listitem").filter(has=phone.get_by_role("link", name=TITLE), has_text="LinkedIn")
    expect(told).to_contain_text(re.compile(r"conversation\s*1\s*reader\s*1\s*click by people\s*1"))
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
