"""How fast a generative adversarial network plays in the plane: the engine against a bare loop, and against GAN Lab."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

from dnnlab.gan.plane.knobs import PlaneConfig
from tools.benchmarks.bare_gan import BATCH, TURNS
from tools.benchmarks.processes import Helper, helper
from tools.benchmarks.summary import interleaved, line
from tools.benchmarks.training import Speed, compared, live_speed, trainer

KNOBS = PlaneConfig(discriminator_steps=TURNS, batch_size=BATCH, run_length=50_000)
"""The lesson's networks, two hidden layers of 64, with GAN Lab's turns and batches."""
RIVAL = KNOBS.replace(
    generator_layers="8-8", discriminator_layers="8-8", activation="ReLU", noise="uniform", smoothing=0.05,
    generator_optimizer="SGD", generator_rate=0.1, discriminator_optimizer="SGD", discriminator_rate=0.1,
)  # fmt: skip
"""GAN Lab's own game, all of its defaults: of eight neurons a first and one "hidden" layer, in both networks."""
GAN_LAB = 278.0
"""Iterations a second that it was measured to take at its defaults on two shared cores, in the browser."""


def gan(repetitions: int) -> Iterator[str]:
    """A run in a trainer, looked at four times a second, against a loop of the same modules; then the rival's game."""
    with trainer() as pool, helper("tools.benchmarks.bare_gan") as loops:
        own, rival = (pool.start("gan_2d", knobs, knobs.activation, play=False) for knobs in (KNOBS, RIVAL))
        live = partial(live_speed, pool, [own], seconds=3.0, every=0.25)
        game = partial(live_speed, pool, [rival], seconds=3.0, every=0.25)
        bare = partial(_loop_speed, loops, 3.0)
        interleaved(1, live, bare, game)  # to warm up
        ours, theirs, same = interleaved(repetitions, live, bare, game)
    yield from compared("gan_engine_vs_bare", ours, theirs, ("engine", "bare loop"), "iterations")
    for name, speeds in (("", same), ("_with_larger_networks", ours)):
        rates = [each.together for each in speeds]
        yield line(
            f"gan_engine_vs_gan_lab{name}", [each / GAN_LAB for each in rates],
            f"{median(rates):.0f} iterations/s by the clock; GAN Lab {GAN_LAB:.0f}; target at least 2",
        )  # fmt: skip


def _loop_speed(loops: Helper, seconds: float) -> Speed:
    answer = loops.ask({"seconds": seconds})
    return Speed(rates=[answer["steps"] / answer["seconds"]], cpu=answer["steps"] / answer["cpu"])
