"""What a model expects next: the probabilities as bars, and the characters of the prompt that it does not know."""

from __future__ import annotations

import numpy as np

from dnnlab.plots.written import written
from dnnlab.rnn.text.figures import next_bars, spoken
from dnnlab.rnn.text.views import Next
from dnnlab.rnn.text.writing import BEAM, GREEDY, WriteConfig
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.text import TextPanel
from dnnlab.ui.components.stage.panel import Panel
from pages.rnn.text.model import Model

BARS = 330
MARK = 0.8
"""How strongly characters that the model lacks are marked."""


def next_character(model: Model, config: WriteConfig, prompt: str) -> str | None:
    """Its probabilities as bars; the character whose bar was clicked, None in any other run of the page."""
    drawn = config.how not in (GREEDY, BEAM)
    filters = (config.temperature, config.top_k, config.top_p) if drawn else (1.0, 1, 1.0)
    found: Next | None = model.answer("text.expect", prompt, *filters, slot="char-lm-write/next")
    if found is None:
        return None
    likeliest = ", ".join(
        f"{spoken(each)} {written(float(share), percent=True)}"
        for each, share in zip(found.characters[:3], found.before, strict=False)
    )
    panels: list[Panel] = [
        FigurePanel(
            figure=next_bars(found.characters, found.before, found.after, lab.palette(), height=BARS),
            title="What comes next", columns=12, height=BARS, clickable=True,
            caption="Pale: what the model expects; strong: what is drawn from. Click one to choose it.",
            alt=f"The likeliest next characters: {likeliest}.",
        )
    ]  # fmt: skip
    if found.left_out:
        unknown = np.array([MARK if each in found.left_out else 0.0 for each in prompt])
        panels.append(
            TextPanel(
                text=prompt, intensity=unknown, colour="wrong", font="prose", columns=12, height=80,
                title=f"It does not know {_count(len(found.left_out))}: left out",
                caption=f"Its text has no {' '.join(map(spoken, found.left_out[:20]))}.",
            )
        )  # fmt: skip
    click = live_stage(panels, key="char-lm-write/bars", palette=lab.palette())
    if click is not None and click.panel == 0 and isinstance(click.y, int | float):
        place = round(click.y)
        return found.characters[place] if 0 <= place < len(found.characters) else None
    return None


def _count(characters: int) -> str:
    return "1 character" if characters == 1 else f"{characters} characters"
