"""The desk: counts, likeness, captions, tags and blocked words, for all networks and for one."""

import pytest

from accounts.models import BrandAccount
from advocacy import blocked_terms, originality, suggestions, writing
from content.models import BlockedTerm, Topic
from tests.advocacy.factories import ClaimFactory, ShareFactory
from tests.content.factories import CaptionFactory

CAPTION = "Replacing a bridge takes two years of planning and one weekend of quiet."
OWN = "At four in the morning sixty people went quiet."


@pytest.fixture
def claim(employee):
    return ClaimFactory(person=employee)


def laid(claim, company, now, words=OWN, **more):
    return writing.desk(claim=claim, draft=None, settings=company, now=now, words=words, **more)


def line(desk, key):
    return next(counter for counter in desk.counters if counter.network.key == key)


# -- words for one network -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_desk_counts_the_words_for_a_network_there_and_nowhere_else(claim, company, now):
    desk = laid(claim, company, now, words="word " * 100, variants={"x": "Short."})
    assert not line(desk, "x").count.is_over
    assert line(desk, "bluesky").count.is_over
    assert line(desk, "x").variant == "Short."


@pytest.mark.django_db
def test_desk_compares_the_words_for_a_network_as_well(claim, company, now):
    CaptionFactory(story=claim.story, text=CAPTION)
    desk = laid(claim, company, now, variants={"x": CAPTION})
    assert [(sound.network and sound.network.key, sound.likeness.verdict.value) for sound in desk.sounds] == [
        (None, "own"),
        ("x", "nearly_the_same"),
    ]


@pytest.mark.django_db
def test_desk_finds_blocked_words_where_the_post_goes(claim, company, now):
    BlockedTerm.objects.create(term="guaranteed", reason="We promise nothing.")
    others = {"x": "Guaranteed."}
    assert [each.word for each in laid(claim, company, now, variants=others, ticked=["x"]).blocked] == ["Guaranteed"]
    assert laid(claim, company, now, variants=others, ticked=["linkedin"]).blocked == []


@pytest.mark.django_db
def test_desk_shows_the_words_of_the_network_that_comes_next(claim, company, now):
    assert laid(claim, company, now, variants={"x": "Short."}, ticked=["x", "bluesky"]).shown_words == "Short."
    assert laid(claim, company, now, variants={"x": "Short."}, ticked=["linkedin", "x"]).shown_words == OWN


# -- the networks that are offered ------------------------------------------------------------------------------------


def near(desk):
    return [counter.network.key for counter in desk.near]


@pytest.mark.django_db
def test_desk_offers_the_persons_own_networks_first_and_folds_the_others(claim, company, now):
    claim.person.networks = ["threads", "reddit"]
    desk = laid(claim, company, now, ticked=["threads"])
    assert near(desk) == ["threads", "reddit"]
    assert near(desk) + [counter.network.key for counter in desk.far] == [
        *near(desk),
        *(counter.network.key for counter in desk.counters if counter.network.key not in near(desk)),
    ]
    assert not desk.has_new_networks


@pytest.mark.django_db
def test_desk_offers_a_few_to_somebody_who_did_not_say(claim, company, now):
    claim.person.networks = []
    desk = laid(claim, company, now)
    assert near(desk) == ["linkedin", "x", "bluesky", "mastodon"]
    assert [counter.network.key for counter in desk.counters if counter.is_ticked] == ["linkedin"]
    assert not desk.has_new_networks


@pytest.mark.django_db
def test_desk_keeps_in_sight_what_is_ticked_or_told_there(claim, company, now):
    claim.person.networks = ["linkedin"]
    ShareFactory(person=claim.person, story=claim.story, claim=claim, network="telegram")
    desk = laid(claim, company, now, ticked=["facebook"])
    assert near(desk) == ["linkedin", "facebook", "telegram"]
    assert desk.has_new_networks


# -- captions --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_desk_puts_the_captions_first_that_fit_best(claim, company, now):
    claim.story.captions.all().delete()
    for network, language, text in (
        ("", "fr", "Another language"),
        ("bluesky", "en", "Another network"),
        ("", claim.person.language, "Any network"),
        ("linkedin", "en", "This network"),
    ):
        CaptionFactory(story=claim.story, network=network, language=language, text=text)
    desk = laid(claim, company, now, ticked=["linkedin"])
    assert [caption.text for caption in desk.captions] == ["Any network", "This network", "Another network"]


@pytest.mark.django_db
def test_desk_holds_further_captions_back(claim, company, now):
    claim.story.captions.all().delete()
    CaptionFactory.create_batch(5, story=claim.story, language="en")
    desk = laid(claim, company, now)
    assert (len(desk.first_captions), len(desk.more_captions)) == (3, 2)


# -- tags and mentions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Night trains", "#NightTrains"),
        ("Women in IT", "#WomenInIT"),
        ("Überland-Züge", "#ÜberlandZüge"),
        ("2026", ""),
        ("–", ""),
    ],
)
def test_tag_of_a_name_can_be_read_out_aloud(name, tag):
    assert suggestions.tag_of(name) == tag


@pytest.mark.django_db
def test_desk_suggests_tags_and_the_companys_own_accounts(claim, company, now):
    claim.story.topics.add(Topic.objects.create(name="Night trains"), Topic.objects.create(name="Gone", retired_at=now))
    BrandAccount.objects.create(network="bluesky", handle="northwind.example")
    BrandAccount.objects.create(network="x", handle="@northwind", closed_at=now)
    desk = laid(claim, company, now)
    assert desk.tags[0] == "#NightTrains"
    assert "#Gone" not in desk.tags
    assert (line(desk, "bluesky").mentions, line(desk, "x").mentions) == (["@northwind.example"], [])


# -- what is alike ---------------------------------------------------------------------------------------------------


def test_alike_marks_what_stands_in_the_other_text():
    words = "I say: replacing a bridge takes two years, and https://go.example/l/a my spring."
    alike = originality.alike(words=words, other=CAPTION)
    assert "".join(passage.text for passage in alike.passages) == words
    assert [each.text for each in alike.passages if each.is_shared] == ["replacing a bridge takes two years"]
    assert (alike.shared, alike.total) == (6, 11)


def test_alike_of_little_is_all_or_nothing():
    assert originality.alike(words="Well done", other="well, done!").shared == 2
    assert originality.alike(words="Well made", other="well, done!").shared == 0
    assert originality.alike(words="", other=CAPTION).passages == ()


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("Forty-one hours after we closed the line.", "Forty-one hours"),
        ("It took forty hours.", ""),
        ("I went to a", ""),
    ],
)
def test_phrase_finds_what_stands_in_the_title_too(words, phrase):
    assert originality.phrase(words=words, title="Forty-one hours to change a bridge") == phrase


@pytest.mark.django_db
def test_desk_says_what_is_alike_and_never_whose_words_they_are(claim, company, now):
    ShareFactory(story=claim.story, words="Sixty people went quiet and nobody said a word.")
    sound = laid(claim, company, now).sounds[0]
    assert sound.alike is not None
    assert [each.text for each in sound.alike.passages if each.is_shared] == ["sixty people went quiet"]


# -- blocked words ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_blocked_terms_come_with_the_words_around_them():
    BlockedTerm.objects.create(term="best railway", reason="Say what you saw.")
    words = "First line.\nWe are, as I have been told by very many people indeed, the Best  Railway in the land.\nLast."
    (found,) = blocked_terms.found(words=words, language="en")
    assert (found.word, found.after) == ("Best  Railway", " in the land.")
    assert found.before.startswith("… ")
    assert found.before.endswith("indeed, the ")


@pytest.mark.django_db
def test_blocked_terms_in_other_letters_stand_for_themselves():
    BlockedTerm.objects.create(term="Straße", reason="a")
    (found,) = blocked_terms.found(words="DIE STRASSE", language="de")
    assert (found.before, found.word, found.after) == ("", "Straße", "")
