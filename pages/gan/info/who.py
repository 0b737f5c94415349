"""Who is asked in the parts that ask a trained generator: one that ships, or the learner's run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dnnlab.gan.info.asking import OWN, name_of
from dnnlab.gan.info.shipped import INFO
from dnnlab.live.handle import Handle
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.decoding import decoder_address
from pages.gan.info.lesson import LESSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A generator that can be asked."""

    owner: str | None
    """The learner's tab."""
    name: str
    """Of one that ships; "" for the learner's."""
    run: Handle | None = None

    def answer(self, call: str, *args: Any, slot: str) -> Any:
        """Of a call whose first argument names it; None when there is none yet, which the page then explains."""
        return answer(self.owner, call, self.name, *args, slot=slot, run=self.run)

    def decoder(self, noise: int, category: int) -> str:
        """Where the browser finds its plane of c2 and c3."""
        return decoder_address("infogan.decoder", self.run, self.owner, asked=(self.name, noise, category))


def who_draws(owner: str | None, title: str) -> Who:
    """By the choice of the knob; where the learner has no run the InfoGAN that ships answers, as the page then says."""
    if title == OWN:
        run = lab.pool().in_slot(owner, LESSON.slug) if owner is not None else None
        if run is not None:
            return Who(owner=owner, name="", run=run)
        st.info(
            "You have no run yet, so the shipped InfoGAN answers: press Play in the part “Train”.",
            icon=":material/model_training:",
        )
    return Who(owner=owner, name=name_of(title) or INFO)
