"""Links and tags, at the bytes where they stand."""

import pytest

from advocacy.publishing import facets


def found(text):
    raw = text.encode()
    return [
        (
            raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(),
            facet["features"][0].get("uri") or facet["features"][0].get("tag"),
        )
        for facet in facets.of(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Nothing here.", []),
        ("Über 👩‍👩‍👧 https://a.example/l/x", [("https://a.example/l/x", "https://a.example/l/x")]),
        ("See (https://a.example/b), please.", [("https://a.example/b", "https://a.example/b")]),
        ("https://a.example/b_(c).", [("https://a.example/b_(c)", "https://a.example/b_(c)")]),
        ("A #Brücke, a #2026 and a #night-train!", [("#Brücke", "Brücke"), ("#night-train", "night-train")]),
        ("https://a.example/#part", [("https://a.example/#part", "https://a.example/#part")]),
        ("a#b and #", []),
        ("x@https://a.example", []),
        ("#one\n#two", [("#one", "one"), ("#two", "two")]),
        ("#" + "x" * 65, []),
    ],
)
def test_of_finds_what_is_meant(text, expected):
    assert found(text) == expected
