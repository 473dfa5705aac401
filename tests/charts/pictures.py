"""Reading a drawing back."""

import re
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(\.\d)?")
NUMERIC = ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height")
LABELS = [
    '<script>alert("1")</script>',
    "R&D 'and' \"more\"",
    "a\x00b\x0bc\ud800",
    "",
    "Donaudampfschiff" * 9,
    "ﷺ" * 40,
]


def parsed(picture):
    return {width: ET.fromstring(drawing) for width, drawing in picture.svg_by_width.items()}


def check(picture):
    """Every drawing is XML, every coordinate a plain number within the picture, no id is used twice."""
    drawings = parsed(picture)
    assert set(drawings) == {340, 640}
    ids = [element.get("id") for root in drawings.values() for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for width, root in drawings.items():
        assert root.tag == f"{SVG}svg"
        assert root.get("class") == f"chart chart--{width}"
        left, top, right, bottom = root.get("viewBox").split()
        assert (left, top, right) == ("0", "0", str(width))
        assert NUMBER.fullmatch(bottom)
        labelled = root.get("aria-labelledby").split()
        assert [root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")] == labelled
        for element in root.iter():
            assert not any(name.startswith("on") or name == "style" for name in element.attrib)
            for name in NUMERIC:
                value = element.get(name)
                if value is not None:
                    assert NUMBER.fullmatch(value), (element.tag, name, value)
                    if name in ("x", "x1", "x2", "cx"):
                        assert -0.1 <= float(value) <= width + 0.1, (element.tag, name, value)
            for place in (element.get("points") or "").split():
                assert re.fullmatch(r"-?\d+(\.\d)?,-?\d+(\.\d)?", place)
            reference = element.get("fill") or ""
            if reference.startswith("url("):
                assert reference[5:-1] in ids
    return drawings


def texts(root):
    return [element.text for element in root.iter(f"{SVG}text")]
