"""The page shell and its parts."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from django import forms
from django.conf import settings as project
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

ROLES = ("is_curator", "is_approver", "is_leader", "is_operations", "is_administrator")
WORK = ("Studio", "Approvals", "Report", "Feedback", "Company")
FOLDER = project.BASE_DIR / "templates"
OURS = sorted(
    str(path.relative_to(FOLDER))
    for pattern in ("*.html", "parts/*.html", "account/**/*.html", "account/**/*.txt")
    for path in FOLDER.glob(pattern)
)


class Sheet(forms.Form):
    title = forms.CharField(help_text="One sentence.")
    reason = forms.ChoiceField(choices=[("a", "Credibility")])
    people = forms.MultipleChoiceField(choices=[("a", "Ana")], widget=forms.CheckboxSelectMultiple)
    kept = forms.BooleanField()


class Door(forms.Form):
    login = forms.EmailField()
    password = forms.CharField(widget=forms.PasswordInput)


@pytest.fixture(autouse=True)
def addresses(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.config.shell_urls"


@pytest.fixture
def asked(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/today/?a=1&b=<")
    request.user = AnonymousUser()
    return request


def shell(*roles: str, **more: object) -> SimpleNamespace:
    flags = {role: role in roles for role in ROLES}
    words = {"company_name": "Northwind Rail", "unread_notifications": 0, "initials": "AK", "person_name": "Ana Kovač"}
    return SimpleNamespace(**(flags | words | {"demo": False, "cast": []} | more))


def page(request: HttpRequest, **context: object) -> str:
    return render_to_string("base.html", {"shell": shell(), "waiting_conversations": 0} | context, request)


@pytest.mark.django_db
def test_shell_links_one_style_sheet_and_nothing_inline(asked: HttpRequest) -> None:
    text = page(asked)
    assert len(re.findall(r'rel="stylesheet"', text)) == 1
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
    assert all('src="' in tag for tag in re.findall(r"<script[^>]*>", text))
    assert '"allowEval":false' in text
    assert text.count('role="status"') == 1


@pytest.mark.django_db
def test_shell_shows_work_by_role(asked: HttpRequest) -> None:
    for index, role in enumerate(ROLES):
        text = page(asked, shell=shell(role))
        shown = [word for word in WORK if f"</svg>{word}</a>" in text]
        assert shown == [WORK[index]]
        assert text.count("data-menu") == 1  # the person's own


@pytest.mark.django_db
def test_shell_folds_several_ways_to_work(asked: HttpRequest) -> None:
    two = page(asked, shell=shell("is_curator", "is_leader"))
    assert two.count("</svg>Studio</a>") == 2  # side by side on a wide screen, folded on a narrow one
    assert two.count("data-menu") == 2
    every = page(asked, shell=shell(*ROLES))
    assert every.count("</svg>Studio</a>") == 1
    assert every.count("data-menu") == 2


@pytest.mark.django_db
def test_shell_marks_where_we_are(asked: HttpRequest) -> None:
    assert re.findall(r'href="([^"]+)" aria-current="page"', page(asked, active="library")) == ["/library/"]
    assert re.findall(r'href="([^"]+)" aria-current="(.+?)"', page(asked)) == [("/today/", "true")]
    work = page(asked, active="feedback", shell=shell(*ROLES))
    assert '<summary class="nav-link" aria-current="true">' in work


@pytest.mark.django_db
def test_shell_counts_conversations_in_words(asked: HttpRequest) -> None:
    assert ", 3 waiting for you" in page(asked, waiting_conversations=3, count=99)
    assert "waiting for you" not in page(asked)


@pytest.mark.django_db
def test_shell_says_messages_escaped(asked: HttpRequest) -> None:
    text = page(asked, messages=[Message(25, "Kept <b>until</b> Friday."), Message(40, "No.")])
    assert "Kept &lt;b&gt;until&lt;/b&gt; Friday." in text
    assert "message--good" in text


@pytest.mark.django_db
def test_language_form_comes_back_here(asked: HttpRequest) -> None:
    assert 'name="next" value="/today/?a=1&amp;b=%3C"' in page(asked) or "b=&lt;" in page(asked)


@pytest.mark.django_db
def test_sign_in_offers_the_cast_only_in_a_demonstration(asked: HttpRequest) -> None:
    cast = [{"key": "ana", "name": "Ana Kovač", "title": "Engineer", "role": "employee", "says": "Ten minutes."}]
    context = {"form": Door(), "LOGIN_BY_CODE_ENABLED": True, "request_login_code_url": "/code/"}
    shown = render_to_string("account/login.html", context | {"shell": shell(demo=True, cast=cast)}, asked)
    assert 'name="key" value="ana"' in shown
    hidden = render_to_string("account/login.html", context | {"shell": shell(demo=False, cast=cast)}, asked)
    assert 'name="key"' not in hidden
    assert shown.index('name="key"') < shown.index('name="email"')


@pytest.mark.parametrize("name", OURS)
def test_template_compiles_and_keeps_to_the_policy(name: str) -> None:
    source = get_template(name).template.source
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", source)


@pytest.mark.parametrize(("kind", "word"), [("measured", "Measured"), ("modelled", "Modelled"), ("assumed", "Assumed")])
def test_badge_says_its_kind(kind: str, word: str) -> None:
    badge = ET.fromstring(render_to_string("parts/badge.html", {"kind": kind, "note": "<b>"}))
    assert "".join(badge.itertext()) == f"{word} · <b>"


def test_places_draws_a_seat_each() -> None:
    text = render_to_string("parts/places.html", {"taken": 9, "left": 3, "total": 12, "until": "until Friday"})
    assert text.count("places-seat--free") == 3
    assert text.count('class="places-seat') == 12 + 1  # and the row around them
    assert "3 of 12 places left" in text


def test_places_draws_a_line_for_many() -> None:
    text = render_to_string("parts/places.html", {"taken": 3000, "left": 2000, "total": 5000})
    assert 'value="3000" max="5000"' in text
    assert "places-seat" not in text


def test_places_says_when_none_is_left() -> None:
    assert "No place left" in render_to_string("parts/places.html", {"taken": 6, "left": 0, "total": 6})


def test_field_ties_help_and_error_to_the_input() -> None:
    form = Sheet({})
    text = render_to_string("parts/field.html", {"field": form["title"]})
    described = re.search(r'aria-describedby="([^"]+)"', text)[1].split()
    assert all(f'id="{name}"' in text for name in described)
    assert len(described) == 2
    assert 'aria-invalid="true"' in text
    assert 'for="id_title"' in text


def test_field_groups_choices_under_a_legend() -> None:
    text = render_to_string("parts/field.html", {"field": Sheet({})["people"]})
    assert "<legend" in text
    assert 'aria-describedby="id_people_error"' in text
    assert 'id="id_people_error"' in text


def test_paging_keeps_the_question() -> None:
    text = render_to_string(
        "parts/paging.html",
        {"page": SimpleNamespace(has_others=True, number=2, pages=3, previous=1, next=3), "query": "q=a&b=c"},
    )
    assert 'href="?q=a&amp;b=c&amp;page=1"' in text
    assert 'href="?q=a&amp;b=c&amp;page=3"' in text
    assert not render_to_string("parts/paging.html", {"page": SimpleNamespace(has_others=False)}).strip()


def test_progress_polls_only_while_it_runs() -> None:
    context = {"id": "import", "href": "/import/1/", "say": "Reading.", "done": 5, "total": 1200}
    running = render_to_string("parts/progress.html", context | {"running": True})
    assert 'hx-trigger="every 2s"' in running
    assert "Look again" in running
    assert 'max="1200"' in running
    assert "hx-" not in render_to_string("parts/progress.html", context | {"running": False})


def test_plate_without_a_picture_shows_a_letter() -> None:
    text = render_to_string("parts/plate.html", {"title": "öffentlich"})
    assert ">Ö</text>" in text
    assert "<img" not in text
