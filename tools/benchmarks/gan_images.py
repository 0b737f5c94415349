"""The lesson on GANs of pictures: a run in a trainer, judged on the way, against a bare loop that nobody judges."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

from dnnlab.gan.images.knobs import ImagesConfig
from tools.benchmarks.processes import Helper, helper
from tools.benchmarks.summary import interleaved
from tools.benchmarks.training import Speed, compared, live_speed, trainer

LONG = ImagesConfig(run_length=200_000)
"""The default knobs, but for the length: no run of the benchmark is to be complete."""


def gan_images(repetitions: int) -> Iterator[str]:
    """Real pictures a second, by the clock and by CPU time."""
    with trainer() as pool, helper("tools.benchmarks.bare_gan_images") as loops:
        run = pool.start("gan_images", LONG, "learner", play=False)
        live = partial(live_speed, pool, [run], seconds=6.0, every=0.25)
        bare = partial(_speed, loops, 6.0)
        interleaved(1, live, bare)  # to warm up
        ours, theirs = interleaved(repetitions, live, bare)
    pictures = LONG.batch_size * median(speed.cpu for speed in ours)
    note = f"{pictures:,.0f} real pictures a CPU second; target at least 0.8"
    yield from compared("gan_images_engine_vs_bare", ours, theirs, ("engine", "bare loop"), note)


def _speed(loops: Helper, seconds: float) -> Speed:
    answer = loops.ask({"seconds": seconds})
    return Speed(rates=[answer["steps"] / answer["seconds"]], cpu=answer["steps"] / answer["cpu"])
