"""Sketches against the numbers they stand for."""

import random
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy.clicks import events, sketches

some = st.lists(st.integers(0, 2**128 - 1), max_size=30)


def hashed(*numbers: int) -> sketches.Hashes:
    digests = [sha256(number.to_bytes(16, "big")).digest()[:16] for number in numbers]
    return sketches.hashes("".join(map(events.short, digests)))


def drawn(count: int, seed: int = 1) -> sketches.Hashes:
    chance = random.Random(seed)
    return sketches.hashes("".join(events.short(chance.randbytes(16)) for _ in range(count)))


@pytest.mark.parametrize(("visitors", "most"), [(100, 0.0), (511, 0.0), (10_000, 0.05), (1_000_000, 0.05)])
def test_count_is_near_the_exact_number(visitors: int, most: float) -> None:
    found = sketches.count(sketches.add(b"", drawn(visitors)))
    assert abs(found - visitors) <= most * visitors


def test_count_errs_as_little_as_the_paper_says() -> None:
    errors = [sketches.count(sketches.add(b"", drawn(3000, seed))) / 3000 - 1 for seed in range(50)]
    assert abs(sum(errors) / 50) < sketches.ERROR / 2
    assert (sum(error**2 for error in errors) / 50) ** 0.5 < 1.3 * sketches.ERROR


def test_nobody_has_an_empty_sketch() -> None:
    assert sketches.add(b"", hashed()) == sketches.united([]) == sketches.united([b"", b""]) == b""
    assert sketches.count(b"") == 0


@given(first=some, second=some)
def test_add_makes_the_same_of_a_set_however_it_came_together(first: list[int], second: list[int]) -> None:
    both = sketches.add(b"", hashed(*first, *second))
    assert both == sketches.add(sketches.add(b"", hashed(*second)), hashed(*first))
    assert both == sketches.united([sketches.add(b"", hashed(*part)) for part in (first, second, first)])
    assert sketches.count(both) == len({*first, *second})


@pytest.mark.parametrize(("one", "other"), [(400, 400), (511, 0), (511, 1), (2000, 3), (3, 2000), (2000, 3000)])
def test_united_is_the_sketch_of_everybody(one: int, other: int) -> None:
    first, second = drawn(one, seed=1), drawn(other, seed=2)
    everybody = sketches.add(b"", np.concatenate([first, second]))
    assert sketches.united([sketches.add(b"", first), sketches.add(b"", second)]) == everybody
    assert sketches.add(sketches.add(b"", first), second) == everybody
    assert (len(everybody) == sketches.REGISTERS) == (one + other > sketches.EXACT)
