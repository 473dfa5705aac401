"""Posting at a press in a real browser: away to the network and back, the whole text, one press, and it is out."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from advocacy.models import Claim, Publication
from advocacy.tasks import send_posts
from tests.advocacy.factories import ClaimFactory, ReadingFactory
from tests.advocacy.publishing.servers import MastodonServer

WORDS = "At four in the morning the old span hung over the river."


@pytest.fixture
def mastodon(settings: Any) -> Iterator[MastodonServer]:
    server = MastodonServer()
    settings.OUTBOUND_ALLOWED = [server.pair]
    yield server
    server.close()


@pytest.fixture
def claim(site: str, employee: Any) -> Claim:
    claim = ClaimFactory.create(person=employee)
    ReadingFactory.create(person=employee, story=claim.story)
    return claim


@pytest.mark.parametrize("has_scripts", [True, False])
def test_connect_press_and_it_is_out(window, employee, claim, mastodon, has_scripts):
    page = window(employee, java_script_enabled=has_scripts)
    page.goto("/connections/")
    page.get_by_label("The name of your server").fill(mastodon.home)
    page.get_by_role("button", name="Connect Mastodon").click()
    page.get_by_role("link", name=f"Go to {mastodon.pair}").click()
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_text(f"@ana@{mastodon.pair} is connected.")).to_be_visible()

    page.goto(f"/claims/{claim.public_id}/")
    page.get_by_label("Your text", exact=True).fill(WORDS)
    page.get_by_role("checkbox", name="LinkedIn").uncheck()
    page.get_by_role("checkbox", name="Mastodon").check()
    name = f"Post it on Mastodon as @ana@{mastodon.pair}"
    page.get_by_role("button", name=name).click()
    shown = page.locator("#text").input_value()
    assert WORDS in shown
    assert mastodon.statuses == []
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", name="Being posted")).to_be_visible()
    assert Publication.objects.get().text == shown
    send_posts()
    if not has_scripts:
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert [status["text"] for status in mastodon.statuses] == [shown]
    assert page.get_by_role("link", name="See your post").get_attribute("href") == mastodon.statuses[0]["url"]


def test_nonsense_stays_in_the_field_with_a_sentence(window, employee, mastodon, complaints):
    page = window(employee)
    page.goto("/connections/")
    page.get_by_label("The name of your server").fill("nonsense")
    page.get_by_role("button", name="Connect Mastodon").click()
    expect(page.get_by_text("This is not the name of a server. It looks like mastodon.social.")).to_be_visible()
    expect(page.get_by_label("The name of your server")).to_have_value("nonsense")
    complaints.expect("422")
