"""What is written for LinkedIn is shown there letter by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy.publishing import little_text
from tests.advocacy.publishing.servers import little


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Plain, and simple: 100 %!", "Plain, and simple: 100 %!"),
        ("Forty (41) hours", r"Forty \(41\) hours"),
        ("a_b*c~d<e>f[g]h{i}j|k@l\\m", r"a\_b\*c\~d\<e\>f\[g\]h\{i\}j\|k\@l\\m"),
        ("A #Brücke and #night_train", r"A {hashtag|\#|Brücke} and {hashtag|\#|night\_train}"),
        ("Number #1 and C#", r"Number \#1 and C\#"),
    ],
)
def test_write(text, written):
    assert little_text.write(text) == written


@given(st.text(alphabet=st.sampled_from("ab 1\n#(){}[]|@<>*_~\\ü")))
def test_everything_comes_out_as_it_went_in(text):
    assert little(little_text.write(text)) == text
