"""How many different visitors, from a few bytes: HyperLogLog over the hashes that visitors have for a day.

A sketch is a function of the set of its visitors alone: not of their order, of how often each came, nor of how the set
was put together. Up to EXACT visitors it is the list of them and counts exactly; beyond, it is a table of REGISTERS
bytes, and counts with a standard error of 1.6 %. Sketches of different days have nothing in common, as hashes have not.
Source: Flajolet, Fusy, Gandouet, Meunier 2007; the estimator of Ertl 2017, arXiv:1702.01284, algorithm 6. Pure.
"""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from advocacy.clicks.visitors import LENGTH

INDEX_BITS, RANK_BITS = 12, 48
REGISTERS = 1 << INDEX_BITS
EXACT = REGISTERS // 8 - 1  # a list of one more would be as long as the table, and taken for it
ERROR = 1.04 / math.sqrt(REGISTERS)

Hashes = NDArray[np.uint64]
Table = NDArray[np.uint8]

_CHARACTERS = (INDEX_BITS + RANK_BITS) // 6
_VALUES = np.zeros(256, dtype=np.uint64)
_VALUES[list(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")] = np.arange(64, dtype=np.uint64)
_SCALE = REGISTERS * REGISTERS / (2 * math.log(2))


def hashes(visitors: str) -> Hashes:
    """Take out of visitors' hashes, one behind the other, the part that is counted by, in the same order."""
    letters = np.frombuffer(visitors.encode("ascii"), dtype=np.uint8).reshape(-1, LENGTH)
    found = np.zeros(len(letters), dtype=np.uint64)
    for place in range(_CHARACTERS):
        found = found << np.uint64(6) | _VALUES[letters[:, place]]
    return found


def add(sketch: bytes, visitors: Hashes) -> bytes:
    """This will add visitors to a sketch; b"" is that of nobody."""
    if len(sketch) == REGISTERS:
        table: Table = np.frombuffer(sketch, dtype=np.uint8).copy()
        _enter(visitors, table)
        return table.tobytes()
    return _listed(np.unique(np.concatenate([np.frombuffer(sketch, dtype="<u8"), visitors])))


def united(sketches: Iterable[bytes]) -> bytes:
    """This will make the sketch of whoever is in any of these."""
    tables: list[Table] = []
    lists: list[Hashes] = []
    for sketch in sketches:
        if len(sketch) == REGISTERS:
            tables.append(np.frombuffer(sketch, dtype=np.uint8))
        else:
            lists.append(np.frombuffer(sketch, dtype="<u8"))
    everybody = np.unique(np.concatenate(lists)) if lists else np.empty(0, dtype=np.uint64)
    if not tables:
        return _listed(everybody)
    table: Table = np.maximum.reduce(tables)
    _enter(everybody, table)
    return table.tobytes()


def count(sketch: bytes) -> int:
    """This will say how many visitors there are in it."""
    if len(sketch) != REGISTERS:
        return len(sketch) // 8
    multiplicities = np.bincount(np.frombuffer(sketch, dtype=np.uint8), minlength=RANK_BITS + 2).tolist()
    total = REGISTERS * _tau(1 - multiplicities[RANK_BITS + 1] / REGISTERS)
    for rank in range(RANK_BITS, 0, -1):
        total = 0.5 * (total + multiplicities[rank])
    total += REGISTERS * _sigma(multiplicities[0] / REGISTERS)
    return round(_SCALE / total)


def _listed(everybody: Hashes) -> bytes:
    if len(everybody) <= EXACT:
        return everybody.astype("<u8").tobytes()
    table: Table = np.zeros(REGISTERS, dtype=np.uint8)
    _enter(everybody, table)
    return table.tobytes()


def _enter(visitors: Hashes, table: Table) -> None:
    rest = visitors & np.uint64((1 << RANK_BITS) - 1)
    _, lengths = np.frexp(rest.astype(np.float64))  # how many bits there are from the first that is set
    registers = (visitors >> np.uint64(RANK_BITS)).astype(np.intp)
    np.maximum.at(table, registers, (RANK_BITS + 1 - lengths).astype(np.uint8))


def _sigma(part: float) -> float:
    """For registers that nobody touched. Source: Ertl, algorithm 6."""
    if part == 1.0:
        return math.inf
    power, total, before = 1.0, part, -1.0
    while total != before:
        part *= part
        before = total
        total += part * power
        power += power
    return total


def _tau(part: float) -> float:
    """For registers that are full. Source: Ertl, algorithm 6."""
    if part in (0.0, 1.0):
        return 0.0
    power, total, before = 1.0, 1.0 - part, -1.0
    while total != before:
        part = math.sqrt(part)
        before = total
        power *= 0.5
        total -= (1.0 - part) ** 2 * power
    return total / 3
