"""Every page by everybody: what the table says is what happens."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.tables import PAGES, SIGN_IN, Line, Status
from tests.access.world import CSRF, EVERYBODY, World

BY_NAME = {line.name: line for line in PAGES}
FORM = {"X-CSRFToken": CSRF}


def patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in found:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns)
        else:
            yield pattern


def somewhere(line: Line) -> str:
    """The address of a line with ids of nothing."""
    return reverse(line.name, args=[part[1:] if part[0] == "=" else uuid4() for part in line.about])


def ask(world: World, who: str, line: Line) -> HttpResponseBase:
    """Ask, and undo whatever came of it, so that the next one finds the same world."""
    client, address = world.client(who), world.address(line.name, line.about)
    with transaction.atomic():
        if line.method == "POST":
            answer = client.post(address, world.filled(line.sent), headers=FORM)
        else:
            answer = client.get(address)
        transaction.set_rollback(True)
    return answer


def askers(line: Line) -> list[str]:
    """Everybody; on PostgreSQL one for each answer that is expected: who may is decided above the database."""
    return list(EVERYBODY) if connection.vendor == "sqlite" else one_of_each(line)


def one_of_each(line: Line) -> list[str]:
    return list({line.expected(who): who for who in EVERYBODY}.values())


def status(answer: HttpResponseBase) -> Status:
    is_sign_in = answer.status_code == 302 and answer["Location"].startswith(f"{reverse('account_login')}?next=")
    return SIGN_IN if is_sign_in else answer.status_code


def test_every_address_is_in_the_table() -> None:
    named = {pattern.name or "" for pattern in patterns(get_resolver().url_patterns)}
    assert {name for name in named if name == "api_docs" or not name.startswith("api_")} == BY_NAME.keys()


@pytest.mark.parametrize("line", PAGES, ids=str)
def test_page_answers_everybody_as_the_table_says(world: World, line: Line) -> None:
    found = {who: status(ask(world, who, line)) for who in askers(line)}
    assert {who: got for who, got in found.items() if got != line.expected(who)} == {}


@pytest.mark.parametrize("who", ["anonymous", "leaver", "employee", "administrator"])
def test_no_page_takes_a_form_that_another_site_sent(world: World, who: str) -> None:
    lines = [line for line in PAGES if line.method == "POST"]
    found = {str(line): world.client(who).post(somewhere(line)).status_code for line in lines}
    assert {line: got for line, got in found.items() if got != 403} == {}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_no_page_answers_another_method(world: World, method: str) -> None:
    known = {line.name for line in PAGES if line.method == method}
    found = {
        name: world.client("administrator").generic(method, somewhere(line), headers=FORM).status_code
        for name, line in BY_NAME.items()
        # allauth's pages send people on before they look; Django's set_language goes back without setting anything.
        if name not in known and not name.startswith("account_") and name != "set_language"
    }
    # Who only looks at an address that takes a form is led to the page it stands on.
    refused = {302} if method == "GET" else {405}
    assert {name: got for name, got in found.items() if got not in refused} == {}
