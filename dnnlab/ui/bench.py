"""What the parts around a workbench know of it: the bar, comparing, taking home, the questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from dnnlab.live.config import Config
from dnnlab.live.handle import Handle
from dnnlab.live.shelf import PastRun
from dnnlab.live.twins import Change
from dnnlab.live.wire import Snapshot
from dnnlab.ui.recording import Prelude
from dnnlab.ui.words import Words


class Stands(Protocol):
    """What the words and the line follow from: a bench, or a :class:`dnnlab.ui.sight.Sight` of it."""

    @property
    def page(self) -> str:
        """The lesson's slug, with which its widgets' keys begin."""

    @property
    def run(self) -> Handle | None:
        """The learner's run."""

    @property
    def config(self) -> Config:
        """What the knobs stand for now."""

    @property
    def words(self) -> Words:
        """What this lesson calls what a run does."""

    @property
    def recording(self) -> Prelude:
        """What stands there until there is a run."""

    @property
    def held(self) -> bool:
        """Whether the learner has moved the recording to a picture of it."""

    @property
    def wished(self) -> bool:
        """Whether Play was pressed before the browser had named its tab."""


class Bench(Stands, Protocol):
    """A lesson's workbench as its parts see it; :class:`dnnlab.ui.workbench.Workbench` is one."""

    @property
    def experiment(self) -> str:
        """The registered experiment."""

    @property
    def given(self) -> Any:
        """What the next run is about beside its knobs."""

    @property
    def owner(self) -> str | None:
        """The secret of the learner's tab; None until the browser has sent it."""

    @property
    def snapshot(self) -> Snapshot:
        """The run as it is now, or the recording."""

    @property
    def pinned(self) -> PastRun | None:
        """The run that the learner laid beside."""

    @property
    def runs(self) -> Sequence[PastRun]:
        """The learner's runs in this tab, oldest first, the present one last."""

    def play(self) -> None:
        """Go on, or begin a run."""

    def pause(self) -> None:
        """Stop after the step under way."""

    def step_once(self) -> None:
        """One step, then pause."""

    def reset(self) -> None:
        """Back to step 0 with the present knobs."""

    def seek(self, of: str, step: int) -> None:
        """Back to a step of the run with this id, or of the recording (empty)."""

    def replay(self) -> None:
        """The recording plays again, from its start."""

    def twin(self, change: Change) -> None:
        """Begin again with a twin beside the run: the same seed, this change."""

    def end_twin(self) -> None:
        """Go on without the twin."""

    def pin(self, kept: PastRun | None) -> None:
        """Lay a run beside the present one; None: take it away."""
