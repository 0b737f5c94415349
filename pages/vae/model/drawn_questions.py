"""Predictions about random codes and what is drawn of them, judged by what the page shows with the learner's knobs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dnnlab.plots.sheets import Bytes
from dnnlab.plots.written import written
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions
from dnnlab.vae.model.part_knobs import HolesConfig, NewConfig


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the page of new pictures shows."""

    config: NewConfig
    found: dict[str, Bytes] | None
    """The pictures by the way they were drawn; None: they are not there yet."""


def apart(pictures: Bytes) -> float:
    """The squared distance between two pictures, (n, H, W), pixels from 0 to 1, mean over all pairs."""
    rows = pictures.reshape(len(pictures), -1).astype(np.float64) / 255
    variance = rows.var(0, ddof=1).sum()
    return float(2 * variance)


def _apart(shown: Drawn) -> Outcome | None:
    if shown.found is None or shown.config.draw != 1 or shown.config.digit:
        return None
    one, prior = (apart(shown.found[way]) for way in ("one", "prior"))
    ratio = one / prior if prior else 1.0
    told = f"From q(z|x) of one digit they are {written(one)} apart, from the prior {written(prior)}."
    return Outcome(0 if ratio < 0.5 else 1 if ratio < 1.25 else 2, told)


ON_NEW = Questions(
    NewConfig,
    Question(
        key="vae-apart",
        ask="Sixteen pictures from q(z|x) of one digit, sixteen from the prior. How far apart are the first ones?",
        options=("less than half as far", "about as far", "farther"),
        todo="Set it up, and compare the figures below the sheets.",
        setups={SET_UP: {"draw": 1}},
        judge=_apart,
        why="q(z|x) covers the codes that may stand for this one picture, a small part of the space. Whoever wants new "
        "pictures draws from the prior, which covers all of it.",
    ),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What the page of holes shows."""

    config: HolesConfig
    shares: tuple[float, float]
    """Of random codes in a hole: of the variational autoencoder, of the plain one."""


def _holes(shown: Counted) -> Outcome | None:
    if shown.config != HolesConfig(count=True):
        return None
    vae, plain = shown.shares
    answer = 0 if plain > 2 * vae else 1 if 2 * plain >= vae else 2
    told = f"In a hole: {written(vae, percent=True)} of the random codes of the VAE, {written(plain, percent=True)} of "
    return Outcome(answer, f"{told}those of the autoencoder.")


ON_HOLES = Questions(
    HolesConfig,
    Question(
        key="vae-holes",
        ask="Random codes are drawn for both networks. Where do more of them fall into holes, far from every picture’s "
        "code?",
        options=(
            "in the autoencoder’s map: more than twice as many",
            "in both about as many",
            "in the VAE’s map: more than twice as many",
        ),
        todo="Set it up: the codes in holes are then marked and counted.",
        setups={SET_UP: {"count": True}},
        judge=_holes,
        why="Nothing tells a plain autoencoder where to put its codes: it spreads them until they are easy to tell "
        "apart. The KL pulls those of a VAE towards one and the same normal, and the spread of each fills what is "
        "between. What lies in a hole the decoder was never taught to draw.",
    ),
)
