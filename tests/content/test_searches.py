"""Finding stories by their words, on both databases alike."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import search_index, searches
from content.models import Story, Topic
from tests.content.factories import StoryFactory


def story(title, **said):
    return StoryFactory(live=True, title=title, **{"summary": "", "site_name": "", "body": "", **said})


def found(text):
    return list(searches.find(stories=Story.objects.all(), text=text).order_by("nearness", "pk"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bridges", ["bridg"]),
        ("BRIDGE", ["bridg"]),
        ("Brücken", ["bruck"]),
        ("Straße", ["strass"]),
        ("café CAFÉ cafe", ["cafe"]),
        ("night-trains, 18f.gsa.gov", ["night", "train", "18f", "gsa", "gov"]),
        ("bus evening 2026", ["bus", "evening", "2026"]),
        ("\x00 ' \" ) ; -- * : & | !", []),
        ("", []),
        ("Поезд", ["поезд"]),
    ],
)
def test_words_are_beginnings(text, expected):
    assert searches.words(text) == expected


def test_words_are_few_and_short():
    assert len(searches.words(" ".join(f"w{number}" for number in range(5000)))) == searches.MOST_WORDS
    assert max(map(len, searches.words("x" * 10_000))) == searches.LONGEST_WORD


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Forty-one hours to change a bridge", "bridges"),
        ("Neue Brücken über die Elbe", "brücke"),
        ("Neue Brücken über die Elbe", "BRUCKEN"),
        ("Die Straße nach Aske", "strasse"),
        ("Die Strasse nach Aske", "Straße"),
        ("Ein Café am Gleis", "cafe"),
        ("Delay data for everybody", "del dat"),
        ("It’s 18:40", "18"),
    ],
)
def test_find_knows_a_word_by_its_beginning(said, asked):
    wanted = story(said)
    story("Something else")
    assert found(asked) == [wanted]


@pytest.mark.django_db
def test_find_looks_in_title_summary_topics_site_and_text_in_this_order():
    text = story("A", body="On the viaduct.")
    site = story("B", site_name="Viaduct news")
    summary = story("C", summary="Old viaducts.")
    title = story("The viaduct")
    topic = story("D")
    topic.topics.add(Topic.objects.create(name="Viaducts"))
    spoken = story("E", attachment_text="Here is the viaduct.")
    rows = found("viaduct")
    assert [(row.pk, row.nearness) for row in rows] == [
        (title.pk, 0), (summary.pk, 1), (topic.pk, 1), (text.pk, 2), (site.pk, 2), (spoken.pk, 2)
    ]  # fmt: skip


@pytest.mark.django_db
def test_find_wants_every_word_wherever_it_stands():
    both = story("The bridge", summary="At Aske.")
    story("The bridge")
    assert found("bridge aske") == [both]


@pytest.mark.django_db
def test_find_follows_every_change():
    row, topic = story("The bridge"), Topic.objects.create(name="Points")
    Story.objects.filter(pk=row.pk).update(title="The tunnel")
    assert (found("bridge"), found("tunnel")) == ([], [row])
    row.topics.add(topic)
    assert found("points") == [row]
    Topic.objects.filter(pk=topic.pk).update(name="Switches")
    assert (found("points"), found("switches")) == ([], [row])
    row.topics.clear()
    assert found("switches") == []
    Story.objects.filter(pk=row.pk).update(goes_live_at=None, state="draft")
    assert found("tunnel") == [row]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["'", '"', "*", "a* OR b*", "title : x", "NEAR(a b)", "(", "\\", "% _", "x" * 10_000, "!" * 10_000]
)
def test_find_bears_anything(text):
    story("The bridge")
    assert found(text) == []


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_find_never_breaks(db, text):
    assert isinstance(found(text), list)


@pytest.mark.django_db
def test_a_long_text_can_be_stored_and_its_beginning_is_found():
    row = story("The bridge", body="viaduct " + " ".join(f"word{number}" for number in range(60_000)))
    assert found("viaduct") == [row]


@pytest.mark.django_db
def test_migrations_left_the_index_whole():
    """If this fails, a migration remade a table: it must call search_index.lift before and search_index.lay after."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'content_search%'")
            wanted = {"content_search_story", "content_search_about", "content_search_topic"}
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'content_search%'")
            wanted = set(search_index.SQLITE_TRIGGERS)
        assert {name for (name,) in cursor.fetchall()} == wanted


@pytest.mark.django_db
def test_the_index_can_be_laid_again():
    row = story("The bridge")
    connection.check_constraints()
    search_index.lay(connection.schema_editor(atomic=False))
    assert found("bridge") == [row]
