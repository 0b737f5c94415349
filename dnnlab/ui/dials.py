"""Knobs that the browser moves by itself on the stage: what it tells when one is let go becomes the page's knobs."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar
from urllib.parse import parse_qsl

from dnnlab.live.config import Config, InvalidConfig, Value
from dnnlab.ui.components.stage.component import take_click
from dnnlab.ui.knobs import knobs_before, move_knobs

C = TypeVar("C", bound=Config)


def take_dials(config: type[C], page: str, stage: str, names: Collection[str]) -> None:
    """Bring a panel's knobs to what the browser told; call it before :func:`~dnnlab.ui.knobs.knob_panel`.

    Args:
        config: the class with the knobs.
        page: names their panel.
        stage: the key of the stage that tells.
        names: the knobs that it moves.

    Raises:
        ValueError: the browser told something that is not these numbers.
    """
    click = take_click(stage)
    if click is None:
        return
    if not isinstance(click.x, str):
        raise ValueError("the browser's word about its sliders is no text")
    move_knobs(page, knobs_before(config, page).replace(**read_dials(config, click.x, names)))


def read_dials(config: type[Config], text: str, names: Collection[str]) -> dict[str, Value]:
    """``w1=0.5&b=-1`` as knobs, each brought to the nearest value that it may have.

    Raises:
        ValueError: another name stands there, or something that is no value.
    """
    knobs = config.knobs()
    found: dict[str, Value] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        if name not in names:
            raise ValueError(f"the browser moved {name[:20]!r}, which is not on its stage")
        try:
            knob, asked = knobs[name], knobs[name].parse(value)
            found[name] = knob.check(asked) if knob.read is not None else knob.nearest(asked)
        except InvalidConfig as error:
            raise ValueError(f"the browser moved something to what it cannot be: {error}") from None
    return found
