"""The knobs of the lesson's parts. Those with ``when=NEVER`` are moved on the stage, in the browser."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.foundations.activations import ACTIVATIONS
from dnnlab.foundations.neuron.examples import GATES, TWO_CLASSES, WITH_OUTLIER, Floats, from_text, to_text
from dnnlab.live.config import NEVER, Config, knob

NONE = "none"
NAMES = ("A", "B", "C")
"""Of three classes."""
SIDES = 60
"""Of the lattice on which a prediction of three classes stands."""
NATS, BITS = "nats", "bits"
BETA = "Threshold's β"
SLOPE = "Leaky ReLU's slope a"
ALPHA = "ELU's α"


def _beta(**more: object) -> float:
    made: float = knob(
        0.0, low=-2, high=2, increment=0.5, label=BETA, group="Activation",
        help="The hard threshold gives 1 from here on. It does the same as a bias of −β.", **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return made


def _slope(**more: object) -> float:
    made: float = knob(
        0.01, low=0.01, high=0.5, scale="log", label=SLOPE, group="Activation",
        help="How much of z a leaky ReLU lets through below 0: so much of the gradient survives there, too.",
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return made


def _alpha(**more: object) -> float:
    made: float = knob(
        1.0, low=0.5, high=3, increment=0.5, label=ALPHA, group="Activation",
        help="Far below 0 an ELU comes to −α. At α = 1 it has no kink at 0.", **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuronConfig(Config):
    """One neuron with two inputs."""

    activation: str = knob(
        "tanh", options=tuple(ACTIVATIONS), group="Activation",
        help="What becomes of the weighted sum z: the output is y = φ(z).",
    )  # fmt: skip
    beta: float = _beta(when={"activation": ("threshold",)})
    slope: float = _slope(when={"activation": ("leaky ReLU",)})
    alpha: float = _alpha(when={"activation": ("ELU",)})
    gate: str = knob(
        NONE, options=(NONE, *GATES), label="Logic gate", group="Task",
        help="Four points to separate: false is −1, true is 1. A point counts as right where the neuron is on the "
        "right side of its line. One neuron can do AND and OR; try XOR.",
    )  # fmt: skip
    w1: float = knob(
        1.6, low=-3, high=3, increment=0.1, label="Weight w₁", when=NEVER, group="",
        help="How much the first input counts; below 0 it counts against.",
    )  # fmt: skip
    w2: float = knob(
        0.6, low=-3, high=3, increment=0.1, label="Weight w₂", when=NEVER, group="",
        help="How much the second input counts.",
    )  # fmt: skip
    b: float = knob(
        -0.5, low=-4, high=4, increment=0.1, label="Bias b", when=NEVER, group="",
        help="Moves the line without turning it: z is b where both inputs are 0.",
    )  # fmt: skip
    x1: float = knob(
        0.4, low=-3, high=3, increment=0.1, label="Input x₁", when=NEVER, group="", help="The first input."
    )
    x2: float = knob(
        1.8, low=-3, high=3, increment=0.1, label="Input x₂", when=NEVER, group="", help="The second input."
    )

    @property
    def parameter(self) -> float:
        """Of the activation, where it has one."""
        name = ACTIVATIONS[self.activation].parameter
        return float(getattr(self, name)) if name else 0.0

    def z(self, x1: float, x2: float) -> float:
        """The weighted sum at an input."""
        return self.w1 * x1 + self.w2 * x2 + self.b

    def fires(self, x1: float, x2: float) -> bool:
        """Whether an input lies above the neuron's line, which is z = 0, for a threshold z = β."""
        return self.z(x1, x2) > (self.beta if self.activation == "threshold" else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationsConfig(Config):
    """All activations beside each other."""

    layers: int = knob(
        1, low=1, high=12, label="Layers", group="Gradient",
        help="A gradient on its way back is multiplied by one slope a layer. This shows the slope to that power: what "
        "is left if every layer stands at the same z, weights left out.",
    )  # fmt: skip
    beta: float = _beta()
    slope: float = _slope()
    alpha: float = _alpha()
    z: float = knob(
        2.5, low=-6, high=6, increment=0.02, label="Input z", when=NEVER, group="", help="Where the pointer stands."
    )

    def parameter(self, name: str) -> float:
        """Of the activation of that name, where it has one."""
        found = ACTIVATIONS[name].parameter
        return float(getattr(self, found)) if found else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftmaxConfig(Config):
    """Three logits and a temperature."""

    y1: float = knob(
        2.0, low=-5, high=5, increment=0.1, label="Logit A", when=NEVER, group="", help="The score of class A."
    )
    y2: float = knob(
        1.0, low=-5, high=5, increment=0.1, label="Logit B", when=NEVER, group="", help="The score of class B."
    )
    y3: float = knob(
        -1.0, low=-5, high=5, increment=0.1, label="Logit C", when=NEVER, group="", help="The score of class C."
    )
    temperature: float = knob(
        1.0, low=0.1, high=5, increment=0.1, label="Temperature T", when=NEVER, group="",
        help="Divides the logits: below 1 the largest takes more, above 1 all become alike.",
    )  # fmt: skip

    @property
    def logits(self) -> tuple[float, float, float]:
        """All three."""
        return self.y1, self.y2, self.y3


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryConfig(Config):
    """Losses of two classes."""

    label: str = knob(
        "1", options=("-1", "1"), label="Right label t", group="Loss",
        help="Hinge and 0-1 loss call the classes −1 and 1. The cross-entropy calls them 0 and 1: its −1 is a 0.",
    )  # fmt: skip
    unit: str = knob(
        NATS, options=(NATS, BITS), label="Cross-entropy in", group="Loss",
        help="Nats take the natural logarithm, bits the one to base 2: there a score of 0 costs 1, and the "
        "cross-entropy is nowhere below the 0-1 loss.",
    )  # fmt: skip
    examples: str = knob(
        next(iter(TWO_CLASSES)), options=tuple(TWO_CLASSES), label="Examples", group="Descent",
        help="Twelve examples on an axis, six of each class. The balls look for the boundary between them.",
    )  # fmt: skip
    rate: float = knob(
        0.5, low=0.05, high=2, scale="log", label="Learning rate", group="Descent",
        help="A ball's step is the learning rate times the slope below it.",
    )  # fmt: skip
    y: float = knob(
        -1.0, low=-3, high=3, increment=0.02, label="Score y", when=NEVER, group="", help="Where the pointer stands."
    )
    boundary: float = knob(
        -3.0, low=-6, high=6, increment=0.02, label="Boundary", when=NEVER, group="", help="Where the balls begin."
    )

    @property
    def t(self) -> int:
        """The label as a number."""
        return int(self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassesConfig(Config):
    """Losses of three classes."""

    target: str = knob(NAMES[0], options=NAMES, label="Right class", group="Loss", help="The class of the example.")
    rate: float = knob(
        0.5, low=0.1, high=2, scale="log", label="Learning rate", group="Loss",
        help="The arrow is one step of gradient descent on the three scores, with this learning rate.",
    )  # fmt: skip
    first: float = knob(
        0.0, low=-3, high=3, increment=0.5, label="A wrong score", group="Curves",
        help="The score of one of the two wrong classes.",
    )  # fmt: skip
    second: float = knob(
        -1.0, low=-3, high=3, increment=0.5, label="The other one", group="Curves",
        help="The score of the other wrong class.",
    )  # fmt: skip
    p1: int = knob(15, low=1, high=SIDES - 2, label="Share of A", when=NEVER, group="", help="In 60ths.")
    p2: int = knob(30, low=1, high=SIDES - 2, label="Share of B", when=NEVER, group="", help="In 60ths.")
    y: float = knob(
        -0.5, low=-4, high=4, increment=0.02, label="Score of the right class", when=NEVER, group="",
        help="Where the pointer stands.",
    )  # fmt: skip

    @property
    def place(self) -> tuple[int, int]:
        """The shares of A and B in 60ths; what would leave nothing to C is cut off."""
        return self.p1, min(self.p2, SIDES - 1 - self.p1)

    @property
    def shares(self) -> tuple[float, float, float]:
        """Of all three classes."""
        one, two = self.place
        return one / SIDES, two / SIDES, (SIDES - one - two) / SIDES

    @property
    def t(self) -> int:
        """The number of the right class."""
        return NAMES.index(self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressionConfig(Config):
    """Losses of a number."""

    delta: float = knob(
        1.0, low=0.1, high=10, scale="log", label="Pseudo-Huber's δ", group="Loss",
        help="Up to about so far the pseudo-Huber loss is half a square, and from there on a straight line of slope δ.",
    )  # fmt: skip
    residual: float = knob(
        2.0, low=-5, high=5, increment=0.02, label="Prediction less target", when=NEVER, group="",
        help="Where the pointer stands.",
    )  # fmt: skip
    points: str = knob(
        to_text(WITH_OUTLIER), read=from_text, when=NEVER, group="", label="Points", help="The points that you dragged."
    )

    def placed(self) -> Floats:
        """The points, (9, 2)."""
        return from_text(self.points)
