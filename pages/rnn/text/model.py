"""A model that writes, is asked and looked into: one that ships, the learner's run, or a run that was kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dnnlab.data import texts
from dnnlab.data.texts import Vocabulary
from dnnlab.live.handle import Handle
from dnnlab.rnn.kinds import GATE_NAMES, parts
from dnnlab.rnn.text.brain import brought, shipped
from dnnlab.rnn.text.corpus import OWN, corpus_of
from dnnlab.rnn.text.knobs import TextConfig
from dnnlab.rnn.text.views import Kept
from dnnlab.ui import asking
from pages.rnn.text.lesson import LESSON

VOCABULARY = f"{LESSON.slug}/model/vocabulary"
"""In the session: the characters of the learner's own text, which take a while to find in a long one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Who answers, and what can be looked at in it."""

    owner: str | None
    """The learner's tab."""
    name: str
    """What the page calls it; for one that ships, its name in :data:`dnnlab.rnn.text.brain.SHIPPED`."""
    cell: str
    layers: int
    hidden: int
    vocabulary: Vocabulary
    """The characters that it knows."""
    text: str
    """What it has learnt from, by the knob's name."""
    run: Handle | None = None
    """Of a run, which then answers."""
    kept: Kept | None = None
    """A run's model as it was, which then answers."""
    moment: int = 0
    """Another number lets a run, which trains meanwhile, answer anew."""

    @classmethod
    def shipped(cls, name: str, owner: str | None) -> Model:
        """One of those that ship.

        Raises:
            ValueError: there is no such model.
        """
        brain = shipped(name)
        own = brain.parameters
        return cls(
            owner=owner, name=name, cell=own.kind, layers=len(own.layers), hidden=own.hidden,
            vocabulary=brain.vocabulary, text=name.partition(",")[0],
        )  # fmt: skip

    @classmethod
    def of_run(cls, name: str, run: Handle, config: TextConfig, owner: str | None, moment: int = 0) -> Model:
        """A run's; ``config`` are its knobs."""
        return cls(
            owner=owner, name=name, cell=config.cell, layers=config.layers, hidden=config.hidden,
            vocabulary=_vocabulary(config, run.given), text=config.text, run=run, moment=moment,
        )  # fmt: skip

    @classmethod
    def of_kept(cls, name: str, kept: Kept, owner: str | None) -> Model:
        """A run's as it was when it was pinned."""
        brain = brought(kept)
        return cls(
            owner=owner, name=name, cell=kept.kind, layers=len(brain.parameters.layers), hidden=brain.parameters.hidden,
            vocabulary=brain.vocabulary, text=kept.text, kept=kept,
        )  # fmt: skip

    @property
    def asked(self) -> str | Kept:
        """What a call is told: a run answers whatever the name says."""
        if self.kept is not None:
            return self.kept
        return "" if self.run is not None else self.name

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from another one."""
        return self.name, self.run.id if self.run else "", self.kept.step if self.kept else 0

    @property
    def parts(self) -> dict[str, str]:
        """What can be looked at in a layer -> what it is called."""
        return {part: GATE_NAMES[part] for part in parts(self.cell)}

    def answer(self, call: str, *args: Any, slot: str) -> Any:
        """The whole answer to a call about this model, or None, which the page then explains."""
        return asking.answer(self.owner, call, self.asked, *args, slot=slot, run=self.run)

    def streamed(self, call: str, *args: Any, slot: str, show: Callable[[tuple[Any, ...], bool], None]) -> bool:
        """An answer in pieces; whether all is there (:func:`dnnlab.ui.asking.streamed`)."""
        return asking.streamed(
            self.owner, call, self.asked, *args, slot=slot, show=show, run=self.run, moment=self.moment
        )


def _vocabulary(config: TextConfig, given: str) -> Vocabulary:
    """The characters of a run's training part; of the learner's own text found once."""
    if config.text != OWN:
        return corpus_of(config.text, config.held_out).vocabulary
    known: tuple[str, int, Vocabulary] | None = st.session_state.get(VOCABULARY)
    if known is None or known[0] is not given or known[1] != config.held_out:
        training, _ = texts.split(given, config.held_out / 100)
        known = st.session_state[VOCABULARY] = given, config.held_out, Vocabulary.of(training)
    return known[2]
