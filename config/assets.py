"""The style sheet and the fonts that the pages are served with, made from static/css and the font packages.

Nothing here is fetched: the fonts come from the installed packages fontpkg-source-serif-4 and fontpkg-inter (both OFL).
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import fontpkg_inter
import fontpkg_source_serif_4
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FOUNDATION = ("tokens.css", "base.css")
LAYOUT = ("page.css", "masthead.css", "footer.css")

# Latin, Latin-1, Latin Extended-A, the Romanian letters, combining marks, punctuation, the euro, arrows, signs of arithmetic.
CHARACTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x218, 0x21C),
    0x2C6,
    0x2DA,
    0x2DC,
    *range(0x300, 0x30D),
    *range(0x2010, 0x2016),
    *range(0x2018, 0x201F),
    *(0x2020, 0x2022, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A),
    *(0x20AC, 0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x1E9E),
)
FEATURES = ("kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "lnum", "tnum", "case")

# Advance widths in thousandths of an em. Arial and Times are the faces that stand in while a font is on its way; Liberation
# and Helvetica share their widths.
LETTERS = "etaoinshrdlcumwfgypbvk "
WEIGHTS = (102, 75, 65, 62, 57, 57, 53, 50, 50, 34, 33, 22, 23, 20, 19, 18, 16, 16, 15, 12, 8, 6, 182)
ARIAL = (556, 278, 556, 556, 222, 556, 500, 556, 333, 556, 222, 500, 556, 833, 722, 278, 556, 500, 556, 556, 500, 500, 278)
TIMES = (444, 278, 444, 500, 278, 500, 389, 500, 333, 500, 278, 444, 500, 778, 722, 333, 500, 500, 500, 500, 500, 500, 250)


@dataclass(frozen=True, slots=True)
class Face:
    """One font file that the pages ask for."""

    family: str
    source: Path
    file: str
    style: str
    weights: tuple[int, int]
    optical_size: float
    stand_in: str
    stand_in_names: tuple[str, ...]
    stand_in_widths: tuple[int, ...]


SERIF_NAMES = ("Times New Roman", "Liberation Serif", "Tinos", "Times")
SANS_NAMES = ("Arial", "Liberation Sans", "Arimo", "Helvetica")
SERIF = fontpkg_source_serif_4.ROOT / "files"
FACES = (
    Face(
        "Source Serif 4", SERIF / "SourceSerif4[opsz,wght].ttf", "serif.woff2", "normal", (400, 700), 18,
        "Serif fallback", SERIF_NAMES, TIMES,
    ),
    Face(
        "Source Serif 4", SERIF / "SourceSerif4-Italic[opsz,wght].ttf", "serif-italic.woff2", "italic", (400, 400), 18,
        "Serif fallback", SERIF_NAMES, TIMES,
    ),
    Face(
        "Inter", fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf", "sans.woff2", "normal", (400, 650), 14,
        "Sans fallback", SANS_NAMES, ARIAL,
    ),
)  # fmt: skip


def build(*, source: Path, target: Path) -> bool:
    """This will write css/firsthand.css and fonts/*.woff2 below target, unless they are already made from these inputs.

    Shape: whether anything was written.
    Safe to repeat: inputs are compared by digest, and the record of it is written last.
    """
    digest = digest_of(source)
    record = target / "inputs.sha256"
    sheet = target / "css" / "firsthand.css"
    fonts = [target / "fonts" / face.file for face in FACES]
    if record.is_file() and record.read_text() == digest and all(path.is_file() for path in (sheet, *fonts)):
        return False
    for folder in (sheet.parent, target / "fonts"):
        folder.mkdir(parents=True, exist_ok=True)
    rules = [write_face(face, target / "fonts" / face.file) for face in FACES]
    sheet.write_text("".join(rules) + minified(path.read_text() for path in style_files(source)))
    record.write_text(digest)
    return True


def style_files(source: Path) -> list[Path]:
    """This will list the style sheets in the order of their layers: tokens, base, layout, then components by name."""
    first = [source / name for name in (*FOUNDATION, *LAYOUT)]
    return [*first, *sorted(path for path in source.glob("*.css") if path not in first)]


def digest_of(source: Path) -> str:
    """This will name the inputs: every style sheet, the font packages and this module."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in style_files(source):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for face in FACES:
        digest.update(f"{face.source.name} {face.source.stat().st_size}".encode())
    return digest.hexdigest()


def minified(sheets: Iterable[str]) -> str:
    """This will join style sheets without comments and blanks that carry no meaning; quoted text stays as it is."""
    kept = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/|\s*([{};,])\s*|\s+""", re.DOTALL)
    return "".join(kept.sub(lambda found: found[1] or found[2] or (" " if found[0].isspace() else ""), sheet).strip() for sheet in sheets)


def write_face(face: Face, path: Path) -> str:
    """This will write one subset font, and give the rules that load it and the face that stands in for it.

    Source: CSS Fonts 5, size-adjust; the widths are weighted by how often English uses each letter.
    """
    font = TTFont(face.source)
    lightest, heaviest = face.weights
    limits = {"opsz": face.optical_size, "wght": lightest if lightest == heaviest else face.weights}
    options = subset.Options(layout_features=list(FEATURES), flavor="woff2", name_IDs=[0, 1, 2, 13], hinting=False)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=CHARACTERS)
    cut.subset(font)
    font = instancer.instantiateVariableFont(font, limits)
    font.flavor = "woff2"
    font.save(path)
    units = font["head"].unitsPerEm
    adjust = width_of(font) / (weighted(face.stand_in_widths) / 1000)
    metrics = font["hhea"]
    names = ",".join(f'local("{name}")' for name in face.stand_in_names)
    style = f"font-style:{face.style};font-weight:{lightest}" + (f" {heaviest}" if heaviest > lightest else "")
    return (
        f'@font-face{{font-family:"{face.family}";src:url("../fonts/{face.file}") format("woff2");{style};font-display:swap}}'
        f'@font-face{{font-family:"{face.stand_in}";src:{names};font-style:{face.style};size-adjust:{adjust:.2%};'
        f"ascent-override:{metrics.ascent / units / adjust:.2%};descent-override:{-metrics.descent / units / adjust:.2%};"
        f"line-gap-override:{metrics.lineGap / units / adjust:.2%}}}"
    )


def width_of(font: TTFont) -> float:
    """This will give the mean advance of running text. Units: em."""
    characters = font.getBestCmap()
    advances = [font["hmtx"][characters[ord(letter)]][0] for letter in LETTERS]
    return weighted(advances) / float(font["head"].unitsPerEm)


def weighted(widths: Iterable[int]) -> float:
    """This will weigh one width for each of LETTERS by how often it is used."""
    return sum(width * weight for width, weight in zip(widths, WEIGHTS, strict=True)) / sum(WEIGHTS)
