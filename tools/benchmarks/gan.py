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
"""GAN Lab's defaults, two steps of D and one of G with batches of 150, and networks that are larger than its."""
GAN_LAB = 278.0
"""Iterations a second that it was measured to take at its defaults on two shared cores, in the browser."""


def gan(repetitions: int) -> Iterator[str]:
    """A run in a trainer, looked at four times a second, against a loop of the same modules."""
    with trainer() as pool, helper("tools.benchmarks.bare_gan") as loops:
        run = pool.start("gan_2d", KNOBS, "learner", play=False)
        live = partial(live_speed, pool, [run], seconds=3.0, every=0.25)
        bare = partial(_loop_speed, loops, 3.0)
        interleaved(1, live, bare)  # to warm up
        ours, theirs = interleaved(repetitions, live, bare)
    yield from compared("gan_engine_vs_bare", ours, theirs, ("engine", "bare loop"), "iterations")
    for name, figures in (("clock", [each.together for each in ours]), ("cpu", [each.cpu for each in ours])):
        yield line(
            f"gan_engine_vs_gan_lab_by_{name}", [each / GAN_LAB for each in figures],
            f"{median(figures):.0f} iterations/s; GAN Lab {GAN_LAB:.0f}; target at least 2",
        )  # fmt: skip


def _loop_speed(loops: Helper, seconds: float) -> Speed:
    answer = loops.ask({"seconds": seconds})
    return Speed(rates=[answer["steps"] / answer["seconds"]], cpu=answer["steps"] / answer["cpu"])
