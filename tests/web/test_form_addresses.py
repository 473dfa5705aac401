from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from web.form_addresses import page_above

ID = UUID(int=1)


@pytest.mark.parametrize(
    ("form", "page"),
    [
        (f"/claims/{ID}/share/", f"/claims/{ID}/"),
        (f"/stories/{ID}/decline/undo/", f"/stories/{ID}/decline/"),
        (f"/studio/entries/{ID}/take/", "/studio/"),
        ("/studio/start/", "/studio/"),
        ("/demo/sign-in/", "/"),
        ("/language/", "/"),
    ],
)
def test_form_belongs_to_the_page_above(form: str, page: str) -> None:
    assert page_above(form) == page


def test_who_comes_without_a_form_is_led_to_its_page(curator: Person, client_of: Callable[[Person], Client]) -> None:
    client = client_of(curator)
    assert client.get(reverse("start_story")).headers["Location"] == reverse("studio")
    assert client.get(reverse("decline_story", args=[ID])).headers["Location"] == reverse("story", args=[ID])


def test_other_methods_are_still_refused(curator: Person, client_of: Callable[[Person], Client]) -> None:
    client = client_of(curator)
    assert client.put(reverse("start_story")).status_code == 405
    assert client.get(reverse("api_claims") + f"{ID}/release/").status_code == 405
