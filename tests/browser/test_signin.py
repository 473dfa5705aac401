"""The door: by code, by password, and for the cast of the demonstration."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import Person

PASSWORD = "a bridge over the cold lake"


@pytest.fixture
def known(employee: Person) -> Person:
    employee.set_password(PASSWORD)
    employee.save(update_fields=["password"])
    EmailAddress.objects.create(user=employee, email=employee.email, verified=True, primary=True)
    return employee


def code_of(message: mail.EmailMessage) -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", message.body, re.MULTILINE)
    assert found, message.body
    return found[1]


def ask_for_code(page: Page, address: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Your work e-mail").first.fill(address)
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail.")


def try_password(page: Page, address: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_text("Use a password instead").click()
    page.get_by_label("Your work e-mail").last.fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Come in").click()


def test_code_from_the_mail_lets_in(window, employee):
    page = window()
    page.goto("/library/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/library/$"))
    page.get_by_label("Your work e-mail").first.fill(employee.email)
    page.get_by_role("button", name="Send a code").click()
    assert mail.outbox[-1].to == [employee.email]
    page.get_by_label("The code").fill(code_of(mail.outbox[-1]))
    page.get_by_role("button", name="Come in").click()
    expect(page).to_have_url(re.compile("/library/$"))


def test_wrong_code_is_refused_in_place(window, employee):
    page = window()
    ask_for_code(page, employee.email)
    page.get_by_label("The code").fill("WRONG-CODE")
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_label("The code")).to_have_attribute("aria-invalid", "true")


def test_unknown_address_gets_the_same_answer(window, employee):
    answers = []
    for address in (employee.email, "nobody.knows@northwind.example"):
        page = window()
        ask_for_code(page, address)
        answers.append(" ".join(page.locator("main").inner_text().replace(address, "the address").split()))
    assert answers[0] == answers[1]
    assert len(mail.outbox) == 2


def test_password_lets_in(window, known):
    page = window()
    try_password(page, known.email, PASSWORD)
    expect(page).to_have_url(re.compile(r":\d+/$"))


def test_wrong_password_and_unknown_address_get_one_answer(window, known):
    page, answers = window(), []
    for address in (known.email, "nobody.knows@northwind.example"):
        try_password(page, address, "not the bridge at all")
        refusal = page.get_by_role("alert")
        expect(refusal).to_be_visible()
        answers.append(refusal.inner_text())
        expect(page.get_by_label("Your work e-mail").last).to_have_value(address)
    assert answers[0] == answers[1]


def test_one_press_plays_a_part_in_the_demonstration(window, settings, employee, leader):
    settings.DEMO = True
    page = window()
    page.goto("/accounts/login/")
    page.get_by_role("button", name=re.compile(leader.name)).click()
    page.get_by_role("link", name="Report").first.click()
    expect(page).to_have_url(re.compile("/report/$"))


def test_sign_out_closes_the_door(window, employee):
    page = window(employee)
    page.goto("/settings/")
    page.get_by_role("button", name="Sign out").first.click()
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/$"))
