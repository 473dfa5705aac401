import pytest
from django.utils import translation

import charts
from charts import Badge, Reference, Step
from tests.charts.pictures import LABELS, SVG, check, parsed, texts

PAGE = Reference(label="Our page", value=1_000_000)
STEPS = (
    Step(
        label="All followers, added up",
        value=3_500_000,
        badge=Badge.ASSUMED,
        reason="350,000 people × 10 followers each",
    ),
    Step(label="Outside the company", value=3_150_000, badge=Badge.MODELLED, reason="− 350,000 are colleagues"),
    Step(label="Each person once", value=1_890_000, badge=Badge.MODELLED, reason="− 1,260,000 were counted twice"),
    Step(label="Not following our page yet", value=1_417_500, badge=Badge.MODELLED, reason="− 472,500 follow it"),
    Step(label="Those who shared", value=42_021, badge=Badge.MEASURED, reason="− 1,375,479 did not", is_pen=True),
)


def fall(steps=STEPS, reference=PAGE, **more):
    return charts.waterfall(steps=steps, reference=reference, title="From 3,500,000 to 42,021", **more)


def test_waterfall_draws_every_step():
    for root in check(fall()).values():
        shown = texts(root)
        assert "Our page: 1,000,000" in shown
        for figure in ("3,500,000", "42,021", "3.5×", "1.42×", "0.042×", "− 350,000 are colleagues"):
            assert figure in shown


def test_waterfall_draws_to_scale():
    root = parsed(fall())[640]
    hatched = [element for element in root.iter(f"{SVG}rect") if (element.get("fill") or "").startswith("url(")]
    widths = [float(element.get("width")) for element in hatched]
    assert widths == pytest.approx([638 * 0.9, 638 * 0.54, 638 * 0.405], abs=0.06)
    mark = next(element for element in root.iter(f"{SVG}line") if element.get("class") == "chart-mark")
    assert float(mark.get("x1")) == pytest.approx(1 + 638 / 3.5, abs=0.06)


def test_waterfall_shows_how_sure_it_is():
    root = parsed(fall())[340]
    assumed = [element for element in root.iter(f"{SVG}rect") if element.get("class") == "chart-assumed"]
    assert [element.get("stroke-dasharray") for element in assumed] == ["5 4", None, None, None]
    assert [element.get("fill") for element in root.iter(f"{SVG}rect") if element.get("class") == "chart-pen"] == [
        "#2a35c9"
    ]
    assert fall().key == (Badge.MEASURED, Badge.MODELLED, Badge.ASSUMED)


def test_waterfall_outlines_what_is_gone():
    root = parsed(fall())[640]
    gone = [element for element in root.iter(f"{SVG}rect") if element.get("class") == "chart-gone"]
    assert len(gone) == 4


def test_waterfall_has_a_table():
    table = fall().table
    assert table.headings == ("Step", "People", "Our page = 1", "How we know", "Why")
    assert table.rows[0] == (
        "All followers, added up",
        "3,500,000",
        "3.5",
        "Assumed",
        "350,000 people × 10 followers each",
    )
    assert "<summary>As a table</summary>" in fall().html
    assert "0.042" in fall().html


def test_waterfall_describes_itself():
    assert fall().description.startswith("All followers, added up: 3,500,000; Outside the company: 3,150,000")
    assert fall(description="In short").description == "In short"


def test_waterfall_in_german_breaks_no_coordinate():
    with translation.override("de"):
        picture = fall()
        roots = check(picture)
        html = picture.html
    assert "3.500.000" in texts(roots[640])
    assert "3,15×" in texts(roots[640])
    assert "3,15" in html


@pytest.mark.parametrize("label", LABELS)
def test_waterfall_takes_any_text(label):
    steps = [Step(label=label, value=10, badge=badge, reason=label) for badge in Badge]
    picture = charts.waterfall(
        steps=steps, reference=Reference(label=label, value=5), title=label, description=label, value_name=label
    )
    check(picture)
    assert "<script" not in picture.html


def test_waterfall_ids_are_its_own():
    first, second = fall(name="X first"), fall(name="second")
    assert 'id="x-first-640-title"' in first.html
    assert "x-first" not in second.html
    assert fall().svg_by_width == fall().svg_by_width
    digests = {picture.svg_by_width[640].split(' id="')[1].split('"')[0] for picture in (fall(), fall(STEPS[:3]))}
    assert len(digests) == 2


@pytest.mark.parametrize("reference", [None, Reference(label="Our page", value=0)])
def test_waterfall_without_a_reference_has_no_ratios(reference):
    picture = fall(reference=reference)
    assert not [text for root in check(picture).values() for text in texts(root) if text.endswith("×")]
    assert picture.table.headings == ("Step", "People", "How we know", "Why")


def test_waterfall_of_nothing_says_so():
    picture = fall(steps=())
    assert picture.is_empty
    assert picture.key == ()
    assert "There is nothing to show yet." in picture.html


@pytest.mark.parametrize("values", [(0, 0), (0, 10), (10, 0), (1e-9, 1e12), (5, 5), (5, 50)])
@pytest.mark.parametrize("page", [0, 1, 1e12])
def test_waterfall_survives_strange_numbers(values, page):
    steps = [Step(label="One", value=value, badge=Badge.MODELLED) for value in values]
    check(fall(steps=steps, reference=Reference(label="A page with a long name", value=page)))


def test_waterfall_refuses_what_is_not_a_number():
    with pytest.raises(ValueError, match="not a number"):
        fall(steps=[Step(label="One", value=float("nan"), badge=Badge.MODELLED)])


def test_waterfall_sets_long_labels_in_lines():
    long = "Menschen außerhalb des Unternehmens, die unserer Seite bislang noch nicht folgen"
    roots = check(fall(steps=[Step(label=long, value=1_417_500, badge=Badge.MODELLED, reason=long)]))
    lines = [text for text in texts(roots[340]) if text in long]
    assert len(lines) >= 5
    assert all(len(line) < 52 for line in lines)
