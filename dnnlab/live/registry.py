"""The table of experiments and calls: names in, classes out, loaded when asked for.

The table itself holds strings only, so reading it imports nothing: the page
process resolves configs (no torch), the workers resolve experiments (torch).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from threading import RLock
from types import ModuleType
from typing import Any

from dnnlab.live.config import Config
from dnnlab.live.experiment import Experiment


class UnknownName(LookupError):
    """No experiment or call of that name is registered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One experiment: where its parts are, and what a run of it costs."""

    config: str
    """``"module:Class"`` of the knobs."""
    experiment: str
    """``"module:Class"`` of the experiment (imports torch)."""
    summary: str
    """One line for ``python -m dnnlab list``."""
    memory: int = 50
    """Megabytes that a run is expected to hold in its worker, shared data left out."""
    max_steps: int | None = None
    """A run pauses for good here, whatever its knobs say; None: no such limit."""
    given: str = ""
    """``"module:function"`` that reads from a file (a path) what a learner may hand to a run: a photo, a text, a
    table, as plain data. The experiment takes it as its second argument, None when there is none. "": it takes
    nothing. Imports no torch."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Name -> experiment, and name -> call."""

    experiments: Mapping[str, Entry]
    calls: Mapping[str, str] = field(default_factory=dict)
    """``"module:function"``: at most about 200 ms of work on plain data, whose result is the answer; about a run, it
    gets ``experiment`` too. A generator function answers in pieces (text that streams in), about 50 ms of work each and
    30 s in all. Between two pieces the trainer does other things: at each ``yield`` it leaves what it shares with them
    as it found it, first of all a run's network and the mode of that."""
    idle: tuple[str, ...] = ()
    """Modules that a trainer loads after those of its experiments, when it has nothing else to do."""

    def entry(self, name: str) -> Entry:
        """The entry of an experiment, or :class:`UnknownName`."""
        if name not in self.experiments:
            raise UnknownName(f"there is no experiment {name!r}; there are {', '.join(sorted(self.experiments))}")
        return self.experiments[name]

    def config(self, name: str) -> type[Config]:
        """The config class of an experiment; imports no torch."""
        found: type[Config] = resolve(self.entry(name).config)
        return found

    def experiment(self, name: str) -> type[Experiment[Any, Any]]:
        """The experiment's class; imports torch."""
        found: type[Experiment[Any, Any]] = resolve(self.entry(name).experiment)
        return found

    def build(self, name: str, config: Config, given: Any = None) -> Experiment[Any, Any]:
        """A fresh experiment with these knobs, and with what its learner has given, if it takes anything.

        Raises:
            TypeError: something was given to an experiment that takes nothing.
        """
        if self.entry(name).given:
            return self.experiment(name)(config, given)  # type: ignore[call-arg]  # as the entry says
        if given is not None:
            raise TypeError(f"{name} takes nothing but its knobs")
        return self.experiment(name)(config)

    def experiment_module(self, name: str) -> str:
        """The module that :meth:`experiment` imports."""
        return self.entry(name).experiment.partition(":")[0]

    def call(self, name: str) -> Callable[..., Any]:
        """The function behind a call; imports torch."""
        if name not in self.calls:
            raise UnknownName(f"there is no call {name!r}; there are {', '.join(sorted(self.calls))}")
        found: Callable[..., Any] = resolve(self.calls[name])
        return found


def resolve(reference: str) -> Any:
    """The object behind ``"module:name"``."""
    module, _, name = reference.partition(":")
    return getattr(load(module), name)


_loaded: dict[str, ModuleType] = {}
_loading = RLock()


def load(module: str) -> ModuleType:
    """A module, imported by one thread at a time: of two at work on what belongs together, one might see half of it.

    What was loaded in this way is there at once, whatever another thread is loading.
    """
    if module not in _loaded:
        with _loading:
            _loaded[module] = import_module(module)
    return _loaded[module]
