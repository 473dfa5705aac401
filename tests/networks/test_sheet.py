import pytest

from networks import PermalinkError, Way
from networks.sheet import SHEET


def test_intent_leaves_the_opening_to_the_browser():
    assert SHEET.way is Way.SHEET
    assert SHEET.intent("words", "https://go.example/l/abc", "Trains") is None


def test_permalink_says_that_there_is_none():
    with pytest.raises(PermalinkError, match="no address on the web"):
        SHEET.permalink("https://example.com/1")
