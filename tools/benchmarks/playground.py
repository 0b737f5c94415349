"""How fast the playground trains as its page shows it, against eager modules; and sixteen seeds at once against one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from statistics import median

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.seeds.knobs import SeedsConfig
from dnnlab.live.handle import Handle
from dnnlab.live.pool import Pool
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import LIGHT
from dnnlab.ui.scene import Moment, Scene
from pages.foundations.playground.scene import PlaygroundScene
from pages.foundations.playground.seeds_scene import SeedsScene
from tools.benchmarks.processes import helper
from tools.benchmarks.summary import interleaved, line, ratios
from tools.benchmarks.training import Speed, live_speed, loop_speed, trainer

LONG = 1_000_000
EPOCH = 25
"""Steps: 250 points in mini-batches of 10."""
NETS = {"8_8": "8, 8", "32_32_32": "32, 32, 32"}
SECONDS = 3.0


def playground(repetitions: int) -> Iterator[str]:
    """Both networks of the issue: as the page delivers them, looked at and drawn four times a second, and bare."""
    with trainer() as pool, helper("tools.benchmarks.loops") as loops:
        for name, hidden in NETS.items():
            config = PlaygroundConfig(hidden=hidden, run_length=LONG)
            run = pool.start("playground", config, f"learner {name}", slot=name, play=False)
            ours = partial(drawn_speed, pool, run, PlaygroundScene())
            theirs = partial(loop_speed, loops, "playground", hidden, "", SECONDS)
            interleaved(1, ours, theirs)  # to warm up
            yield from _told(f"playground_{name}", *interleaved(repetitions, ours, theirs))


def seeds(repetitions: int) -> Iterator[str]:
    """Sixteen networks at once against one, steps of all networks counted."""
    with trainer() as pool:
        one = pool.start("playground", PlaygroundConfig(run_length=LONG), "learner", slot="one", play=False)
        many = pool.start("playground-seeds", SeedsConfig(run_length=LONG), "learner", slot="many", play=False)
        measured = partial(drawn_speed, pool, many, SeedsScene()), partial(drawn_speed, pool, one, PlaygroundScene())
        interleaved(1, *measured)
        all_sixteen, alone = interleaved(repetitions, *measured)
    above, below = ([each.cpu for each in speeds] for speeds in (all_sixteen, alone))
    epochs = median(each.together for each in all_sixteen) / EPOCH
    by_cpu, single = median(above) / EPOCH, median(below) / EPOCH
    note = f"sixteen: {epochs:.0f} epochs/s of each; by CPU {by_cpu:.0f}, one alone {single:.0f}"
    yield line("sixteen_seeds_vs_one", [16 * each for each in ratios(above, below)], note)


def drawn_speed(pool: Pool, run: Handle, scene: Scene) -> Speed:
    """A run that is looked at four times a second, each look drawn and packed as the page does."""
    drawer = _Drawing(run, scene)
    return live_speed(pool, [drawer], seconds=SECONDS, every=0.25)  # type: ignore[list-item]


class _Drawing:
    """A run's handle whose every look is drawn, too."""

    def __init__(self, run: Handle, scene: Scene) -> None:
        self._run, self._scene, self._next = run, scene, 0.0
        self.play, self.pause = run.play, run.pause

    def poll(self) -> Snapshot:
        """A look, drawn."""
        now = self._run.poll()
        if now.view is not None and time.perf_counter() >= self._next:  # other polls wait for a status alone
            self._next = time.perf_counter() + 0.2
            Moment(run=self._run.id, scene=self._scene, now=now, pinned=None, palette=LIGHT).draw()
        return now


def _told(name: str, ours: list[Speed], theirs: list[Speed]) -> Iterator[str]:
    for suffix, unit, figure in (("", "epochs/s", _clock), ("_by_cpu", "epochs a CPU second", _cpu)):
        above, below = [figure(each) for each in ours], [figure(each) for each in theirs]
        raw = f"the page {median(above):.0f} {unit}, eager modules bare {median(below):.0f}"
        yield line(name + suffix, ratios(above, below), raw)


def _clock(speed: Speed) -> float:
    return speed.together / EPOCH


def _cpu(speed: Speed) -> float:
    return speed.cpu / EPOCH
