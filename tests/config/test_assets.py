"""The style sheet and the fonts: made once, complete, small, and readable in both lights."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from fontTools.ttLib import TTFont

from config import assets

# Making the fonts takes longer than all the tests of them: one worker makes them, where `make test` did not before.
pytestmark = pytest.mark.xdist_group("assets")

SOURCE = settings.BASE_DIR / "static" / "css"
TEXT = ("ink", "ink-soft", "ink-faint", "pen", "pen-deep", "good", "care", "stop")
GROUNDS = ("paper", "sheet")
OTHER_TEXT = [
    *product(("ink", "ink-soft", "ink-faint"), ("wash",)),
    *product(("ink", "ink-soft"), ("pen-wash", "care-wash", "stop-wash", "band")),
    ("pen", "pen-wash"),
    ("stop", "stop-wash"),
    ("on-pen", "pen"),
    ("on-pen", "pen-deep"),
    ("paper", "ink"),
    ("paper", "stop"),
    ("ink", "marker"),
]
MARKS = [*product(("edge", "pen", "ink", "good", "stop", "care"), GROUNDS), ("pen-line", "paper")]


@pytest.fixture(scope="module")
def built() -> Path:
    assets.build(source=SOURCE, target=settings.BUILT_DIR)
    return Path(settings.BUILT_DIR)


def tokens() -> dict[str, tuple[str, str]]:
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", (SOURCE / "tokens.css").read_text())
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_formula_knows_its_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("text", "ground"), [*product(TEXT, GROUNDS), *OTHER_TEXT])
@pytest.mark.parametrize("night", [False, True], ids=["light", "dark"])
def test_text_can_be_read(text: str, ground: str, night: bool) -> None:
    colours = tokens()
    assert contrast(colours[text][night], colours[ground][night]) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARKS)
@pytest.mark.parametrize("night", [False, True], ids=["light", "dark"])
def test_marks_can_be_seen(mark: str, ground: str, night: bool) -> None:
    least = 3.0 if mark != "pen-line" else 1.5
    colours = tokens()
    assert contrast(colours[mark][night], colours[ground][night]) >= least


def test_build_does_nothing_the_second_time(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    assert not assets.build(source=SOURCE, target=built)
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == before


def test_build_again_when_a_style_sheet_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "css"
    source.mkdir()
    (source / "tokens.css").write_text("@layer tokens, base;\n@layer tokens { :root { --ink: #000000; } }")
    monkeypatch.setattr(assets, "FACES", ())
    target = tmp_path / "built"
    assert assets.build(source=source, target=target)
    assert not assets.build(source=source, target=target)
    (source / "mark.css").write_text("@layer component { .mark { color: var(--ink); } }")
    assert assets.build(source=source, target=target)
    assert ".mark{color:" in (target / "css" / "firsthand.css").read_text().replace(": ", ":")


def test_build_puts_layers_in_order(built: Path) -> None:
    sheet = (built / "css" / "firsthand.css").read_text()
    assert (
        sheet.index("@layer tokens,base,layout,component") < sheet.index("@layer base{") < sheet.index("@layer layout{")
    )
    assert sheet.rindex("@layer layout{") < sheet.index("@layer component{")
    assert sheet.count("{") == sheet.count("}")
    assert "/*" not in sheet


def test_minify_leaves_quoted_text_alone() -> None:
    assert (
        assets.minified(['a { content: "x ,  /* y */ }" ; } /* gone */\n b  c { }'])
        == 'a{content: "x ,  /* y */ }";}b c{}'
    )


def test_fonts_are_small_and_complete(built: Path) -> None:
    files = list((built / "fonts").iterdir())
    assert sum(path.stat().st_size for path in files) <= 110_000
    for path in files:
        font = TTFont(path)
        missing = {letter for letter in "ÄÖÜäöüßẞčćžšđłőŞșțÅøœ€–—“„‚’…→×≤" if ord(letter) not in font.getBestCmap()}
        assert not missing, path.name
        font.close()


def test_stand_in_faces_have_the_width_of_ours(built: Path) -> None:
    sheet = (built / "css" / "firsthand.css").read_text()
    adjusts = [float(value) for value in re.findall(r"size-adjust:([\d.]+)%", sheet)]
    assert len(adjusts) == len(assets.FACES)
    assert all(100 < value < 118 for value in adjusts)
    assert sheet.count("font-display:swap") == len(assets.FACES)


def test_command_says_what_it_did(
    settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(assets, "FACES", ())
    settings.BUILT_DIR = tmp_path
    call_command("build_assets")
    assert "Made" in capsys.readouterr().out
    call_command("build_assets")
    assert "up to date" in capsys.readouterr().out


def test_classes_bear_the_name_of_their_file() -> None:
    strangers = []
    for path in assets.style_files(SOURCE):
        if path.stem in {"tokens", "base"}:
            continue
        text = re.sub(r'/\*.*?\*/|"[^"]*"|\d*\.\d+', "", path.read_text(), flags=re.DOTALL)
        first = re.findall(r"^  \.([a-z]+)", text, flags=re.MULTILINE)
        strangers += [f"{path.name}: {name}" for name in first if name not in related(path.stem)]
    assert not strangers


def related(stem: str) -> set[str]:
    plural = f"{stem[:-1]}ies" if stem.endswith("y") else f"{stem}s"
    return {stem, plural, "focus", "field"}


def test_style_sheets_use_no_ids_and_no_importance() -> None:
    for path in assets.style_files(SOURCE):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert "!important" not in text, path.name
        assert not re.search(r"^\s*#[a-z]", text, flags=re.MULTILINE), path.name


def test_colours_are_named_in_one_file() -> None:
    for path in assets.style_files(SOURCE):
        if path.name != "tokens.css":
            text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
            assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(", text), path.name
