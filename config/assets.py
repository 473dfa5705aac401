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

LAYERS = ("tokens", "base", "layout", "component")

# Latin, Latin-1, Latin Extended-A, the Romanian letters, combining marks, punctuation, the euro, arithmetic.
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

# Letter, times in a thousand letters of English, and its width in thousandths of an em in Times and in Arial: the faces
# that stand in while a font is on its way. Liberation and Helvetica share their widths.
LETTERS = (
    ("e", 102, 444, 556),
    ("t", 75, 278, 278),
    ("a", 65, 444, 556),
    ("o", 62, 500, 556),
    ("i", 57, 278, 222),
    ("n", 57, 500, 556),
    ("s", 53, 389, 500),
    ("h", 50, 500, 556),
    ("r", 50, 333, 333),
    ("d", 34, 500, 556),
    ("l", 33, 278, 222),
    ("c", 22, 444, 500),
    ("u", 23, 500, 556),
    ("m", 20, 778, 833),
    ("w", 19, 722, 722),
    ("f", 18, 333, 278),
    ("g", 16, 500, 556),
    ("y", 16, 500, 500),
    ("p", 15, 500, 556),
    ("b", 12, 500, 556),
    ("v", 8, 500, 500),
    ("k", 6, 500, 500),
    (" ", 182, 250, 278),
)
TIMES = sum(often * width for _, often, width, _ in LETTERS) / sum(often for _, often, _, _ in LETTERS) / 1000
ARIAL = sum(often * width for _, often, _, width in LETTERS) / sum(often for _, often, _, _ in LETTERS) / 1000


@dataclass(frozen=True, slots=True)
class StandIn:
    """A face that most machines have, and the mean width of its running text. Units: em."""

    family: str
    names: tuple[str, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Face:
    """One font file that the pages ask for."""

    family: str
    source: Path
    file: str
    style: str
    weights: tuple[int, int]
    optical_size: float
    stand_in: StandIn


SERIF = StandIn("Serif fallback", ("Times New Roman", "Liberation Serif", "Tinos", "Times"), TIMES)
SANS = StandIn("Sans fallback", ("Arial", "Liberation Sans", "Arimo", "Helvetica"), ARIAL)
SOURCE_SERIF = fontpkg_source_serif_4.ROOT / "files"
INTER = fontpkg_inter.ROOT / "files"
FACES = (
    Face(
        family="Source Serif 4",
        source=SOURCE_SERIF / "SourceSerif4[opsz,wght].ttf",
        file="serif.woff2",
        style="normal",
        weights=(400, 700),
        optical_size=18,
        stand_in=SERIF,
    ),
    Face(
        family="Source Serif 4",
        source=SOURCE_SERIF / "SourceSerif4-Italic[opsz,wght].ttf",
        file="serif-italic.woff2",
        style="italic",
        weights=(400, 400),
        optical_size=18,
        stand_in=SERIF,
    ),
    Face(
        family="Inter",
        source=INTER / "Inter[opsz,wght].ttf",
        file="sans.woff2",
        style="normal",
        weights=(400, 650),
        optical_size=14,
        stand_in=SANS,
    ),
)


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
    """This will list the style sheets in the order of their layers, those of one layer by name."""
    return sorted(source.glob("*.css"), key=lambda path: (LAYERS.index(layer_of(path)), path.name))


def layer_of(path: Path) -> str:
    """This will name the layer that a style sheet fills. Errors: ValueError when it fills none."""
    found = re.search(r"@layer (\w+) \{", path.read_text())
    if not found:
        raise ValueError(f"{path.name} stands in no layer; open one of {', '.join(LAYERS)}.")
    return found[1]


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
    comments = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/""", re.DOTALL)
    blanks = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,])\s*|\s+""")
    bare = (comments.sub(lambda found: found[1] or "", sheet) for sheet in sheets)
    return "".join(blanks.sub(lambda found: found[1] or found[2] or " ", sheet).strip() for sheet in bare)


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
    adjust = width_of(font) / face.stand_in.width
    metrics = font["hhea"]
    heights = [value / units / adjust for value in (metrics.ascent, -metrics.descent, metrics.lineGap)]
    names = ",".join(f'local("{name}")' for name in face.stand_in.names)
    weight = f"{lightest}" if lightest == heaviest else f"{lightest} {heaviest}"
    return (
        f'@font-face{{font-family:"{face.family}";src:url("../fonts/{face.file}") format("woff2");'
        f"font-style:{face.style};font-weight:{weight};font-display:swap}}"
        f'@font-face{{font-family:"{face.stand_in.family}";src:{names};font-style:{face.style};size-adjust:{adjust:.2%};'
        f"ascent-override:{heights[0]:.2%};descent-override:{heights[1]:.2%};line-gap-override:{heights[2]:.2%}}}"
    )


def width_of(font: TTFont) -> float:
    """This will give the mean advance of running text. Units: em."""
    characters = font.getBestCmap()
    advances = [(often, font["hmtx"][characters[ord(letter)]][0]) for letter, often, _, _ in LETTERS]
    units = float(font["head"].unitsPerEm) * sum(often for often, _ in advances)
    return float(sum(often * advance for often, advance in advances)) / units
