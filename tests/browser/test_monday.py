"""A curator's Monday: ten stories on their way, a week that holds them, and one that has to be taken back."""

import json
import os
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_httpserver import HTTPServer

from accounts.models import Notification, Person, RoleGrant
from advocacy import claims, links, readings, shares
from advocacy.models import Share
from advocacy.tasks import follow_recalls, open_places
from content import stories
from content.models import Story
from content.tasks import read_waiting_previews, turn_stories
from tests.accounts.factories import PersonFactory, RoleGrantFactory
from tests.browser.acts import ARTICLE, run, saying, subscribe
from tests.browser.conftest import PHONE
from tests.content.factories import ApprovalStepFactory, TopicFactory

MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 10, 10, tzinfo=UTC)
EXAMPLES = Path(os.environ.get("EXAMPLES_PATH") or Path(__file__).resolve().parents[3] / "shared" / "data" / "18f")
SOURCE = b"https://18f.gsa.gov"
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Newsroom</title><link>{base}</link>{items}</channel></rss>'
)
ITEM = "<item><title>{title}</title><link>{base}/{n}</link><guid>{n}</guid></item>"
REASON = "The figure in the second paragraph was last year's."
REMARK = "Say which year this was."


@pytest.fixture
def now() -> datetime:
    return MONDAY


@pytest.fixture
def second(company: Any, team: Any) -> Person:
    """The approver of the second step."""
    person: Person = PersonFactory.create(email="second@northwind.example", name="Sofie Brandt", team=team)
    RoleGrantFactory.create(person=person, role=RoleGrant.Role.APPROVER)
    return person


@pytest.fixture
def titles(newsroom: HTTPServer) -> list[str]:
    """Ten articles behind /feed.xml: real ones where they are at hand, written ones elsewhere."""
    if not (EXAMPLES / "feed.xml").is_file():
        names = [f"Night train number {n}" for n in range(10)]
        base = newsroom.url_for("")
        items = "".join(ITEM.format(title=name, base=base, n=n) for n, name in enumerate(names))
        newsroom.expect_request("/feed.xml").respond_with_data(
            FEED.format(base=base, items=items), content_type="text/xml"
        )
        for n, name in enumerate(names):
            page = ARTICLE.format(title=name, words="word " * 400)
            newsroom.expect_request(f"/{n}").respond_with_data(page, content_type="text/html; charset=utf-8")
        return names
    here = newsroom.url_for("").rstrip("/").encode()
    feed = (EXAMPLES / "feed.xml").read_bytes().replace(SOURCE, here)
    newsroom.expect_request("/feed.xml").respond_with_data(feed, content_type="application/atom+xml")
    index = json.loads((EXAMPLES / "index.json").read_text(encoding="utf-8"))
    often = Counter(entry["title"] for entry in index)
    found = []
    for entry in index:
        path = EXAMPLES / "pages" / f"{entry['slug']}.html"
        if path.is_file() and often[entry["title"]] == 1 and len(found) < 10:
            found.append(entry["title"])
            newsroom.expect_request(entry["url"].removeprefix(SOURCE.decode())).respond_with_data(
                path.read_bytes().replace(SOURCE, here), content_type="text/html; charset=utf-8"
            )
    newsroom.expect_request(re.compile(".*")).respond_with_data(status=404)
    return found


# -- what a curator does


def take_up_all(page: Page, titles: list[str]) -> list[str]:
    """Ask for each page; they are read by the worker in one go. Gives the addresses where they are looked at."""
    asked = []
    for title in titles:
        page.goto("/studio/feeds/")
        page.get_by_role("button", name=saying("Take it up", title)).click()
        expect(page.get_by_role("progressbar", name="How far the page is read")).to_be_visible()
        asked.append(page.url)
    run(read_waiting_previews)
    return asked


def write(page: Page, preview: str, title: str) -> str:
    """From a page that was read to a draft that says why; gives the editor's address."""
    page.goto(preview)
    page.get_by_role("button", name="Make a story of it").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value(title)
    page.get_by_label("Readers", exact=True).fill("see how others solved it.")
    page.get_by_label("The colleague", exact=True).fill("show what they know about it.")
    page.get_by_label("Northwind", exact=True).fill("is met as people who know their work.")
    page.get_by_role("textbox", name="Caption 1").fill("What we would have liked to know a year ago.")
    page.get_by_label("Goes live", exact=True).fill("2026-03-10T10:00")
    page.get_by_label("Ends", exact=True).fill("2026-03-13T18:00")
    keep(page)
    return page.url


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep", exact=True).last.click()
    expect(page.get_by_text("Kept.", exact=True)).to_be_visible()


def tick(page: Page, titles: list[str]) -> None:
    page.goto("/studio/stories/?state=draft")
    for title in titles:
        page.get_by_role("checkbox", name=title, exact=True).check()
    page.get_by_text("Move, campaign, topic").click()


def tick_all(page: Page) -> None:
    page.goto("/studio/stories/?state=draft")
    page.get_by_role("link", name="Tick all on this page").click()
    page.get_by_text("Move, campaign, topic").click()


def done(page: Page, count: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{count} stories are done.")
    expect(page.get_by_text("Nothing was refused.")).to_be_visible()


def week(page: Page, number: int) -> Locator:
    return page.locator(".calendar-section").filter(has=page.get_by_role("heading", name=f"Week {number}"))


# -- what approvers do


def look_at(page: Page, title: str) -> None:
    page.goto("/approvals/")
    page.get_by_role("link", name=saying("Look at it", title)).click()
    expect(page.get_by_text("Ctrl Enter", exact=True)).to_be_visible()  # from here on the keys are heard


def approve(page: Page, title: str, says: str) -> None:
    look_at(page, title)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text(f"{says}: {title}")).to_be_visible()


def say_yes_to_the_rest(people: list[Person], now: datetime) -> None:
    for story in Story.objects.filter(state=Story.State.REVIEW):
        for person in people:
            stories.approve(story=story, by=person, now=now)


# -- what colleagues do


def tell(person: Person, story: Story, now: datetime) -> Share:
    readings.at_source(person=person, story=story, now=now)
    claim = claims.take(person=person, story=story, now=now)
    words = f"{person.name} was there and saw it."
    share = shares.open(claim=claim, network="linkedin", words=words, keeps_disclosure=True, now=now)
    return shares.confirm(share=share, now=now)


def test_a_curators_monday(
    window: Callable[..., Page], newsroom: HTTPServer, titles: list[str], clock: Any, campaign: Any, complaints: Any,
    curator, approver, second, employee, colleague, outsider,
):  # fmt: skip
    ApprovalStepFactory.create(name="The facts", people=[approver])
    ApprovalStepFactory.create(name="The brand", people=[second])
    TopicFactory.create(name="Night trains")
    studio, facts, brand = window(curator), window(approver), window(second)
    first, returned, moved = titles[:3]

    # Ten entries of a feed become ten drafts.
    subscribe(studio, newsroom.url_for("/feed.xml"))
    expect(studio.get_by_text("10 to look at").or_(studio.get_by_text("120 to look at"))).to_be_visible()
    editors = [write(studio, page, title) for page, title in zip(take_up_all(studio, titles), titles, strict=True)]

    # The last turned out well: it is kept as a template, and the next story begins from it.
    studio.get_by_label("Keep it as a template").fill("How others solved it")
    studio.get_by_role("button", name="Keep as a template").click()
    studio.goto("/studio/begin/")
    studio.get_by_role("button", name=saying("Begin", "How others solved it")).click()
    expect(studio.get_by_label("Readers", exact=True)).to_have_value("see how others solved it.")
    expect(studio.get_by_label("Link", exact=True)).to_have_value("")
    studio.get_by_label("Title", exact=True).fill("One that nobody wrote yet")
    keep(studio)

    # What all ten need, they get at once; what one lacks is said, and holds up none of the others.
    tick_all(studio)
    studio.get_by_label("Topic", exact=True).last.select_option(label="Night trains")
    studio.get_by_role("button", name="Give it").click()
    done(studio, "11")
    tick_all(studio)
    studio.get_by_label("Campaign", exact=True).last.select_option(label="Bridges")
    studio.get_by_role("button", name="Put them in").click()
    done(studio, "11")
    for chosen, days in ((titles[4:6], "7"), (titles[6:8], "14"), (titles[8:], "21")):
        tick(studio, chosen)
        studio.get_by_label("Days later").fill(days)
        studio.get_by_role("button", name="Move", exact=True).click()
        done(studio, "Two")

    # A quiet day, and the two that would have begun on it.
    studio.goto("/studio/calendar/")
    quiet = studio.locator(".calendar-add")
    quiet.get_by_label("From").fill("2026-03-17")
    quiet.get_by_label("Why").fill("Results are not public yet")
    quiet.get_by_role("button", name="Keep it quiet").click()
    expect(week(studio, 12).get_by_text("These would begin on a quiet day")).to_be_visible()
    for title in titles[4:6]:
        week(studio, 12).get_by_role("link", name=saying("Move it", title)).click()
        studio.get_by_label("Goes live").fill("2026-03-18T09:00")
        studio.get_by_role("button", name="Move it").click()
        expect(studio.get_by_text("Moved.", exact=True)).to_be_visible()
    expect(studio.get_by_text("These would begin on a quiet day")).to_have_count(0)

    # All are sent; the one without a link and words stays.
    tick_all(studio)
    studio.get_by_role("button", name="Ask for approval").click()
    expect(studio.get_by_role("heading", level=1)).to_have_text("10 stories are done.")
    expect(studio.get_by_text("1 story stayed as it was")).to_be_visible()
    expect(studio.get_by_text(re.compile("Still missing: a link to the page"))).to_be_visible()
    assert Story.objects.get(state=Story.State.DRAFT).title == "One that nobody wrote yet"

    # Two people, one after the other; one story comes back with a remark at its place, and goes again.
    approve(facts, first, "Your yes is noted; others are still asked")
    brand.goto("/approvals/")
    expect(brand.get_by_role("link", name=saying("Look at it", first))).to_be_visible()
    expect(brand.get_by_role("link", name=saying("Look at it", returned))).to_have_count(0)
    approve(brand, first, "Approved")
    look_at(facts, returned)
    facts.get_by_label("In", exact=True).select_option(label="In two sentences")
    facts.get_by_label("What about them?").fill(REMARK)
    facts.get_by_role("button", name="Note it").click()
    expect(facts.get_by_text("Noted. The author is told.")).to_be_visible()
    facts.get_by_label("A word to the author").fill("One thing, at its place.")
    expect(facts.get_by_text("Ctrl Shift Enter")).to_be_visible()  # the keys are heard
    facts.keyboard.press("Control+Shift+Enter")
    expect(facts.get_by_text(f"Sent back: {returned}")).to_be_visible()

    studio.goto(editors[1])
    expect(studio.get_by_text("One thing, at its place.")).to_be_visible()
    studio.get_by_label("In two sentences").fill("In 2024 a team found out what to do, and wrote it down.")
    studio.get_by_role("button", name=saying("Settled", REMARK)).click()
    expect(studio.get_by_text("Settled.", exact=True)).to_be_visible()
    studio.get_by_role("button", name="Ask for approval").click()
    expect(studio.get_by_text("Sent for approval.")).to_be_visible()
    look_at(facts, returned)
    expect(facts.get_by_text("version 2").first).to_be_visible()
    expect(facts.get_by_text(REMARK)).to_have_count(0)
    facts.keyboard.press("Control+Enter")
    expect(facts.get_by_text("Your yes is noted")).to_be_visible()
    approve(brand, returned, "Approved")
    say_yes_to_the_rest([approver, second], MONDAY)
    assert Story.objects.filter(state=Story.State.APPROVED).count() == 10

    # The week asks too much of the same followers: one moves, and two people say yes to that as well.
    studio.goto("/studio/calendar/")
    expect(week(studio, 11)).to_contain_text("4 asks a person in this week. Too much, move one.")
    studio.get_by_role("button", name=saying("Move this one by a week", moved)).click()
    expect(studio.get_by_text(f"Moved by a week: {moved}.")).to_be_visible()
    expect(week(studio, 11)).to_contain_text("Too much, move one.")
    approve(facts, moved, "Your yes is noted; others are still asked")
    approve(brand, moved, "Approved")
    studio.goto("/studio/calendar/")
    expect(week(studio, 11).get_by_role("link", name=re.compile(f"^{re.escape(first)}"))).to_be_visible()
    expect(studio.get_by_text("Too much, move one.")).to_have_count(0)

    # The morning after: three are out, and three colleagues tell the same one.
    clock.move_to(TUESDAY)
    run(turn_stories)
    run(open_places)
    assert set(Story.objects.live(TUESDAY).values_list("title", flat=True)) == {first, returned, titles[3]}
    told = Story.objects.get(title=first)
    posts = [tell(person, told, TUESDAY) for person in (employee, colleague, outsider)]

    # It was wrong. It is taken back, and everybody who told it hears why.
    studio.goto(editors[0])
    studio.get_by_label("Why?").fill(REASON)
    studio.get_by_role("button", name="Retract the story").click()
    expect(studio.get_by_text(REASON)).to_be_visible()
    visitor = window()
    visitor.goto(links.address(code=posts[0].link.code))
    expect(visitor.get_by_role("heading", level=1)).to_have_text("This story was taken back.")
    complaints.expect("410")
    run(follow_recalls)
    asked = Notification.objects.filter(text__contains=REASON, key__startswith="recall:")
    assert set(asked.values_list("person", flat=True)) == {employee.pk, colleague.pk, outsider.pk}

    phone = window(employee, viewport=PHONE, has_touch=True)
    phone.goto("/notifications/")
    phone.get_by_role("link", name=re.compile("Take your post down, or correct it")).click()
    expect(phone.get_by_text(REASON)).to_be_visible()
    phone.get_by_role("button", name="I took it down").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you. Nothing is left to do.")

    studio.reload()
    studio.get_by_role("link", name="Who still has to act").click()
    expect(studio.get_by_role("heading", level=1)).to_have_text("Two people still have to act.")
    for person, answer in ((employee, "Taken down"), (colleague, "Not answered"), (outsider, "Not answered")):
        expect(studio.get_by_role("listitem").filter(has_text=person.name)).to_contain_text(answer)

    studio.goto(f"/studio/stories/{told.public_id}/results/")
    expect(studio.locator(".scorecard-step--told")).to_contain_text(re.compile("Posts\\s*3\\s*by 3 colleagues"))
