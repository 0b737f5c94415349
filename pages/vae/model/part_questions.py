"""Predictions about one draw of z and about the bound, judged by what the page shows with the learner's knobs."""

from __future__ import annotations

import numpy as np

from dnnlab.plots.written import written
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions
from dnnlab.vae.model.linear import LinearGaussian
from dnnlab.vae.model.part_knobs import EvidenceConfig, GlassConfig

SAME = 0.005
"""Nats below which two figures are the same, as printed."""


def _no_spread(config: GlassConfig) -> Outcome | None:
    if config.spread or (config.e1, config.e2) != (2.0, -2.0):
        return None
    away = config.spread * float(np.hypot(config.e1, config.e2))
    return Outcome(0 if away == 0 else 1, f"With σ = 0 the draw lies {written(away)} from μ, though ε is not 0.")


def _moved(config: GlassConfig) -> Outcome | None:
    if config.m1 != 0.5 or config.e1 != 1.5:
        return None
    by = config.m1  # z = (mu + m) + sigma epsilon: what the move adds to z
    return Outcome(1 if by == 0.5 else 0, f"μ of number 1 moved by 0.5, ε stayed {config.e1:g}: z moved by {by:g}.")


ON_GLASS = Questions(
    GlassConfig,
    Question(
        key="vae-no-spread",
        ask="σ is 0, and ε is 2 and −2. Where does the draw z lie?",
        options=("exactly at μ", "two of the digit’s σ away from μ", "at the middle of the prior"),
        todo="Set it up, and look at the formula above the map.",
        setups={SET_UP: {"spread": 0.0, "e1": 2.0, "e2": -2.0}},
        judge=_no_spread,
        why="ε is multiplied by σ. Without a spread the code is a point, and the network is a plain autoencoder. What "
        "keeps σ above 0 in training is the KL: it grows without bound as σ goes to 0.",
    ),
    Question(
        key="vae-moved",
        ask="ε stays 1.5, and μ of number 1 grows by 0.5. By how much does z of number 1 grow?",
        options=("by 0.5 times σ", "by 0.5", "nobody can say: z is random"),
        todo="Set it up, and compare the formula above the map with that of μ moved by 0.",
        setups={SET_UP: {"m1": 0.5, "e1": 1.5}},
        judge=_moved,
        why="Once ε is drawn, z = μ + σ ε is an ordinary sum: its derivative by μ is 1, by σ it is ε. That is how a "
        "gradient gets through a random draw.",
    ),
)


def _whatever_q(config: EvidenceConfig) -> Outcome | None:
    default = EvidenceConfig()
    if config.m != -2.0 or config.replace(m=default.m) != default:
        return None
    model = LinearGaussian(w=config.w, s=config.s)
    moved = [(model.log_p(each.x), model.elbo(each.x, each.m, each.t)) for each in (default, config)]
    change = moved[1][0] - moved[0][0]
    answer = 1 if abs(change) < SAME else 0 if change < 0 else 2
    return Outcome(
        answer,
        f"ln p(x) is {moved[1][0]:.2f} with both; the ELBO fell from {moved[0][1]:.2f} to {moved[1][1]:.2f}.",
    )


def _far_x(config: EvidenceConfig) -> Outcome | None:
    default = EvidenceConfig()
    if config.x != 4.0 or config.replace(x=default.x) != default:
        return None
    model = LinearGaussian(w=config.w, s=config.s)
    before, after = model.log_p(default.x), model.log_p(config.x)
    answer = 1 if abs(after - before) < SAME else 0 if after < before else 2
    return Outcome(answer, f"ln p(x) is {before:.2f} for x = {default.x:g}, and {after:.2f} for x = {config.x:g}.")


ON_EVIDENCE = Questions(
    EvidenceConfig,
    Question(
        key="vae-whatever-q",
        ask="q moves away from the posterior: its mean m goes from 0 to −2. What becomes of ln p(x)?",
        options=("it falls", "it stays", "it rises"),
        todo="Set it up, and look at the two bars and their sum.",
        setups={SET_UP: {"m": -2.0}},
        judge=_whatever_q,
        why="ln p(x) belongs to the model alone: q is no part of it. A worse q makes the KL to the posterior larger, "
        "and the ELBO smaller by just as much. So a low ELBO may mean a poor model, or a poor q.",
    ),
    Question(
        key="vae-far-x",
        ask="The number that is observed is 4 instead of 2; the model stays. What becomes of ln p(x)?",
        options=("it falls", "it stays", "it rises"),
        todo="Set it up, and look at the sum of the two bars.",
        setups={SET_UP: {"x": 4.0}},
        judge=_far_x,
        why="x is normal around b with the variance w² + s². The farther from b, the rarer it is, whatever q says. "
        "Training changes w, b and s so that the x that occur become likely.",
    ),
)
