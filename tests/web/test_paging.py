import pytest
from django.contrib.contenttypes.models import ContentType

from web import paging

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds():
    ContentType.objects.bulk_create(ContentType(app_label="web", model=f"kind{number:02}") for number in range(25))
    return ContentType.objects.filter(app_label="web").order_by("model").values_list("model", flat=True)


def test_page_cuts_out_rows(kinds, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = paging.page(kinds, number="2", size=10)
    assert page.rows[0] == "kind10"
    assert (page.number, page.pages, page.total, page.first, page.last, len(page)) == (2, 3, 25, 11, 20, 10)
    assert (page.previous, page.next, page.has_others) == (1, 3, True)


@pytest.mark.parametrize(
    ("number", "found"),
    [
        (None, 1),
        ("", 1),
        ("x", 1),
        ("0", 1),
        ("-3", 1),
        ("1.5", 1),
        ("99", 3),
        ("9" * 6000, 3),
        (3, 3),
        ("\x00", 1),
        ("２", 2),
    ],
)
def test_page_gives_the_nearest_page(kinds, number, found):
    assert paging.page(kinds, number=number, size=10).number == found


def test_page_of_nothing_is_one_empty_page(kinds, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = paging.page(kinds.filter(model="none"), number=5, size=10)
    assert (page.rows, page.number, page.pages, page.total, page.first, page.last) == ([], 1, 1, 0, 0, 0)
    assert (page.previous, page.next, page.has_others) == (None, None, False)


@pytest.mark.parametrize(("number", "rows"), [("2", [4, 5, 6]), ("99", [7]), ("x", [1, 2, 3])])
def test_listed_cuts_a_list_alike(number, rows):
    page = paging.listed([1, 2, 3, 4, 5, 6, 7], number=number, size=3)
    assert (page.rows, page.pages, page.total, page.last) == (rows, 3, 7, rows[-1])


def test_listed_of_nothing_is_one_empty_page():
    page = paging.listed([], number="4", size=3)
    assert (page.rows, page.number, page.pages, page.first, page.last) == ([], 1, 1, 0, 0)
