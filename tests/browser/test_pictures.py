"""Which of a picture's files a browser takes: the smallest that is sharp enough."""

import io
from datetime import datetime
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from content import pictures
from tests.browser.conftest import DESK, PHONE
from tests.content.factories import StoryFactory


@pytest.mark.parametrize(
    ("room", "sharpness", "path", "width"),
    [
        (PHONE, 1.75, "/", 800),
        (PHONE, 3, "/", 800),
        (PHONE, 3, "story", 800),
        (DESK, 1, "/", 800),
        (DESK, 1, "story", 1600),
        (DESK, 2, "/", 1600),
    ],
)
def test_a_picture_is_as_wide_as_the_window_needs(
    window: Any, employee: Any, now: datetime, room: Any, sharpness: float, path: str, width: int
) -> None:
    drawn = io.BytesIO()
    Image.effect_noise((1600, 1000), 40).convert("RGB").save(drawn, "PNG")
    story = StoryFactory.create(live=True, picture=pictures.keep(body=drawn.getvalue(), now=now), picture_alt="Noise")
    page = window(employee, viewport=room, device_scale_factor=sharpness)
    page.goto(f"/stories/{story.public_id}/" if path == "story" else path)
    shown = page.get_by_role("img", name="Noise")
    expect(shown).to_be_visible()
    page.wait_for_function("document.querySelector('img[alt=Noise]').complete")
    address = shown.evaluate("image => image.currentSrc")
    assert address.endswith("-medium.webp") == (width == 800)
    # What came is what the page said would come.
    assert shown.evaluate("async image => (await createImageBitmap(image)).width") == width
