"""How stories begin: from nothing, from a template, from a page, from one in another language."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.roles import Role
from content import beginnings, manuscripts, reach, story_templates, translations
from content.manuscripts import Audience, Manuscript
from content.models import Story, StoryTemplate
from tests.accounts.factories import PersonFactory, RoleGrantFactory, TeamFactory
from tests.content.factories import CampaignFactory, PictureFactory, StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def curator(company):
    return RoleGrantFactory.create(role=Role.CURATOR).person


def kept(story, curator, now, name="The weekly one"):
    words = manuscripts.newest(story=story)
    return story_templates.keep(story=story, manuscript=words, name=name, by=curator, now=now)


@pytest.mark.parametrize("kind", Story.Kind.values)
def test_blank_begins_a_draft_of_a_kind(kind, curator, now):
    story = beginnings.blank(kind=kind, by=curator, now=now)
    words = manuscripts.of_story(story=story)
    assert (story.kind, story.state, words.prompts[0]) == (kind, "draft", "What did you see yourself?")
    assert words.audience == (Audience(),)
    assert words.expires_at > now + timedelta(days=13)


def test_blank_refuses_a_kind_that_there_is_not(curator, now):
    with pytest.raises(beginnings.UnknownKind):
        beginnings.blank(kind="poem", by=curator, now=now)


def test_blank_belongs_to_the_team_of_a_limited_curator(company, now):
    team = TeamFactory.create()
    curator = RoleGrantFactory.create(role=Role.CURATOR, team=team).person
    story = beginnings.blank(kind="article", by=curator, now=now)
    assert story.owner_team == team
    assert manuscripts.of_story(story=story).audience == (Audience(team=str(team.public_id)),)


def test_template_keeps_the_structure_and_not_what_is_true_of_one_story(curator, now):
    story = StoryFactory.create(
        author=curator, kind="offer", offer_code="NIGHT20", deadline_at=now, picture=PictureFactory.create()
    )
    begun = beginnings.from_template(template=kept(story, curator, now), by=curator, now=now)
    words, before = manuscripts.of_story(story=begun), manuscripts.of_story(story=story)
    assert (words.kind, words.campaign, words.values, words.captions, words.picture) == (
        before.kind,
        before.campaign,
        before.values,
        before.captions,
        before.picture,
    )
    assert (words.url, words.offer_code, words.deadline_at, words.goes_live_at) == ("", "", None, None)
    assert words.expires_at > now
    assert begun.pk != story.pk


def test_template_lets_go_of_a_campaign_that_closed(curator, now):
    campaign = CampaignFactory.create()
    template = kept(StoryFactory.create(author=curator, campaign=campaign), curator, now)
    campaign.closed_on = now.date()
    campaign.save()
    begun = beginnings.from_template(template=template, by=curator, now=now)
    assert begun.campaign is None


def test_template_of_the_company_begins_inside_the_team_of_a_limited_curator(curator, now):
    template = kept(StoryFactory.create(author=curator), curator, now)
    team = TeamFactory.create()
    limited = RoleGrantFactory.create(role=Role.CURATOR, team=team).person
    begun = beginnings.from_template(template=template, by=limited, now=now)
    assert begun.owner_team == team
    assert manuscripts.of_story(story=begun).audience == (Audience(team=str(team.public_id)),)


def test_template_needs_a_name(curator, now):
    with pytest.raises(story_templates.NameMissing):
        kept(StoryFactory.create(author=curator), curator, now, name=" ")


def test_template_of_a_team_is_not_offered_to_another(curator, now):
    team, other = TeamFactory.create(), TeamFactory.create()
    kept(StoryFactory.create(author=curator, owner_team=team), curator, now)
    near, far = (RoleGrantFactory.create(role=Role.CURATOR, team=each).person for each in (team, other))
    assert [story_templates.offered(person=each).count() for each in (curator, near, far)] == [1, 1, 0]


def test_template_goes_and_comes_back(curator, now):
    template = kept(StoryFactory.create(author=curator), curator, now)
    for _twice in range(2):
        story_templates.remove(template=template, by=curator, now=now)
        assert not story_templates.offered(person=curator).exists()
    assert story_templates.removed(person=curator, now=now).get() == template
    for _twice in range(2):
        story_templates.restore(template=template, by=curator, now=now)
        assert story_templates.offered(person=curator).get() == template
    far = RoleGrantFactory.create(role=Role.CURATOR, team=TeamFactory.create()).person
    with pytest.raises(reach.OutsideReach):
        story_templates.remove(template=template, by=far, now=now)


def test_translation_keeps_the_structure_and_speaks_another_language(curator, now):
    story = StoryFactory.create(author=curator, live=True)
    sibling = beginnings.translation(story=story, language="de", by=curator, now=now)
    words = manuscripts.of_story(story=sibling)
    assert (sibling.language, sibling.state, sibling.translation_of) == ("de", "draft", story)
    assert words.captions == ()
    assert words.audience == (Audience(language="de"),)
    assert words.values == story.values
    assert [*translations.siblings(story=story)] == [sibling]
    assert [*translations.siblings(story=sibling)] == [story]


def test_translation_is_begun_once(curator, now):
    story = StoryFactory.create(author=curator, live=True)
    first = beginnings.translation(story=story, language="de", by=curator, now=now)
    assert beginnings.translation(story=story, language="de", by=curator, now=now) == first
    assert beginnings.translation(story=first, language="en", by=curator, now=now) == story
    assert Story.objects.count() == 2


@pytest.mark.parametrize(("language", "error"), [("en", beginnings.SameLanguage), ("tlh", beginnings.UnknownLanguage)])
def test_translation_refuses_with_a_sentence(language, error, curator, now):
    with pytest.raises(error):
        beginnings.translation(story=StoryFactory.create(author=curator), language=language, by=curator, now=now)


def test_translation_is_for_who_reaches_the_story(company, now):
    far = RoleGrantFactory.create(role=Role.CURATOR, team=TeamFactory.create()).person
    with pytest.raises(reach.OutsideReach):
        beginnings.translation(story=StoryFactory.create(), language="de", by=far, now=now)


def test_untold_lists_stories_that_lack_a_language(curator, now):
    story, told = (StoryFactory.create(author=curator, live=True) for _each in range(2))
    StoryFactory.create(author=curator)
    beginnings.translation(story=told, language="de", by=curator, now=now)
    assert [(each.story, each.languages[0][0]) for each in translations.untold(person=curator)] == [(story, "de")]
    assert [code for code, _name in translations.missing(story=story)] == ["de"]


def test_page_offers_every_way(client, curator, now, django_assert_max_num_queries):
    for number in range(4):
        kept(StoryFactory.create(author=curator, live=True), curator, now, name=f"Template {number}")
    client.force_login(curator)
    with django_assert_max_num_queries(18):
        page = client.get(reverse("begin_story"))
    for text in ("Paste a link", "A page of our own, written here.", "Template 3", "Say it in "):
        assertContains(page, text)
    client.force_login(PersonFactory.create())
    assert client.get(reverse("begin_story")).status_code == 403


def test_page_begins_each_way(client, curator, now):
    story = StoryFactory.create(author=curator, live=True)
    client.force_login(curator)
    client.post(reverse("keep_template", args=[story.public_id]), {"name": "The weekly one"})
    template = StoryTemplate.objects.get()
    for name, args, sent in (
        ("write_story", [], {"kind": "event"}),
        ("begin_from_template", [template.public_id], {}),
        ("translate_story", [story.public_id], {"language": "de"}),
    ):
        answer = client.post(reverse(name, args=args), sent)
        assertRedirects(answer, reverse("edit_story", args=[Story.objects.latest("pk").public_id]))
    assert client.post(reverse("write_story"), {"kind": "poem"}).url == reverse("begin_story")


def test_page_removes_a_template_and_brings_it_back(client, curator, now):
    template = kept(StoryFactory.create(author=curator), curator, now)
    client.force_login(curator)
    gone = client.post(reverse("remove_template", args=[template.public_id]), headers={"HX-Request": "true"})
    assertContains(gone, "Bring it back")
    assertNotContains(gone, "<html")
    assertContains(client.get(reverse("begin_story")), "Bring it back")
    back = client.post(reverse("restore_template", args=[template.public_id]), headers={"HX-Request": "true"})
    assertContains(back, "The weekly one")


def test_manuscript_of_a_template_is_read_with_fields_that_came_later():
    assert manuscripts.from_json({"title": "Old"}) == Manuscript(title="Old")
