import json
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

import networks
from networks import Network, Unit, Way
from networks.network import PermalinkError

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
LINK = "https://go.example/l/abc"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['network']}: {case['about']}")
def test_count_agrees_with_the_shared_cases(case):
    count = networks.get(case["network"]).count(case["text"] * case.get("times", 1), case["url"])
    assert (count.used, count.limit, count.left, count.is_over, count.unit.value) == (
        case["used"],
        case["limit"],
        case["left"],
        case["is_over"],
        case["unit"],
    )


def test_every_network_stands_in_the_shared_cases():
    assert {case["network"] for case in CASES} == {network.key for network in networks.every()}


def test_get_finds_each_and_refuses_others():
    for network in networks.every():
        assert networks.get(network.key) is network
    with pytest.raises(networks.UnknownNetwork, match="do not know"):
        networks.get("gazette")


def test_choices_name_every_network():
    assert [key for key, _name in networks.CHOICES] == [network.key for network in networks.every()]
    assert [str(name) for _key, name in networks.choices()] == [
        "LinkedIn",
        "X",
        "Bluesky",
        "Mastodon",
        "Threads",
        "Facebook",
        "XING",
        "Reddit",
        "WhatsApp",
        "Telegram",
        "E-mail",
        "Another app",
        "Copy the text",
    ]


def test_each_says_how_a_post_gets_there_and_what_is_possible():
    of = {network.key: network for network in networks.every()}
    by_way = {way: [key for key, network in of.items() if network.way is way] for way in Way}
    assert by_way == {
        Way.TEXT: ["x", "bluesky", "mastodon", "threads", "whatsapp", "telegram", "email"],
        Way.LINK: ["linkedin", "facebook", "xing", "reddit"],
        Way.SHEET: ["sheet"],
        Way.COPY: ["copy"],
    }
    assert [key for key, network in of.items() if network.can_publish] == ["linkedin", "bluesky", "mastodon"]
    assert [key for key, network in of.items() if network.is_measurable] == ["bluesky", "mastodon"]
    assert [key for key, network in of.items() if network.has_followers] == (
        ["linkedin", "x", "bluesky", "mastodon", "threads", "facebook", "xing"]
    )


@pytest.mark.parametrize("network", networks.every(), ids=lambda network: network.key)
def test_a_refusal_shows_an_example_that_is_accepted(network):
    if network.has_permalinks and "…" not in network.post_example:
        assert network.permalink(network.post_example) == network.post_example


def room(network):
    if network.limit is None:
        return "not known" if network.has_permalinks else "no limit"
    more = f", {network.byte_limit:,} `bytes`" if network.byte_limit else ""
    return f"{network.limit:,} `{network.unit}`{more}"


def test_the_document_says_what_the_code_says():
    text = (Path(__file__).parents[2] / "docs" / "networks.md").read_text(encoding="utf-8")
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    said = lines[2 : next(number for number, cells in enumerate(lines) if cells[0] == "Parameter")]
    assert said == [
        [
            str(network.name),
            room(network),
            str(network.url_counts_as or "in full"),
            network.way.value,
            *(
                "yes" if answer else "no"
                for answer in (
                    network.has_permalinks,
                    network.can_publish,
                    network.is_measurable,
                    network.has_followers,
                )
            ),
        ]
        for network in networks.every()
    ]


def test_rule_is_plain_data():
    assert networks.get("bluesky").rule == {
        "unit": "graphemes",
        "limit": 300,
        "byte_limit": 3_000,
        "url_counts_as": None,
        "links": "own",
        "shortens_mentions": False,
    }
    for network in networks.every():
        assert json.loads(json.dumps(network.rule)) == network.rule


@pytest.mark.parametrize("network", networks.every(), ids=lambda network: network.key)
def test_count_survives_half_a_character(network):
    assert network.count("a\ud83d").used >= 1
    network.intent("a\ud83d", LINK, "a\ud83d")


@pytest.mark.parametrize("network", networks.every(), ids=lambda network: network.key)
def test_compose_puts_the_disclosure_first_and_the_link_last(network):
    text = network.compose("I saw it.\r\nTwice.\n", "I work at Northwind.", LINK)
    assert text == f"I work at Northwind.\n\nI saw it.\nTwice.\n\n{LINK}"


def test_compose_leaves_out_what_is_not_there():
    network = networks.get("copy")
    assert network.compose(" I saw it. ") == "I saw it."
    assert network.compose("", "I work at Northwind.", LINK) == f"I work at Northwind.\n\n{LINK}"
    assert network.compose("") == ""


def test_compose_does_not_say_things_twice():
    network = networks.get("copy")
    words = f"I work at Northwind. See {LINK}, it is good."
    assert network.compose(words, "I work at Northwind.", LINK) == words


def test_compose_adds_the_link_when_only_a_longer_one_is_there():
    assert networks.get("copy").compose(f"See {LINK}d", "", LINK).endswith(f"\n\n{LINK}")


class Weighing(Network):
    """A network that counts every link alike."""

    def intent(self, text, url, subject="", home=""):
        return None

    def permalink(self, url):
        raise self.refusal()


def test_count_weighs_a_link_by_the_networks_rule():
    network = Weighing(key="weighing", name="Weighing", unit=Unit.GRAPHEMES, way=Way.TEXT, limit=50, url_counts_as=10)
    assert network.count(f"See {LINK} and {LINK}", LINK).used == 4 + 10 + 5 + 10
    assert network.count("See nothing", LINK).used == 11


def test_permalink_refusal_is_a_validation_error():
    assert issubclass(PermalinkError, ValidationError)


@given(st.text(alphabet=st.sampled_from("ab.:/@#-_?()é橋🚂 \n"), max_size=80))
def test_count_never_fails_and_never_counts_less_than_nothing(text):
    for network in networks.every():
        assert network.count(text).used >= 0


@pytest.mark.parametrize("text", ["a" * 20_000, "a." * 10_000, "https://a.de/" + "(a" * 9_000, "@a." * 6_000])
def test_count_is_quick_whatever_the_text(text):
    begun = time.perf_counter()
    for network in networks.every():
        network.count(text, LINK)
    assert time.perf_counter() - begun < 2
