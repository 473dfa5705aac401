"""The editor: what is kept while somebody writes never stands in his own way."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from content.models import Story
from tests.content.factories import StoryFactory


@pytest.fixture
def story(site: str, curator: Any) -> Story:
    made: Story = StoryFactory.create(author=curator)
    return made


@pytest.fixture
def page(window: Any, curator: Any, story: Story) -> Page:
    opened: Page = window(curator)
    opened.goto(f"/studio/stories/{story.public_id}/")
    return opened


@pytest.mark.parametrize(
    ("button", "says", "state"),
    [("Keep", "Kept.", "draft"), ("Ask for approval", "Sent for approval. A second person looks at it now.", "review")],
)
def test_a_press_waits_for_the_words_that_are_on_their_way(page, story, approver, button, says, state):
    held: list[Any] = []

    def hold(route: Route) -> None:
        held.append((route, route.fetch()))  # the server has them, the page does not know yet

    page.route(re.compile("/keep/$"), hold)
    with page.expect_request(re.compile("/keep/$")):
        page.get_by_label("Title", exact=True).fill("Forty-two hours")
    while not held:
        page.wait_for_timeout(20)
    page.get_by_role("button", name=button, exact=True).last.click()
    route, answer = held.pop()
    route.fulfill(response=answer)
    expect(page.get_by_text(says, exact=True)).to_be_visible()
    expect(page.get_by_text("Somebody else saved this story")).to_have_count(0)
    story.refresh_from_db()
    assert (story.title, story.state) == ("Forty-two hours", state)
