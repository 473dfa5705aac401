import pickle

import pytest
from django.utils import translation

import outbound

EVERY = [
    outbound.NotHttp(),
    outbound.HasCredentials(),
    outbound.Unreachable(),
    outbound.InternalAddress(),
    outbound.ForbiddenPort(),
    outbound.TooManyRedirects(),
    outbound.TimedOut(),
    outbound.TooLarge(2_000_000),
    outbound.WrongType("application/pdf"),
    *(outbound.BadStatus(status) for status in (304, 401, 403, 404, 410, 418, 429, 500, 503)),
]


@pytest.mark.parametrize("error", EVERY, ids=repr)
def test_str_is_a_sentence(error):
    with translation.override("en"):
        sentence = str(error)
    assert sentence[0].isupper()
    assert sentence.endswith((".", "”."))
    assert "%(" not in sentence
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_wrong_type_repeats_nothing_but_a_media_type():
    assert "<script>" not in str(outbound.WrongType("<script>alert(1)</script>"))
    assert "“?”" in str(outbound.WrongType(""))
    assert len(str(outbound.WrongType("a" * 5000))) < 200
