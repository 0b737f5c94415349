"""Times on the photo lesson: measured here, or not told."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from dnnlab.live.pool import Pool
from dnnlab.ui import asking
from pages.lessons import LESSONS
from pages.photo.classify.cover import part as cover
from tests.pages.helpers import status, visit


@pytest.mark.parametrize(
    ("milliseconds", "told"), [(20.0, "about 2 s"), (400.0, "about 32 s"), (60_000.0, "about 81 min")]
)
def test_an_occlusion_map_takes_as_long_as_this_machine_has_just_shown(
    pool: Pool, owner: str, monkeypatch: pytest.MonkeyPatch, milliseconds: float, told: str
) -> None:
    def answered(owner: str | None, name: str, *arguments: Any, slot: str) -> Any:
        found = asking.answer(owner, name, *arguments, slot=slot)
        return replace(found, milliseconds=milliseconds) if name == "photo.classify" else found

    monkeypatch.setattr(cover, "answer", answered)
    page = visit(LESSONS["photo"], owner, part="cover")
    assert not page.exception
    assert re.search(rf"covers 81 places, which takes {told} of one core\.", status(page)), status(page)


def test_before_a_picture_climbs_nobody_knows_how_long_it_takes(pool: Pool, owner: str) -> None:
    page = visit(LESSONS["photo"], owner, part="inside")
    assert not page.exception
    assert "200 steps. The time left stands here once the pace is measured." in status(page)
