import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.intake import charsets

GERMAN = "Grüße aus Köln – „schön“"


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        (GERMAN.encode(), "utf-8"),
        (GERMAN.encode(), ""),
        (GERMAN.encode(), "iso-8859-1"),
        (GERMAN.encode("cp1252"), "iso-8859-1"),
        (GERMAN.encode("cp1252"), "utf-8"),
        (GERMAN.encode("cp1252"), ""),
        (GERMAN.encode("cp1252"), "no-such-thing"),
        (GERMAN.encode("cp1252"), "utf-16"),
        (codecs.BOM_UTF8 + GERMAN.encode(), "koi8-r"),
        (codecs.BOM_UTF16_LE + GERMAN.encode("utf-16-le"), ""),
        (codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be"), "utf-8"),
    ],
)
def test_decode_reads_what_was_meant(body, declared):
    assert charsets.decode(body, declared=declared) == GERMAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Привет, мир", "koi8-r"),
        ("こんにちは", "shift_jis"),
        ("こんにちは", "iso-2022-jp"),
        ("你好", "gb2312"),
        ("안녕", "euc-kr"),
    ],
)
def test_decode_believes_the_document(text, encoding):
    body = f'<meta charset="{encoding}">'.encode() + text.encode(encoding)
    assert charsets.decode(body).endswith(text)


def test_decode_keeps_utf_8_with_one_broken_place():
    body = (GERMAN * 3).encode() + b"\xff" + GERMAN.encode()
    assert charsets.decode(body, declared="utf-8").startswith(GERMAN)


@pytest.mark.parametrize("declared", ["utf-7", "unicode_escape", "punycode", "idna", "base64", "rot13", "\x00", "mbcs"])
def test_decode_knows_no_codec_that_hides_markup(declared):
    assert charsets.decode(b"+ADw-script+AD4- \\x3c", declared=declared) == "+ADw-script+AD4- \\x3c"


@given(st.binary(), st.text())
def test_decode_reads_anything(body, declared):
    assert isinstance(charsets.decode(body, declared=declared), str)
