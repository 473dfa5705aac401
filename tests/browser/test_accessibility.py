"""Every page of every role: axe in light and dark, on a phone and on a desk; narrow, by keyboard, in German."""

import re
from itertools import cycle
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.models import Person
from tests.browser import places
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_signin import ask_for_code

AXE = Axe().axe_script
QUICK = {"resultTypes": ["violations"], "preload": False, "iframes": False, "elementRef": False}
EVERYTHING = {**QUICK, "rules": {"target-size": {"enabled": True}}}
# What a size or a scheme changes; all else about a page is the same in each.
LAID_OUT = {**QUICK, "runOnly": ["color-contrast", "target-size", "scrollable-region-focusable"]}
COLOURS = {**QUICK, "runOnly": ["color-contrast"]}
RUN = """options => axe.run(document, options).then(found => found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`)))"""
TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= room) return []
    const wide = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > room + 1)
    return [`too wide by ${document.documentElement.scrollWidth - room}: ` +
        wide.slice(-3).map(one => `${one.tagName}.${one.className}`).join(', ')]
}"""
UNSIGNED = """() => [...document.querySelectorAll('form[method=post]')]
    .filter(form => !form.elements.csrfmiddlewaretoken?.value).map(form => `no token to send: ${form.action}`)"""
FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect()
    const at = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + box.height / 2)
    const shown = [one, ...one.querySelectorAll('*'), one.parentElement].map(each => getComputedStyle(each))
    return {
        name: (one.getAttribute('aria-label') || one.innerText || one.name || one.tagName).trim().slice(0, 60),
        uncovered: one.contains(at) || at?.contains(one) || [...(one.labels ?? [])].some(label => label.contains(at)),
        marked: shown.some(each => each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) > 0)
            || style.boxShadow !== 'none',
        primary: one.matches('.button'), box: [box.left, box.top, box.width, box.height],
    }
}"""


@pytest.fixture
def world(site, now, employee, curator, approver, leader, operations, administrator, colleague) -> places.World:
    people: dict[str, Person | None] = {
        "anonymous": None,
        "employee": employee,
        "curator": curator,
        "approver": approver,
        "leader": leader,
        "operations": operations,
        "administrator": administrator,
    }
    return places.furnish(people, now)


def look(page: Page, first: Any = PHONE) -> list[str]:
    """Look at the page that is open without loading it again: by all rules on a phone or on a desk, on the other by
    those that a size changes, in light; at its colours in dark, and whether it fits 320 pixels; its forms can be sent.
    """
    page.evaluate(AXE)
    found: list[str] = page.evaluate(UNSIGNED)
    looks = [(first, "light", EVERYTHING), (first, "dark", COLOURS)]
    other = (DESK if first is PHONE else PHONE, "light", LAID_OUT)
    # The desk is what is open: who begins there changes the size, which costs a lay-out, three times instead of five.
    for size, scheme, options in [*looks, other] if first is DESK else [other, *looks]:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{size['width']} {scheme} {one}" for one in page.evaluate(RUN, options)]
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"320 {one}" for one in page.evaluate(TOO_WIDE)]
    page.set_viewport_size(DESK)
    return [f"{page.url.split('/', 3)[3]} {one}" for one in found]


def test_every_address_is_listed():
    assert places.names() == set(places.listed())


@pytest.mark.parametrize("role", places.PLAIN)
def test_pages_are_accessible(role, world, window, complaints):
    page = window(world.people[role], session=world.sessions.get(role))
    found = []
    for path, first in zip(world.paths[role], cycle((PHONE, DESK)), strict=False):
        response = page.goto(path)
        assert response is not None
        assert response.status == (404 if path in places.GONE else 200), path
        assert page.url.endswith(path), f"{path} led to {page.url}"
        found += look(page, first)
    if role == "anonymous":
        complaints.expect("404")
    assert not found, "\n".join(found)


def test_refused_address_of_a_post_has_the_focus_and_is_accessible(world, window, complaints):
    page = window(world.people["employee"])
    found = []
    for path in (path for path in world.paths["employee"] if path.startswith("/shares/")):
        page.goto(path)
        field = page.get_by_label("Where it stands")
        if not field.count():
            continue
        field.fill("https://example.com/nowhere")
        field.press("Enter")
        expect(field).to_be_focused()
        expect(field).to_have_value("https://example.com/nowhere")
        expect(field).to_have_accessible_description(re.compile("This is not the address of a post on"))
        expect(field).to_be_in_viewport()
        found += look(page)
    complaints.expect("422")
    assert not found, "\n".join(found)


def test_steps_of_a_sign_in_are_accessible(world, window):
    page = window()
    ask_for_code(page, "employee@northwind.example")
    found = look(page)
    page = window()
    page.goto("/accounts/password/reset/")
    page.get_by_label("Your work e-mail").fill("employee@northwind.example")
    page.get_by_role("button").filter(has_not_text=re.compile("English|Deutsch")).first.click()
    expect(page.get_by_label("The code")).to_be_visible()
    found += look(page)
    assert not found, "\n".join(found)


def test_api_docs_are_drawn(window, employee):
    page = window(employee)
    page.goto("/api/")
    expect(page.locator(".opblock").first).to_be_visible()


@pytest.mark.parametrize("role", places.PLAIN)
def test_german_pages_say_so_and_fit(role, world, window, complaints):
    person = world.people[role]
    if person:
        Person.objects.filter(pk=person.pk).update(language="de")
    page = window(person, session=world.sessions.get(role), locale="de-DE")
    found = []
    for path in world.paths[role]:
        page.goto(path)
        # The page for readers outside speaks the story's language, not the reader's.
        if page.locator("html").get_attribute("lang") != "de" and not path.startswith("/s/"):
            found.append(f"{path}: not German")
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{path} {width}: {one}" for one in page.evaluate(TOO_WIDE)]
    if role == "anonymous":
        complaints.expect("404")
    assert not found, "\n".join(found)


def tab_to(page: Page, name: str, most: int = 80) -> list[str]:
    """Go on by keyboard until the focus stands on something of this name; tell what was wrong on the way."""
    wrong = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if not focus["marked"]:
            wrong.append(f"{focus['name']}: the focus cannot be seen")
        if not focus["uncovered"]:
            wrong.append(f"{focus['name']}: covered at {focus['box']}")
        if focus["name"].startswith(name):
            return wrong
    raise AssertionError(f"no Tab leads to {name!r}; the last was {focus}")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_keyboard_reaches_what_matters(size, world, window):
    page = window(world.people["employee"], viewport=size, reduced_motion="reduce")
    page.goto("/")
    wrong = tab_to(page, "Skip to the content")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    # "Read it first", or "Take a place" where the day's story was read already.
    wrong += tab_to(page, page.locator(".story-do .button").first.inner_text().splitlines()[0])
    claim = next(path for path in world.paths["employee"] if path.startswith("/claims/"))
    page.goto(claim)
    page.get_by_label("Your text").focus()
    wrong += tab_to(page, "Copy and open LinkedIn")
    assert not wrong, "\n".join(wrong)
