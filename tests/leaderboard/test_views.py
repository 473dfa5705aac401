from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import CompanySettings, Person, Team
from advocacy.models import Conversation
from leaderboard import boards, points
from tests.accounts.factories import BrandFollowersFactory, PersonFactory
from tests.advocacy.factories import ConversationFactory, ReadingFactory, ShareFactory
from tests.content.factories import MilestoneFactory
from tests.leaderboard.factories import DailyClicksFactory, MeasurementFactory

ClientOf = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def at_nine(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        yield


def text(client: Client, name: str) -> str:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    return answer.content.decode()


def test_me_begins_with_people(employee: Person, client_of: ClientOf) -> None:
    share = ShareFactory.create(person=employee)
    DailyClicksFactory.create(link=share.link, human=12, visitors=9)
    ConversationFactory.create_batch(2, person=employee, share=share)
    ConversationFactory.create(person=PersonFactory.create())
    page = text(client_of(employee), "me")
    assert "Two people talked with you this season." in page
    assert "Two people wait for your answer." in page
    assert share.story.title in page
    assert "<dt>conversations</dt><dd>2</dd>" in page
    assert "<dt>readers</dt><dd>9</dd>" in page
    assert "<dt>clicks by people</dt><dd>12</dd>" in page
    assert "Only you see this" in page


def test_me_is_kind_to_who_did_nothing(employee: Person, client_of: ClientOf) -> None:
    page = text(client_of(employee), "me")
    assert "You have not told a story yet this season." in page
    assert "Nothing shared yet" in page


def test_me_shows_every_share_in_pages(employee: Person, client_of: ClientOf, now: datetime) -> None:
    for day in range(12):
        ShareFactory.create(person=employee, posted_at=now - timedelta(days=40 * day))
    client = client_of(employee)
    assert text(client, "me").count('<li class="outcome">') == 10
    further = client.get(reverse("me"), {"page": 2}).content.decode()
    assert further.count('<li class="outcome">') == 2
    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("me"))
    assert len(caught) <= 25


def test_me_says_what_is_open_in_the_profile(employee: Person, client_of: ClientOf) -> None:
    page = text(client_of(employee), "me")
    assert "1 of 5" in page
    assert 'href="/profile/#interests"' in page


def test_menu_leads_to_ones_own_things(employee: Person, client_of: ClientOf) -> None:
    masthead = text(client_of(employee), "team").split("</header>")[0]
    for name in ("me", "profile", "lessons", "settings"):
        assert f'href="{reverse(name)}"' in masthead
    assert 'href="/settings/#data"' in masthead


def test_me_explains_points_line_by_line(employee: Person, client_of: ClientOf, now: datetime) -> None:
    ReadingFactory.create_batch(2, person=employee)
    points.settle(now=now)
    page = text(client_of(employee), "me")
    assert '<th scope="row">Stories read</th><td>2</td><td>1.5</td><td class="score-next">+0.3</td>' in page
    assert '<th scope="row">Conversations</th><td>0</td><td>0.0</td><td class="score-next">+8.0</td>' in page


def test_me_shows_nothing_of_somebody_else(employee: Person, colleague: Person, client_of: ClientOf) -> None:
    share = ShareFactory.create(person=colleague)
    assert share.story.title not in text(client_of(employee), "me")


def test_team_shows_totals_and_no_names(employee: Person, team: Team, client_of: ClientOf) -> None:
    people = PersonFactory.create_batch(7, team=team)
    for person in people[:4]:
        ShareFactory.create(person=person)
    page = text(client_of(employee), "team")
    assert "4 of you told a story this season." in page
    assert team.name in page
    assert not any(person.name in page for person in people)


def test_team_says_when_there_is_no_group(employee: Person, client_of: ClientOf) -> None:
    assert "You have no team here yet." in text(client_of(employee), "team")


def test_board_is_empty_until_somebody_chooses(employee: Person, client_of: ClientOf) -> None:
    page = text(client_of(employee), "board")
    assert "Nobody has chosen to be on the board yet." in page
    assert "You are not on it, and it costs you nothing." in page


def test_choose_board_shows_the_person(employee: Person, client_of: ClientOf) -> None:
    client = client_of(employee)
    answer = client.post(reverse("choose_board"), {"choice": "pen_name", "pen_name": "Night Owl"}, follow=True)
    page = answer.content.decode()
    assert "Night Owl" in page
    assert "One person chose to be on the board." in page
    assert "Kept. You can change this whenever you like." in page


def test_choose_board_keeps_what_was_typed_on_refusal(
    employee: Person, colleague: Person, client_of: ClientOf, now: datetime
) -> None:
    boards.choose(person=colleague, choice="pen_name", pen_name="Night Owl", now=now)
    answer = client_of(employee).post(reverse("choose_board"), {"choice": "pen_name", "pen_name": "night owl"})
    assert answer.status_code == 400
    assert "Somebody else has this pen name. Choose another." in answer.content.decode()
    assert 'value="night owl"' in answer.content.decode()


def test_points_publishes_the_weights(employee: Person, client_of: ClientOf) -> None:
    page = text(client_of(employee), "points")
    for most in ("53.3", "33.3", "10.0", "8.0", "2.0"):
        assert most in page


def test_report_begins_with_the_verdict(leader: Person, client_of: ClientOf) -> None:
    milestone = MilestoneFactory.create(due_on=datetime(2026, 3, 9).date())  # noqa: DTZ001
    MilestoneFactory.create(objective=milestone.objective, value=40)
    MeasurementFactory.create(objective=milestone.objective)
    page = text(client_of(leader), "report")
    assert "<em>On course.</em> 31%, likely between 27 and 36%. By now it should be 30%." in page
    assert "chance that the target is truly met: 68%" in page
    assert "survey of 400, 95% interval 26.7 to 35.7" in page


def test_report_without_anything_is_honest(leader: Person, client_of: ClientOf) -> None:
    page = text(client_of(leader), "report")
    assert "No verdict." in page
    assert "Our own figures are missing." in page
    assert "The article says 3.5 times the page. 0.042 times is left." in page
    assert "nobody shared and nobody talked" in page


def test_report_puts_our_own_figures_before_the_article(
    leader: Person, company: CompanySettings, client_of: ClientOf
) -> None:
    BrandFollowersFactory.create(followers=20_000)
    for evidence in Conversation.Evidence.values:
        ConversationFactory.create(person=leader, evidence=evidence)
    page = text(client_of(leader), "report")
    assert page.index("if as many share as elsewhere") < page.index("says 3.5 times")
    for evidence in ("confirmed by the other side", "to be seen in a thread", "told by the person"):
        assert f"<dt>{evidence}</dt><dd><output>1</output>" in page
    assert page.count("badge--") >= 10


def test_report_never_speaks_of_potential_reach(leader: Person, client_of: ClientOf) -> None:
    page = text(client_of(leader), "report").lower()
    assert "potential reach" not in page
    assert "media value" not in page


@pytest.mark.parametrize(("name", "most"), [("me", 25), ("board", 20), ("team", 22), ("points", 10), ("report", 30)])
def test_pages_ask_few_queries(
    leader: Person, team: Team, client_of: ClientOf, now: datetime, name: str, most: int
) -> None:
    boards.choose(person=leader, choice="named", now=now)
    BrandFollowersFactory.create(followers=20_000)
    for person in PersonFactory.create_batch(9, team=team, board_choice="named"):
        ShareFactory.create(person=person)
    ShareFactory.create_batch(3, person=leader)
    points.settle(now=now)
    client = client_of(leader)
    with CaptureQueriesContext(connection) as asked:
        text(client, name)
    assert len(asked) <= most, "\n".join(query["sql"][:160] for query in asked.captured_queries)
