"""The employee's pages: whole, by part, refused, and how many questions they ask the database."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from advocacy.models import Availability, Claim, Decline, Draft, OwnVisitor, Reading, SavedSearch, Share
from tests.advocacy.factories import (
    ClaimFactory,
    ConversationFactory,
    ConversationTurnFactory,
    DeclineFactory,
    DraftFactory,
    ReadingFactory,
    SavedSearchFactory,
    ShareFactory,
)
from tests.content.factories import AudienceRuleFactory, CaptionFactory, PictureFactory, StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client(client_of, employee):
    return client_of(employee)


@pytest.fixture
def story():
    return StoryFactory(live=True, title="Forty-one hours to change a bridge", picture=PictureFactory())


@pytest.fixture
def claim(employee, story):
    ReadingFactory(person=employee, story=story)
    return ClaimFactory(person=employee, story=story)


def url(name, row):
    return reverse(name, args=[row.public_id])


# -- Today ---------------------------------------------------------------------------------------------------------


def test_today_begins_with_the_people_who_wait(client, employee):
    ConversationTurnFactory(conversation=ConversationFactory(person=employee))
    page = client.get(reverse("today")).content.decode()
    assert "One person wrote back, Marta." in page
    assert "Does the new sleeper take bicycles" in page


def test_today_shows_three_stories_and_ends(client):
    StoryFactory.create_batch(5, live=True)
    page = client.get(reverse("today")).content.decode()
    assert page.count('<article class="story') == 3
    assert "That’s it for today." in page
    assert "2 more in the library" in page
    assert "New ones come tomorrow." in page
    assert "Why this one:" in page


def test_today_says_when_the_next_story_comes(client, now):
    StoryFactory(live=True)
    page = client.get(reverse("today")).content.decode()
    assert "As soon as there is a new one, it stands here." in page
    StoryFactory(approved=True, goes_live_at=now + timedelta(days=1))
    page = client.get(reverse("today")).content.decode()
    assert "The next one comes tomorrow, 10:00." in page
    assert "As soon as" not in page


def test_today_of_nobody_and_nothing_is_kind(client):
    page = client.get(reverse("today")).content.decode()
    assert "Nothing is asked of you today, Marta." in page
    assert "There is no new story for you today." in page


def test_today_begins_with_what_there_is_to_do(client, now, employee):
    story = StoryFactory(live=True)
    page = client.get(reverse("today")).content.decode()
    assert "One story is worth telling today, Marta." in page
    assert "Read one and tell it in your own words, or put it aside." in page
    DeclineFactory(person=employee, story=story, at=now)
    page = client.get(reverse("today")).content.decode()
    assert "That is all for today, Marta." in page
    assert "You are through with today’s stories." in page


def test_today_shows_kept_places_with_their_end(client, claim):
    page = client.get(reverse("today")).content.decode()
    assert "Yours until Friday, 10:00." in page


def test_today_asks_at_most_twelve_questions(client, employee, claim, django_assert_max_num_queries):
    StoryFactory.create_batch(6, live=True, picture=PictureFactory())
    for _number in range(3):
        ConversationTurnFactory(conversation=ConversationFactory(person=employee))
    ShareFactory(person=employee)
    with django_assert_max_num_queries(12):
        client.get(reverse("today"))


def test_today_makes_no_replacement_for_a_story_put_aside(client):
    stories = StoryFactory.create_batch(6, live=True)
    first = client.get(reverse("today")).context["queue"].stories[0][0]
    assert client.post(url("decline_story", first)).url == f"{reverse('today')}?aside={first.public_id}"
    page = client.get(reverse("today"), {"aside": str(first.public_id)})
    assert len(page.context["queue"].stories) == 2
    assert "aside. Nobody else sees that." in page.content.decode()
    assert "Want to say why?" in page.content.decode()
    assert len(stories) == 6


def test_decline_takes_a_reason_afterwards_without_javascript(client, employee):
    story = StoryFactory(live=True)
    client.post(url("decline_story", story))
    again = client.post(url("decline_story", story), {"reason": "unconvinced"})
    page = client.get(again.url).content.decode()
    assert Decline.objects.get().reason == "unconvinced"
    assert "It counts without your name" in page
    assert "Want to say why?" not in page


# -- Library -------------------------------------------------------------------------------------------------------


def test_library_finds_by_word_reason_kind_and_language(client):
    bridge = StoryFactory(live=True, title="The bridge at Aske")
    StoryFactory(live=True, title="Delay data", summary="All of it.", language="de", kind="article")
    page = client.get(reverse("library"), {"q": "BRIDGE aske"})
    assert [row.pk for row in page.context["page"].rows] == [bridge.pk]
    assert len(client.get(reverse("library"), {"language": "de"}).context["page"].rows) == 1
    assert len(client.get(reverse("library"), {"kind": "article"}).context["page"].rows) == 1
    assert len(client.get(reverse("library"), {"reason": "visibility"}).context["page"].rows) == 2
    assert "Nothing fits that." in client.get(reverse("library"), {"q": "zeppelin"}).content.decode()


def test_library_shows_what_i_read_and_took_up(client, claim, story):
    StoryFactory(live=True)
    for mine in ("read", "claimed"):
        rows = client.get(reverse("library"), {"mine": mine}).context["page"].rows
        assert [row.pk for row in rows] == [story.pk]


@pytest.mark.parametrize("number", ["", "0", "-3", "x", "99999999999999999999999"])
def test_library_bears_any_page_number(client, number):
    StoryFactory.create_batch(21, live=True)
    assert client.get(reverse("library"), {"page": number}).status_code == 200


def test_library_keeps_the_search_on_the_next_page(client):
    StoryFactory.create_batch(21, live=True)
    page = client.get(reverse("library"), {"language": "en"}).content.decode()
    assert "language=en&amp;page=2" in page


def test_library_asks_at_most_thirteen_questions(client, claim, django_assert_max_num_queries):
    StoryFactory.create_batch(25, live=True, picture=PictureFactory())
    SavedSearchFactory.create_batch(5)
    with django_assert_max_num_queries(13):
        client.get(reverse("library"), {"q": "bridge", "language": "en"})


@pytest.mark.parametrize("words", ["x" * 10_000, "'\";--", "\x00", "% _ * ( :", "😀"])
def test_library_bears_any_words(client, words):
    StoryFactory(live=True)
    assert client.get(reverse("library"), {"q": words}).status_code == 200


def test_save_search_keeps_what_is_looked_for_and_remove_can_be_undone(client):
    StoryFactory(live=True, title="The bridge")
    kept = client.post(reverse("save_search"), {"name": "Bridges", "q": "bridge", "language": "en"})
    assert kept.url == "/library/?q=bridge&language=en"
    page = client.get(kept.url).content.decode()
    assert "Your searches" in page
    assert "Keep this search" not in page
    saved = SavedSearch.objects.get()
    removed = client.post(reverse("remove_search", args=[saved.public_id]))
    page = client.get(removed.url).content.decode()
    assert "The search “Bridges” is removed." in page
    assert "Bring it back" in page
    assert 'name="q" value="bridge"' in page


def test_save_search_refused_keeps_name_and_search(client):
    refused = client.post(reverse("save_search"), {"name": "  ", "q": "bridge", "kind": "article"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Give the search a name" in page
    assert 'value="bridge"' in page


def test_library_hides_what_is_meant_for_others(client, other_team):
    AudienceRuleFactory(story=StoryFactory(live=True, everybody=False), team=other_team)
    assert client.get(reverse("library")).context["page"].rows == []


# -- reading -------------------------------------------------------------------------------------------------------


def test_story_is_opened_once(client, employee, story, clock, now):
    client.get(url("story", story))
    clock.move_to(now + timedelta(minutes=5))
    client.get(url("story", story))
    assert Reading.objects.get(person=employee, story=story).opened_at == now


def test_story_names_source_values_and_what_is_missing(client, story):
    page = client.get(url("story", story)).content.decode()
    assert "Read it at northwind.example" in page
    assert "4 minutes to read" in page
    assert story.value_reader in page
    assert "15 seconds more" in page
    assert 'rel="noopener"' in page


def test_story_asks_at_most_twelve_questions(client, story, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):  # the first time is noted
        client.get(url("story", story))
    with django_assert_max_num_queries(12):
        client.get(url("story", story))


def test_story_names_colleagues_who_show_it(client, employee, colleague, story):
    ClaimFactory(person=colleague, story=story)
    assert "of your team" not in client.get(url("story", story)).content.decode()
    type(colleague).objects.update(is_shown_to_team=True)
    assert "Jonas of your team took it up." in client.get(url("story", story)).content.decode()


def test_story_goes_on_where_it_was_left(client, story):
    client.post(url("record_dwell", story), {"seconds": "1", "reached_percent": "40"})
    page = client.get(url("story", story)).content.decode()
    assert "Go on where you stopped" in page
    assert 'data-dwell-on="40"' in page


def test_story_that_is_full_offers_to_wait(client, story):
    Availability.objects.create(story=story, places=12, taken=12)
    page = client.get(url("story", story)).content.decode()
    assert "Wait for a place" in page
    assert "Take a place" not in page


def test_places_answer_with_what_is_left_now(client, story):
    Availability.objects.create(story=story, places=12, taken=5)
    answer = client.get(url("places", story)).content.decode()
    assert "7 of 12 places left" in answer
    assert "<html" not in answer


@pytest.mark.parametrize("state", ["draft", "review", "approved"])
def test_story_that_is_not_out_does_not_exist(client, state):
    story = StoryFactory(**({state: True} if state != "draft" else {}))
    assert client.get(url("story", story)).status_code == 404
    assert client.post(url("take_claim", story)).status_code == 404


def test_retracted_story_says_why(client):
    page = client.get(url("story", StoryFactory(retracted=True))).content.decode()
    assert "This story was taken back." in page
    assert "A figure was wrong." in page


def test_dwell_counts_as_read_after_fifteen_seconds(client, story, clock, now):
    client.get(url("story", story))
    clock.move_to(now + timedelta(seconds=20))
    answer = client.post(url("record_dwell", story), {"seconds": "9"}).json()
    assert answer == {"is_read": False, "seconds_missing": 6}
    answer = client.post(url("record_dwell", story), {"seconds": "6"}).json()
    assert answer == {"is_read": True, "seconds_missing": 0}


@pytest.mark.parametrize("seconds", ["", "x", "-4", "1e9", "99999999999"])
def test_dwell_bears_any_number(client, story, seconds):
    assert client.post(url("record_dwell", story), {"seconds": seconds}).json()["is_read"] is False


def test_decline_by_htmx_answers_with_the_undo_and_back_again(client, employee, story):
    part = client.post(url("decline_story", story), headers={"HX-Request": "true"}).content.decode()
    assert "Bring it back" in part
    assert "<html" not in part
    assert Decline.objects.filter(person=employee, story=story).exists()
    part = client.post(url("undo_decline", story), headers={"HX-Request": "true"}).content.decode()
    assert story.title in part
    assert not Decline.objects.exists()


def test_story_put_aside_offers_to_bring_it_back(client, story):
    client.post(url("decline_story", story))
    assert "Bring it back to my queue" in client.get(url("story", story)).content.decode()


# -- claiming ------------------------------------------------------------------------------------------------------


def test_claim_before_reading_is_refused_on_the_same_page(client, story):
    client.get(url("story", story))
    answer = client.post(url("take_claim", story))
    assert answer.status_code == 422
    assert "Read it first" in answer.content.decode()


def test_claim_after_fifteen_seconds_without_javascript(client, employee, story, clock, now):
    client.get(url("story", story))
    clock.move_to(now + timedelta(seconds=15))
    answer = client.post(url("take_claim", story))
    claim = Claim.objects.get(person=employee)
    assert answer.url == url("compose", claim)
    assert Reading.objects.get().proof == Reading.Proof.SERVER_TIME


def test_claim_after_reading_at_the_source(client, employee, story):
    assert client.post(url("read_at_source", story)).url == url("story", story)
    client.post(url("take_claim", story))
    client.post(url("take_claim", story))
    assert Claim.objects.filter(person=employee).count() == 1


def test_release_gives_the_place_back_and_keeps_the_words(client, claim, story):
    DraftFactory(person=claim.person, story=story)
    client.post(url("release_claim", claim))
    client.post(url("release_claim", claim))
    assert Availability.objects.get(story=story).taken == 0
    assert Draft.objects.get().words.startswith("At four")


def test_extend_gives_one_more_day_once(client, claim):
    client.post(url("extend_claim", claim))
    until = Claim.objects.get(pk=claim.pk).keep_until
    assert until == claim.keep_until + timedelta(days=1)
    page = client.post(url("extend_claim", claim), follow=True).content.decode()
    assert "You had one more day already." in page
    assert Claim.objects.get(pk=claim.pk).keep_until == until


# -- composing -----------------------------------------------------------------------------------------------------


def written(words="At four in the morning sixty people went quiet.", **more):
    return {"words": words, "revision": "0", "keeps_disclosure": "1", "networks": ["linkedin"], **more}


def test_compose_starts_empty_with_questions_beside(client, claim, story):
    CaptionFactory(story=story, text="Why we closed the line, hour by hour.")
    page = client.get(url("compose", claim)).content.decode()
    assert "Why we closed the line, hour by hour." in page
    assert "What did you see yourself?" in page
    assert 'lang="en"></textarea>' in page
    assert "I work at Northwind Rail." in page


def test_compose_asks_at_most_sixteen_questions(client, claim, story, django_assert_max_num_queries):
    DraftFactory(person=claim.person, story=story)
    ShareFactory(story=story)
    ShareFactory(person=claim.person, story=story, claim=claim, network="bluesky")
    with django_assert_max_num_queries(16):
        client.get(url("compose", claim))


def test_save_draft_answers_with_verdict_and_revision(client, claim):
    answer = client.post(url("save_draft", claim), written(), headers={"HX-Request": "true"})
    assert answer.headers["X-Draft-Revision"] == "1"
    assert "These are your words." in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_save_draft_without_javascript_comes_back_with_the_counts(client, claim):
    answer = client.post(url("save_draft", claim), written(words="word " * 80), follow=True)
    assert "too many" in answer.content.decode()
    assert answer.redirect_chain


def test_save_draft_in_two_windows_loses_nothing(client, claim):
    client.post(url("save_draft", claim), written(words="From the first window."))
    answer = client.post(url("save_draft", claim), written(words="From the second window."))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From the first window." in page
    assert "From the second window." in page
    assert Draft.objects.get().words == "From the first window."


def test_save_draft_signed_out_hands_the_words_back(client, claim):
    client.logout()
    answer = client.post(url("save_draft", claim), written(words="Not lost."))
    assert answer.status_code == 401
    assert "Not lost." in answer.content.decode()
    assert url("compose", claim) in answer.content.decode()
    assert not Draft.objects.exists()


def test_record_share_of_an_expired_claim_keeps_the_text(client, claim, clock):
    clock.move_to(claim.keep_until + timedelta(minutes=1))
    answer = client.post(url("record_share", claim), written())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Your place went back while you wrote." in page
    assert "Take a place again" in page
    assert "sixty people went quiet" in page
    assert Draft.objects.get().words.startswith("At four")


def test_record_share_of_a_retracted_story_keeps_the_text(client, claim, story):
    type(story).objects.filter(pk=story.pk).update(state="retracted")
    answer = client.post(url("record_share", claim), written())
    assert answer.status_code == 422
    assert "This story was taken back." in answer.content.decode()


@pytest.mark.parametrize("words", ["", "   \r\n "])
def test_record_share_of_nothing_is_refused(client, claim, words):
    answer = client.post(url("record_share", claim), written(words=words))
    assert answer.status_code == 422
    assert "The box is empty." in answer.content.decode()


def test_record_share_of_a_network_that_is_none_is_refused(client, claim):
    answer = client.post(url("record_share", claim), written(network="myspace"))
    assert answer.status_code == 422
    assert "We do not know this network." in answer.content.decode()


def test_record_share_twice_is_one_share(client, claim):
    first = client.post(url("record_share", claim), written())
    second = client.post(url("record_share", claim), written())
    assert first.url == second.url
    assert Share.objects.count() == 1


def test_record_share_for_the_browser_answers_with_text_and_composer(client, claim):
    answer = client.post(url("record_share", claim), written(), headers={"HX-Request": "true"}).json()
    assert answer["text"].startswith("I work at Northwind Rail.\n\nAt four")
    assert answer["intent"].startswith("https://www.linkedin.com/")
    assert answer["page"] == url("share", Share.objects.get())


# -- sharing -------------------------------------------------------------------------------------------------------


def test_share_has_text_composer_and_then_thanks(client, claim):
    client.post(url("record_share", claim), written(networks=["linkedin", "bluesky"]))
    share = Share.objects.get()
    page = client.get(url("share", share)).content.decode()
    assert f"/l/{share.link.code}" in page
    assert 'target="_blank" rel="noopener"' in page
    for _twice in range(2):
        client.post(url("confirm_share", share), {"permalink": ""})
    page = client.get(url("share", share)).content.decode()
    assert "Thank you, Marta." in page
    assert 'value="bluesky"' in page
    assert Claim.objects.get().state == Claim.State.SHARED


def test_share_remembers_the_owners_browser_for_the_day(client, employee):
    share = ShareFactory(person=employee)
    for browser in ("Firefox", "Firefox", "Safari"):
        client.get(url("share", share), headers={"user-agent": browser}, REMOTE_ADDR="192.0.2.7")

    assert OwnVisitor.objects.filter(person=employee).count() == 2


def test_share_remembers_the_owners_browser_so_that_own_visits_do_not_count(client, employee):
    share = ShareFactory(person=employee, opened=True)
    for _twice in range(2):
        client.get(url("share", share), headers={"User-Agent": "Firefox"})
    assert OwnVisitor.objects.filter(person=employee).count() == 1


def test_confirm_share_refuses_another_networks_address_and_keeps_it_in_the_field(client, claim):
    client.post(url("record_share", claim), written())
    share = Share.objects.get()
    answer = client.post(url("confirm_share", share), {"permalink": "https://example.com/post/1"})
    assert answer.status_code == 422
    _says_at_the_field(answer.content.decode(), typed="https://example.com/post/1")
    assert Share.objects.get().state == Share.State.OPENED


def test_save_permalink_says_at_the_field_what_is_wrong(client, employee):
    share = ShareFactory(person=employee, permalink="https://www.linkedin.com/feed/update/urn:li:share:1/")
    answer = client.post(url("save_permalink", share), {"permalink": 'nowhere"><b>'})
    assert answer.status_code == 422
    _says_at_the_field(answer.content.decode(), typed="nowhere&quot;&gt;&lt;b&gt;")
    assert Share.objects.get().permalink == share.permalink


def _says_at_the_field(page, *, typed):
    """Once, at the field, which has the focus and what was typed; not above the page as well."""
    field = re.search(r'<input class="field-input" id="permalink"[^>]*>', page).group()
    assert f'value="{typed}"' in field
    assert 'aria-describedby="permalink-error" aria-invalid="true" autofocus' in field
    told = re.search(r'<div class="field-error" id="permalink-error">.*?<span>(.*?)</span>', page, re.DOTALL).group(1)
    assert told.startswith("This is not the address of a post on LinkedIn. It looks like ")
    assert page.count("This is not the address") == 1
    assert 'role="alert"' not in page


def test_share_without_a_refusal_has_no_wrong_field(client, employee):
    page = client.get(url("share", ShareFactory(person=employee))).content.decode()
    assert ("aria-invalid" in page, "autofocus" in page, "permalink-error" in page) == (False, False, False)


def test_confirm_share_without_a_field_says_above_what_is_wrong(client, employee):
    share = ShareFactory(person=employee, network="email", opened=True)
    page = client.post(url("confirm_share", share), {"permalink": "https://example.com/"}).content.decode()
    assert '<p class="notice-title">What is sent this way has no address on the web. Leave this empty.</p>' in page


def test_save_permalink_keeps_the_one_form(client, employee):
    share = ShareFactory(person=employee)
    client.post(
        url("save_permalink", share), {"permalink": "linkedin.com/feed/update/urn:li:activity:7123456789012345678"}
    )
    assert Share.objects.get(pk=share.pk).permalink.startswith("https://www.linkedin.com/feed/update/urn:li:activity:")


def test_next_network_needs_no_new_place(client, claim, story):
    client.post(url("record_share", claim), written(networks=["linkedin", "bluesky"]))
    client.post(url("confirm_share", Share.objects.get()))
    client.post(url("record_share", claim), written(networks=["linkedin", "bluesky"], revision="1"))
    assert set(Share.objects.values_list("network", flat=True)) == {"linkedin", "bluesky"}
    assert Availability.objects.get(story=story).taken == 1
