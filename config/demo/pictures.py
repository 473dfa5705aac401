"""Pictures for the invented company, drawn at set-up in one ink: hills, tracks, bridges, trains. No file is shipped."""

import io
import math
import textwrap
from collections.abc import Callable

import fontpkg_source_serif_4
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1280, 800
SERIF = fontpkg_source_serif_4.ROOT / "files" / "SourceSerif4[opsz,wght].ttf"
Ink = ImageDraw.ImageDraw


def draw(scene: str, *, seed: int) -> bytes:
    """This will draw a scene and answer with a PNG. Errors: KeyError for a scene that is not in SCENES."""
    chance = np.random.default_rng(seed)
    canvas = _sky(top=int(chance.integers(150, 190)), bottom=240, sun=bool(chance.integers(0, 2)), chance=chance)
    SCENES[scene](canvas, ImageDraw.Draw(canvas), chance)
    return _printed(canvas, chance)


def page(title: str, text: str) -> bytes:
    """This will set a title and some text on a sheet of A4 and answer with a PDF."""
    sheet = Image.new("L", (827, 1169), 255)
    ink, large, small = ImageDraw.Draw(sheet), ImageFont.truetype(SERIF, 38), ImageFont.truetype(SERIF, 21)
    ink.line((80, 90, 747, 90), fill=0, width=3)
    ink.multiline_text((80, 120), textwrap.fill(title, 34), font=large, fill=0, spacing=12)
    ink.multiline_text((80, 330), textwrap.fill(text, 62), font=small, fill=40, spacing=12)
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=100, title=title)
    return out.getvalue()


def _sky(*, top: int, bottom: int, sun: bool, chance: np.random.Generator) -> Image.Image:
    rows = np.linspace(top, bottom, HEIGHT)[:, None].repeat(WIDTH, axis=1)
    if sun:
        ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH]
        centre = chance.integers(300, WIDTH - 300)
        rows += 70 * np.exp(-(((xs - centre) / 420) ** 2 + ((ys - HEIGHT * 0.55) / 260) ** 2))
    return Image.fromarray(np.clip(rows, 0, 252).astype(np.uint8), "L")


def _printed(canvas: Image.Image, chance: np.random.Generator) -> bytes:
    """A little grain, as on newsprint."""
    grain: NDArray[np.float64] = chance.normal(0, 4.5, (HEIGHT, WIDTH))
    pixels = np.asarray(canvas.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float64) + grain
    out = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "L").convert("RGB").save(out, "PNG", compress_level=1)
    return out.getvalue()


def _ridge(
    ink: Ink, chance: np.random.Generator, *, base: float, height: float, shade: int, roughness: int = 5
) -> None:
    xs = np.arange(0, WIDTH + 8, 8)
    ys = np.full(xs.shape, float(base))
    for octave in range(1, roughness + 1):
        ys -= height / octave * np.sin(xs / WIDTH * math.pi * octave * chance.uniform(0.8, 1.9) + chance.uniform(0, 6))
    ink.polygon([(0, HEIGHT), *zip(xs.tolist(), ys.tolist(), strict=True), (WIDTH, HEIGHT)], fill=shade)


def _train(ink: Ink, *, x: int, y: int, cars: int, shade: int, window: int, size: float = 1.0) -> None:
    length, tall = int(150 * size), int(42 * size)
    for car in range(cars):
        left = x + car * (length + int(6 * size))
        ink.rounded_rectangle((left, y - tall, left + length, y), radius=int(7 * size), fill=shade)
        for pane in range(6):
            pane_left = left + int((12 + pane * 22) * size)
            ink.rectangle((pane_left, y - tall + 9 * size, pane_left + 13 * size, y - tall + 24 * size), fill=window)


def _viaduct(ink: Ink, *, y: int, shade: int, behind: int, spans: int = 9) -> None:
    ink.rectangle((0, y, WIDTH, y + 34), fill=shade)
    span = WIDTH / spans
    for number in range(spans + 1):
        left = number * span
        ink.rectangle((left - 16, y + 30, left + 16, HEIGHT), fill=shade)
        ink.pieslice((left + 16, y + 34, left + span - 16, y + 34 + span), 180, 360, fill=behind)
    ink.rectangle((0, y - 6, WIDTH, y), fill=max(shade - 25, 0))


def _bridge(canvas: Image.Image, ink: Ink, chance: np.random.Generator) -> None:
    _ridge(ink, chance, base=430, height=60, shade=176)
    _ridge(ink, chance, base=520, height=45, shade=140)
    _viaduct(ink, y=410, shade=72, behind=150)
    _train(ink, x=int(chance.integers(120, 620)), y=404, cars=4, shade=40, window=232)
    _ridge(ink, chance, base=735, height=18, shade=38, roughness=9)


def _night(canvas: Image.Image, ink: Ink, chance: np.random.Generator) -> None:
    canvas.paste(Image.eval(canvas, lambda tone: tone // 4 + 8))
    for _ in range(130):
        x, y = int(chance.integers(0, WIDTH)), int(chance.integers(0, 420))
        ink.ellipse((x, y, x + 2, y + 2), fill=int(chance.integers(120, 230)))
    _ridge(ink, chance, base=470, height=70, shade=42)
    _train(ink, x=int(chance.integers(40, 240)), y=560, cars=6, shade=22, window=246, size=1.15)
    ink.rectangle((0, 562, WIDTH, 570), fill=96)
    _ridge(ink, chance, base=690, height=30, shade=14, roughness=9)


def _hills(canvas: Image.Image, ink: Ink, chance: np.random.Generator) -> None:
    for step in range(5):
        _ridge(ink, chance, base=380 + step * 80, height=70 - step * 8, shade=192 - step * 34)
    ink.line([(0, 745), (WIDTH, 700)], fill=225, width=4)
    ink.line([(0, 760), (WIDTH, 712)], fill=225, width=4)


def _tracks(canvas: Image.Image, ink: Ink, chance: np.random.Generator) -> None:
    _ridge(ink, chance, base=400, height=30, shade=165)
    ink.rectangle((0, 420, WIDTH, HEIGHT), fill=132)
    vanishing = int(chance.integers(480, 800))
    for number in range(26):
        depth = (number / 25) ** 2.2
        y = 424 + depth * 380
        half = 26 + depth * 520
        ink.line([(vanishing - half, y), (vanishing + half, y)], fill=int(110 - depth * 55), width=int(2 + depth * 16))
    for side in (-1, 1):
        rail = [(vanishing + side * 9, 420), (vanishing + side * 16, 420), (vanishing + side * 440, HEIGHT)]
        ink.polygon([*rail, (vanishing + side * 390, HEIGHT)], fill=34)


def _sea(canvas: Image.Image, ink: Ink, chance: np.random.Generator) -> None:
    _ridge(ink, chance, base=372, height=26, shade=172)
    ink.rectangle((0, 384, WIDTH, HEIGHT), fill=200)
    for _ in range(240):
        y = float(chance.uniform(386, 640))
        x, long = float(chance.uniform(0, WIDTH)), float(chance.uniform(20, 120)) * (y - 360) / 200
        ink.line([(x, y), (x + long, y)], fill=int(chance.integers(176, 250)), width=2)
    _ridge(ink, chance, base=640, height=40, shade=70)
    _train(ink, x=int(chance.integers(200, 560)), y=612, cars=4, shade=34, window=236)


def _board(canvas: Image.Image, ink: Ink, chance: np.random.Generator) -> None:
    ink.rectangle((0, 0, WIDTH, HEIGHT), fill=38)
    for row in range(9):
        for column in range(26):
            left, top = 40 + column * 47, 36 + row * 84
            ink.rounded_rectangle((left, top, left + 41, top + 66), radius=5, fill=54 if row != 4 else 78)
            if chance.random() < (0.72 if column not in (4, 20, 21) else 0.05):
                for _ in range(3):
                    x, y = left + int(chance.integers(8, 30)), top + int(chance.integers(10, 52))
                    ink.line(
                        [(x, y), (left + int(chance.integers(8, 34)), top + int(chance.integers(10, 56)))],
                        fill=222,
                        width=5,
                    )
            ink.line([(left, top + 33), (left + 41, top + 33)], fill=30, width=2)


def _workshop(canvas: Image.Image, ink: Ink, chance: np.random.Generator) -> None:
    ink.rectangle((0, 0, WIDTH, HEIGHT), fill=150)
    for pane in range(7):
        left = 60 + pane * 172
        ink.rectangle((left, 50, left + 128, 330), fill=240)
        ink.line([(left + 64, 50), (left + 64, 330)], fill=150, width=6)
        ink.line([(left, 190), (left + 128, 190)], fill=150, width=6)
    ink.rectangle((0, 560, WIDTH, HEIGHT), fill=92)
    for wheel in range(6):
        x = 40 + wheel * 212 + int(chance.integers(-14, 14))
        ink.ellipse((x, 440, x + 170, 610), outline=34, width=26)
        ink.ellipse((x + 68, 508, x + 102, 542), fill=34)
    hook = int(chance.integers(420, 860))
    ink.line([(hook, 0), (hook, 330)], fill=30, width=8)
    ink.arc((hook - 34, 320, hook + 34, 400), 0, 250, fill=30, width=16)


def _signals(canvas: Image.Image, ink: Ink, chance: np.random.Generator) -> None:
    canvas.paste(Image.eval(canvas, lambda tone: tone // 3))
    _ridge(ink, chance, base=560, height=40, shade=30)
    for post in range(4):
        x, size = 150 + post * 310, 1.0 - post * 0.17
        foot = 720 - post * 38
        ink.rectangle((x, foot - 420 * size, x + 12 * size, foot), fill=14)
        ink.rounded_rectangle((x - 26 * size, foot - 470 * size, x + 38 * size, foot - 330 * size), 14, fill=10)
        ink.ellipse((x - 12 * size, foot - 455 * size, x + 24 * size, foot - 419 * size), fill=250)
        ink.ellipse((x - 12 * size, foot - 390 * size, x + 24 * size, foot - 354 * size), fill=60)
    ink.line([(0, 790), (WIDTH, 600)], fill=120, width=5)


def _coach(canvas: Image.Image, ink: Ink, chance: np.random.Generator) -> None:
    """This will look out of a night train: a dark compartment, its window, and a cup on the table."""
    left, top, right, bottom = 250, 84, 1030, 480
    ink.rectangle((0, 0, WIDTH, HEIGHT), fill=34)
    for wall in range(8):
        ink.line((0, 90 + wall * 96, WIDTH, 90 + wall * 96), fill=40, width=2)
    canvas.paste(_sky(top=58, bottom=138, sun=False, chance=chance).crop((0, 0, WIDTH, bottom)), (0, 0))
    ink.ellipse((800, 186, 892, 278), fill=238)
    for _star in range(26):
        x, y = int(chance.integers(left, right)), int(chance.integers(top, 290))
        ink.ellipse((x, y, x + 3, y + 3), fill=196)
    _ridge(ink, chance, base=bottom, height=150, shade=92, roughness=7)
    _ridge(ink, chance, base=bottom, height=70, shade=58, roughness=12)
    for part in ((0, 0, left, HEIGHT), (right, 0, WIDTH, HEIGHT), (0, 0, WIDTH, top), (0, bottom, WIDTH, HEIGHT)):
        ink.rectangle(part, fill=34)
    ink.rounded_rectangle((left - 22, top - 22, right + 22, bottom + 22), 34, outline=88, width=20)
    ink.line((left, 150, right, 150), fill=80, width=9)
    for side, lean in ((left - 70, 1), (right + 70, -1)):
        for fold in range(3):
            at = side + lean * fold * 26
            ink.polygon(
                ((at, 30), (at + lean * 24, 30), (at + lean * (12 - fold * 3), 560), (at, 560)), fill=62 + fold * 9
            )
    ink.rounded_rectangle((-120, 420, 130, HEIGHT + 40), 46, fill=72)
    ink.rounded_rectangle((WIDTH - 130, 420, WIDTH + 120, HEIGHT + 40), 46, fill=72)
    ink.polygon(((370, 560), (910, 560), (1000, 640), (280, 640)), fill=156)
    ink.rectangle((280, 640, 1000, 662), fill=104)
    ink.rounded_rectangle((524, 470, 628, 596), 20, fill=226)
    ink.arc((606, 494, 668, 562), -80, 80, fill=226, width=13)
    ink.ellipse((524, 458, 628, 486), fill=196)
    ink.ellipse((536, 462, 616, 482), fill=52)
    ink.ellipse((494, 584, 658, 608), outline=206, width=6)


def _shunter(canvas: Image.Image, ink: Ink, chance: np.random.Generator) -> None:
    _ridge(ink, chance, base=600, height=20, shade=168)
    ink.rectangle((0, 640, WIDTH, 652), fill=50)
    x = int(chance.integers(380, 640))
    ink.rounded_rectangle((x, 500, x + 250, 620), 14, fill=36)
    ink.rectangle((x + 150, 420, x + 240, 520), fill=36)
    ink.rectangle((x + 164, 438, x + 226, 486), fill=226)
    ink.rectangle((x + 30, 440, x + 54, 505), fill=36)
    for wheel in range(3):
        ink.ellipse((x + 20 + wheel * 82, 590, x + 78 + wheel * 82, 648), fill=22)
    for puff in range(7):
        size = 16 + puff * 11
        ink.ellipse((x + 40 - puff * 38, 410 - puff * 36, x + 40 - puff * 38 + size, 410 - puff * 36 + size), fill=222)


SCENES: dict[str, Callable[[Image.Image, Ink, np.random.Generator], None]] = {
    "board": _board,
    "bridge": _bridge,
    "coach": _coach,
    "hills": _hills,
    "night": _night,
    "sea": _sea,
    "shunter": _shunter,
    "signals": _signals,
    "tracks": _tracks,
    "workshop": _workshop,
}
