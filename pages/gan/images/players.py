"""Who is asked in the parts that ask trained players: those that ship, or the learner's run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dnnlab.gan.images.asking import OWN, name_of
from dnnlab.gan.images.knobs import ImagesConfig
from dnnlab.gan.images.shipped import SHIPPED
from dnnlab.live.handle import Handle
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from pages.gan.images.lesson import LESSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Players:
    """Two players who can be asked."""

    owner: str | None
    """The learner's tab."""
    name: str
    """Of those that ship; "" for the learner's."""
    config: ImagesConfig
    """What they were trained with."""
    run: Handle | None = None

    def answer(self, call: str, *args: Any, slot: str) -> Any:
        """Of a call whose first argument names them; None when there is none yet, which the page then explains."""
        return answer(self.owner, call, self.name, *args, slot=slot, run=self.run)


def players(owner: str | None, title: str) -> Players:
    """By the choice of the knob; where the learner has no run the first that ship answer, as the page then says."""
    if title == OWN:
        run = own_run(owner)
        if run is not None and isinstance(run.config, ImagesConfig):
            return Players(owner=owner, name="", config=run.config, run=run)
        st.info(
            "You have no run yet, so the shipped network answers: press Play in the part “Train”.",
            icon=":material/model_training:",
        )
    name = name_of(title) or next(iter(SHIPPED))
    return Players(owner=owner, name=name, config=SHIPPED[name].config)


def own_run(owner: str | None) -> Handle | None:
    """The learner's run on the stage of the first part."""
    return lab.pool().in_slot(owner, LESSON.slug) if owner is not None else None
