import pytest

from leaderboard.amplification import grid, priors


def ratio(followers, participation):
    rows = grid.table(
        employees=350_000,
        brand_followers=1_000_000,
        followers=[followers],
        participation=[participation],
        priors=priors.X,
    )
    return rows[0].cells[0]


@pytest.mark.parametrize(
    ("followers", "participation", "expected"),
    [
        (10, 1.0, 1.42),
        (10, 0.5, 0.89),
        (10, 0.25, 0.51),
        (10, 0.1, 0.22),
        (10, 0.05, 0.11),
        (10, 0.01, 0.02),
        (100, 0.01, 0.23),
        (100, 0.06, 1.36),
        (100, 0.1, 2.21),
        (300, 0.01, 0.70),
        (300, 0.03, 2.08),
        (300, 0.06, 4.09),
    ],
)
def test_table_gives_the_published_cells(followers, participation, expected):
    cell = ratio(followers, participation)
    assert cell.ratio == pytest.approx(expected, abs=0.0051)
    assert cell.is_more is (expected > 1)


def test_table_keeps_the_order():
    rows = grid.table(
        employees=100, brand_followers=50, followers=[300, 10], participation=[0.5, 0.1, 1], priors=priors.LINKEDIN
    )
    assert [row.followers for row in rows] == [300, 10]
    assert [cell.participation for cell in rows[0].cells] == [0.5, 0.1, 1]


def test_table_without_a_page_has_people_and_no_ratio():
    rows = grid.table(employees=100, brand_followers=0, followers=[10], participation=[1], priors=priors.X)
    assert rows[0].cells[0].people > 0
    assert rows[0].cells[0].ratio is None
    assert not rows[0].cells[0].is_more


def test_table_without_employees_is_zero():
    rows = grid.table(employees=0, brand_followers=10, followers=[10], participation=[1], priors=priors.X)
    assert rows[0].cells[0].people == 0
