"""Knobs: one declaration of a hyperparameter serves everybody.

A config is a frozen dataclass whose fields are made with :func:`knob`.  From
that one line come the widget on the page, its URL parameter, the command-line
flag, the range check and the help text.  No torch here: the page process reads
configs too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from functools import cache
from typing import Any, ClassVar, Literal, Self, TypeVar

Value = bool | int | float | str
Scale = Literal["linear", "log"]
When = Mapping[str, tuple[Value, ...]]
"""Names of knobs (or of facts about the page) -> the values that each of them must have one of."""
C = TypeVar("C", bound="Config")

ALWAYS: tuple[When, ...] = ({},)
NEVER: tuple[When, ...] = ()
"""For ``when=``: a knob that the page sets itself, with no widget."""
TAKEN = ("part", "model", "embed", "embed_options")
"""URL parameters that mean something else: no knob has such a name."""
MAX_TEXT = 8_000
"""Characters of a text knob: it has to fit into a URL."""


class InvalidConfig(ValueError):
    """A knob's value cannot be used; the message names knob, range and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """What is known about one hyperparameter: its range, and how to show it.

    ``low`` and ``high`` are inclusive and belong to numbers; ``options`` belong to choices; ``read`` belongs to
    free texts, with ``options`` to several of these in one text; a bool has none of them.
    ``live`` ones take effect while a run goes on, others begin a new run; one condition of ``when`` must hold.
    """

    name: str
    default: Value
    help: str
    label: str
    group: str
    low: float | None = None
    high: float | None = None
    scale: Scale = "linear"
    base: int = 10
    increment: float | None = None
    options: tuple[str, ...] = ()
    read: Callable[[str], object] | None = None
    live: bool = False
    when: tuple[When, ...] = ALWAYS

    @property
    def kind(self) -> type:
        """The Python type of the values: bool, int, float or str."""
        return type(self.default)

    def means_something(self, values: Mapping[str, Value]) -> bool:
        """Whether it does beside these values, which are those of all knobs and of the config's facts."""
        return any(all(values[name] in wanted for name, wanted in each.items()) for each in self.when)

    def check(self, value: Any) -> Value:
        """Return ``value`` in this knob's type, or raise :class:`InvalidConfig`."""
        if self.options and self.read is None:
            if value not in self.options:
                raise InvalidConfig(f"{self.name} must be one of {', '.join(self.options)}, got {value!r}")
            return str(value)
        if self.read is not None:
            return self._check_text(value)
        if self.kind is bool:
            if not isinstance(value, bool):
                raise InvalidConfig(f"{self.name} must be true or false, got {value!r}")
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InvalidConfig(f"{self.name} must be a number, got {value!r}")
        assert self.low is not None and self.high is not None  # knob() saw to it
        if not self.low <= value <= self.high:  # also false for nan
            raise InvalidConfig(f"{self.name} must be in [{self.low}, {self.high}], got {value}")
        if self.kind is int:
            if value != int(value):
                raise InvalidConfig(f"{self.name} must be a whole number, got {value}")
            return int(value)
        return float(value)

    def _check_text(self, value: Any) -> str:
        if not isinstance(value, str) or len(value) > MAX_TEXT:
            raise InvalidConfig(f"{self.name} must be a text of at most {MAX_TEXT:,} characters")
        try:
            assert self.read is not None
            self.read(value)
        except ValueError as error:
            raise InvalidConfig(f"{self.name}: {error}") from None
        return value

    def parse(self, text: str) -> Value:
        """Read a value from a URL or the command line, unchecked against the range."""
        if self.kind is str:
            return text
        if self.kind is bool:
            lowered = text.strip().lower()
            if lowered in ("true", "1", "yes", "on"):
                return True
            if lowered in ("false", "0", "no", "off"):
                return False
            raise InvalidConfig(f"{self.name} must be true or false, got {text!r}")
        try:
            number = float(text)
        except ValueError:
            raise InvalidConfig(f"{self.name} must be a number, got {text!r}") from None
        if self.kind is int and number.is_integer():
            return int(number)
        return number

    def format(self, value: Value) -> str:
        """The text of a value, as it stands in a URL, a flag and on a slider."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            short = f"{value:g}"
            return short if float(short) == value else repr(value)  # read again, it is the same number
        return str(value)

    def nearest(self, value: Value) -> Value:
        """The allowed value nearest to ``value``, on the grid that the widget shows."""
        if self.read is not None:
            try:
                return self.check(value)
            except InvalidConfig:
                return self.default
        if self.options or self.kind is bool:
            return value if value in self.options or isinstance(value, bool) else self.default
        if isinstance(value, str) or math.isnan(value):
            return self.default
        assert self.low is not None and self.high is not None
        value = min(max(value, self.low), self.high)
        if self.scale == "log":
            return min(self.grid(), key=lambda point: abs(math.log(point / value)))
        if self.kind is int and self.increment is None:
            return round(value)
        return min(self.grid(), key=lambda point: abs(point - value))

    def grid(self) -> tuple[int | float, ...]:
        """The values that a slider offers: on a log scale 1-2-5 a decade or doublings, even steps else."""
        assert self.low is not None and self.high is not None
        kind = int if self.kind is int else float
        if self.scale == "log" and self.base == 2:
            doublings = math.floor(math.log2(self.high / self.low))
            return tuple(sorted({*(kind(self.low * 2**i) for i in range(doublings + 1)), kind(self.high)}))
        if self.scale == "log":
            decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            points = {float(f"{digit}e{decade}") for decade in decades for digit in (1, 2, 5)}
            inside = {kind(point) for point in points if self.low <= point <= self.high}
            return tuple(sorted(inside | {kind(self.low), kind(self.high)}))
        step = self.increment or (1 if kind is int else (self.high - self.low) / 20)
        count = round((self.high - self.low) / step)
        return tuple(kind(float(f"{self.low + i * step:.10g}")) for i in range(count + 1))


def knob(
    default: Value,
    *,
    help: str,
    low: float | None = None,
    high: float | None = None,
    scale: Scale = "linear",
    base: Literal[2, 10] = 10,
    increment: float | None = None,
    options: tuple[str, ...] = (),
    read: Callable[[str], object] | None = None,
    live: bool = False,
    when: When | tuple[When, ...] = ALWAYS,
    label: str | None = None,
    group: str = "Training",
) -> Any:
    """Declare a field of a :class:`Config`.

    Args:
        default: its type is the knob's type (bool, int, float or str); on a log scale it stands on the slider's grid.
        help: one sentence for the learner: unit, meaning, why this default.
        low, high: the inclusive range of a number.
        scale: ``"log"`` puts the slider on a 1-2-5 grid.
        base: of a log scale; with 2 the grid is low, 2 low, 4 low, ...
        increment: the slider's step on a linear scale (default 1, or a 20th of the range).
        options: the values of a choice, in the order shown.
        read: what a text must be readable by (beside options: it names several); its ValueError says why it is not.
        live: takes effect at once in a run that goes on.
        when: where it means something: ``{"pooling": ("max",)}`` is "while the knob ``pooling`` stands at max"; of
            several names all must hold, of several such mappings one. Elsewhere the page does not show the knob;
            it keeps its value, and stays in the link.
        label: what the page writes beside the widget (default: from the field's name).
        group: the title of the group of widgets that it stands in.
    """
    number = not isinstance(default, bool | str)
    if number != (low is not None and high is not None) or isinstance(default, str) != bool(options or read):
        raise TypeError("a number needs low and high, a choice needs options, a text needs read, a bool none of them")
    if scale == "log" and not (low and low > 0):
        raise TypeError("a log scale needs low > 0")
    made = dict(
        default=default, help=help, low=low, high=high, scale=scale, base=base, increment=increment,
        options=tuple(options), read=read, live=live, when=_conditions(when), label=label, group=group,
    )  # fmt: skip
    if scale == "log" and default not in (grid := Knob(name="", **{**made, "label": ""}).grid()):  # type: ignore[arg-type]
        raise TypeError(f"{default} does not stand on the slider's grid: {', '.join(f'{each:g}' for each in grid)}")
    return field(default=default, metadata={"knob": made})


def knob_of(config: type[Config], name: str, *, when: When | tuple[When, ...] = ALWAYS) -> Any:
    """Declare the same knob as in another config: for a page whose knobs stand for several experiments.

    Args:
        config: the other one.
        name: of the knob, there and here.
        when: where it means something here.
    """
    (same,) = (each for each in fields(config) if each.name == name)
    return field(default=same.default, metadata={"knob": {**same.metadata["knob"], "when": _conditions(when)}})


def _conditions(when: When | tuple[When, ...]) -> tuple[When, ...]:
    return when if isinstance(when, tuple) else (when,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The knobs of one experiment, checked when it is made.

    Raises:
        InvalidConfig: a value is out of its range, of the wrong type, or
            :meth:`check` finds that two knobs do not go together.
    """

    facts: ClassVar[Mapping[str, tuple[Value, ...]]] = {}
    """What else ``when=`` may name, with its values: facts about the page, such as which part of a lesson it shows."""

    def __init_subclass__(cls) -> None:  # with slots Python makes a class twice; its fields stand in it the first time
        for name in (name for name, each in vars(cls).items() if isinstance(each, Field)):
            if name in TAKEN or hasattr(Config, name):
                means = "the app's own URL parameter" if name in TAKEN else "what every Config has"
                raise TypeError(f"{cls.__name__}: a knob cannot be named {name}, which is {means}")

    def __post_init__(self) -> None:
        for name, each in self.knobs().items():
            object.__setattr__(self, name, each.check(getattr(self, name)))
        self.check()

    def check(self) -> None:
        """Override to reject knobs that do not go together (raise InvalidConfig)."""

    @classmethod
    def knobs(cls) -> Mapping[str, Knob]:
        """Name -> knob, in the order of declaration."""
        return _knobs_of(cls)  # type: ignore[arg-type]  # a class is hashable, whatever its instances are

    @classmethod
    def from_text(cls, texts: Mapping[str, str]) -> Self:
        """Build from texts (command line, URL); unknown names raise InvalidConfig."""
        knobs = cls.knobs()
        for name in texts:
            if name not in knobs:
                raise InvalidConfig(f"there is no knob {name}; the knobs are {', '.join(knobs)}")
        return cls(**{name: knobs[name].parse(text) for name, text in texts.items()})

    def to_text(self, *, all: bool = False) -> dict[str, str]:
        """The knobs as texts; without ``all`` only those that differ from the default."""
        return {
            name: each.format(getattr(self, name))
            for name, each in self.knobs().items()
            if all or getattr(self, name) != each.default
        }

    def values(self) -> dict[str, Value]:
        """The knobs as plain data."""
        return {name: getattr(self, name) for name in self.knobs()}

    def meaningful(self, **facts: Value) -> tuple[str, ...]:
        """Names of the knobs that mean something beside the values of the others and these facts."""
        now = {**self.values(), **facts}
        return tuple(name for name, each in self.knobs().items() if each.means_something(now))

    def as_config(self, other: type[C], **values: Value) -> C:
        """The knobs that another config has too, in that one; ``values`` are those that it has beyond, or differently.

        Raises:
            InvalidConfig: there they do not go together.
        """
        shared = {name: value for name, value in self.values().items() if name in other.knobs()}
        return other(**{**shared, **values})

    def changed(self, other: Config) -> tuple[str, ...]:
        """Names of the knobs whose values differ in ``other``."""
        return tuple(name for name in self.knobs() if getattr(self, name) != getattr(other, name))

    def tunable_to(self, other: Config) -> bool:
        """Whether a run with this config can take over ``other`` without a restart."""
        return all(self.knobs()[name].live for name in self.changed(other))

    def replace(self, **values: Value) -> Self:
        """A copy with some knobs changed, checked again."""
        return replace(self, **values)


@cache
def _knobs_of(cls: type[Config]) -> Mapping[str, Knob]:
    """Collect the knobs of a config class once."""
    found = {}
    for each in fields(cls):
        made = dict(each.metadata["knob"])
        made["label"] = made["label"] or each.name.replace("_", " ").capitalize()
        found[each.name] = Knob(name=each.name, **made)
    for knob in found.values():
        _check_when(cls, knob, found)
    return found


def _check_when(cls: type[Config], knob: Knob, knobs: Mapping[str, Knob]) -> None:
    """Refuse a condition that can never hold: on a name or a value that there is not, or on the knob itself."""
    for name, wanted in (pair for condition in knob.when for pair in condition.items()):
        if name == knob.name or name not in {**knobs, **cls.facts}:
            raise TypeError(f"{cls.__name__}.{knob.name} depends on {name}, which is no other knob and no fact")
        for value in wanted:
            known = value in cls.facts[name] if name in cls.facts else knobs[name].nearest(value) == value
            if not known:
                raise TypeError(f"{cls.__name__}.{knob.name} depends on {name} being {value!r}, which it cannot be")
