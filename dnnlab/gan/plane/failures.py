"""Five ways to fail, one press each, and the repairs that may mend them; no torch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dnnlab.doctor.adversarial import COLLAPSE, DIVERGENCE, MEMORISING, OSCILLATION, TOO_STRONG
from dnnlab.doctor.diagnosis import Remedy
from dnnlab.gan.games import MINIMAX, NON_SATURATING, WASSERSTEIN_GP
from dnnlab.gan.plane.knobs import RELU, TANH, PlaneConfig
from dnnlab.live.config import Value
from dnnlab.paths import ASSETS

MORE = "1,000 examples"
FILE = ASSETS / "gan" / "plane" / "repairs.json"


@dataclass(frozen=True, slots=True)
class Failure:
    """A setting that fails."""

    label: str
    """What its button says."""
    help: str
    knobs: Mapping[str, Value]
    """Those that are not at their defaults."""
    special: tuple[str, ...] = ()
    """Repairs that are meant for this failure, beside the :data:`GENERAL` ones."""

    @property
    def repairs(self) -> tuple[str, ...]:
        """All that are measured: those that change something here."""
        asked = (*GENERAL, *self.special)
        return tuple(name for name in REPAIRS if name in asked and applies(name, self.config()))

    def config(self, seed: int = 0) -> PlaneConfig:
        """All knobs."""
        return PlaneConfig().replace(seed=seed, **self.knobs)


FAILURES = {
    COLLAPSE: Failure(
        "Mode collapse", "G learns ten times as fast as D: it runs to where D errs, then to the next such place.",
        {"generator_rate": 1e-2},
        ("Less momentum",),
    ),
    TOO_STRONG: Failure(
        "D too strong", "The minimax loss, five large steps of D for a small one of G: G’s gradient vanishes.",
        {"loss": MINIMAX, "discriminator_steps": 5, "discriminator_rate": 1e-2, "generator_optimizer": "SGD",
         "generator_rate": 2e-4, "spread": 0.04, "activation": RELU},
        ("Non-saturating loss", "Adam with default steps"),
    ),
    OSCILLATION: Failure(
        "Oscillation", "Large steps with much momentum on both sides: they run after each other.",
        {"generator_rate": 5e-3, "discriminator_rate": 5e-3, "momentum": 0.95, "activation": TANH},
        ("Less momentum", "Adam with default steps"),
    ),
    DIVERGENCE: Failure(
        "Divergence", "Plain momentum with steps of 0.05: all numbers explode.",
        {"generator_optimizer": "momentum", "discriminator_optimizer": "momentum", "generator_rate": 0.05,
         "discriminator_rate": 0.05},
        ("Adam with default steps",),
    ),
    MEMORISING: Failure(
        "Memorising", "Two wide networks and 50 training examples: D learns them by heart, and G follows.",
        {"examples": "50", "spread": 0.3, "generator_layers": "128-128", "discriminator_layers": "128-128",
         "discriminator_steps": 2},
        (MORE,),
    ),
}  # fmt: skip
"""By what the doctor calls them."""

REPAIRS: Mapping[str, Mapping[str, Value]] = {
    "WGAN-GP": {"loss": WASSERSTEIN_GP},
    "Spectral normalisation": {"spectral": True},
    "Two learning rates": {"generator_rate": 2e-4, "discriminator_rate": 1e-3},
    "Label smoothing": {"smoothing": 0.2},
    "More steps of D": {"discriminator_steps": 5},
    "Instance noise": {"instance_noise": 0.3},
    "Non-saturating loss": {"loss": NON_SATURATING},
    "Adam with default steps": {"generator_optimizer": "Adam", "discriminator_optimizer": "Adam",
                                "generator_rate": 1e-3, "discriminator_rate": 1e-3, "momentum": 0.5},
    "Less momentum": {"momentum": 0.0},
    MORE: {"examples": "1000"},
}  # fmt: skip
"""What a repair's button says -> its change of knobs."""


GENERAL = tuple(REPAIRS)[:6]
"""Those that one tries whatever it is."""


def applies(repair: str, config: PlaneConfig) -> bool:
    """Whether a repair changes anything in such a run that means something there."""
    changed = config.replace(**REPAIRS[repair])
    return any(name in changed.meaningful() for name in config.changed(changed))


@cache
def measured() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Failure -> repair ("" is none) -> what the doctor says at the end, seed by seed; as shipped."""
    found: Mapping[str, Mapping[str, Sequence[str]]] = json.loads(FILE.read_text(encoding="utf-8"))["says"]
    return found


def remedies(config: PlaneConfig) -> dict[str, Sequence[Remedy]]:
    """For each trouble, the repairs that mended the failure of that name in most seeds, the best first.

    Where the knobs are those of the failure itself, a button says in how many.
    """
    offered: dict[str, Sequence[Remedy]] = {}
    for name, says in measured().items():
        same = config == FAILURES[name].config(config.seed)
        counts = {repair: mended(each) for repair, each in says.items() if repair}
        best = sorted((repair for repair in counts if counts[repair] > len(says[repair]) / 2), key=lambda r: -counts[r])
        offered[name] = [
            Remedy(f"{repair} ({counts[repair]} of {len(says[repair])} seeds)" if same else repair, REPAIRS[repair])
            for repair in best[:4]
            if applies(repair, config)
        ]
    return offered


def mended(says: Sequence[str]) -> int:
    """In how many seeds the doctor has nothing to say any more."""
    return sum(each == "healthy" for each in says)
