"""Long lists in pages: tolerant of any page number in HTML, in DRF's own shape in the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from rest_framework.pagination import PageNumberPagination

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list; pages count from 1, and an empty list has one empty page."""

    rows: list[Row]
    number: int
    pages: int
    total: int
    first: int
    last: int

    @property
    def has_others(self) -> bool:
        return self.pages > 1

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None

    def __len__(self) -> int:
        return len(self.rows)


def page(queryset: QuerySet[Any, Row], *, number: object, size: int) -> Page[Row]:
    """Cut one page out of an ordered queryset.

    `number` is what the address said, sense or nonsense: the nearest page that exists is given.
    Shape: the queryset's order; `first` and `last` are the rows' places in it, 0 when there are none.
    Source: two queries, one when the list is empty.
    """
    return _cut(queryset, total=queryset.count(), number=number, size=size)


def listed(rows: Sequence[Row], *, number: object, size: int) -> Page[Row]:
    """Cut one page out of a list that is there already. `number` and Shape: as of `page`."""
    return _cut(rows, total=len(rows), number=number, size=size)


def _cut(rows: Any, *, total: int, number: object, size: int) -> Page[Any]:
    pages = max(1, -(-total // size))
    current = min(max(1, _whole(number)), pages)
    start = (current - 1) * size
    found = list(rows[start : start + size]) if total else []
    return Page(
        rows=found,
        number=current,
        pages=pages,
        total=total,
        first=start + 1 if found else 0,
        last=start + len(found) if found else 0,
    )


def _whole(number: object) -> int:
    try:
        return int(str(number)[:20])
    except ValueError:
        return 1


class ApiPagination(PageNumberPagination):
    """Pages of the API: `?page=` and `?size=`; a page that does not exist is a 404."""

    page_size = 50
    page_size_query_param = "size"
    max_page_size = 200
