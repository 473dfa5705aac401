import pytest

from networks import PermalinkError
from networks.copy import COPY


def test_intent_opens_nothing():
    assert COPY.intent("words", "https://go.example/l/abc", "Trains") is None


def test_permalink_says_that_there_is_none():
    with pytest.raises(PermalinkError, match="no address on the web"):
        COPY.permalink("https://example.com/1")
