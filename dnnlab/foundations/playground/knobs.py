"""The knobs of the playground: data, network, regularisation, training; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.foundations.playground.layers import ACTIVATIONS, FEATURES, Hidden, read_features, read_hidden
from dnnlab.foundations.points import CLASSES, OWN_POINTS, OWN_TABLE, REGRESSION, SETS
from dnnlab.live import knobs
from dnnlab.live.config import Config, knob

DATA = (*SETS, OWN_POINTS, OWN_TABLE)
OF_CLASSES = tuple(name for name, (_, kind, _) in SETS.items() if kind == CLASSES)
MATCHING = "matching"
OUTPUTS = (MATCHING, "sigmoid", "softmax", "tanh", "linear")
LOSSES = (
    MATCHING, "cross-entropy", "squared error", "absolute error", "pseudo-Huber", "hinge", "squared hinge",
)  # fmt: skip
STARTS = ("Xavier", "He", "orthogonal", "small normal", "large normal", "zeros")
SCHEDULES = ("constant", "step decay", "exponential", "cosine", "warm-up")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaygroundConfig(Config):
    """A small network and points in a plane."""

    data: str = knob(
        "spiral", options=DATA, group="Data",
        help="What is to be learnt: two classes (the first seven), three to five, or a value at each place (plane, "
        "hills, ripples). Own points: an empty plane, you place them. Own table: your CSV file.",
    )  # fmt: skip
    noise: float = knob(
        0.0, low=0.0, high=0.8, increment=0.05, group="Data", when={"data": tuple(SETS)},
        help="How far each point is moved, at random (standard deviation; the plane goes from −3 to 3). In "
        "regression it moves the value.",
    )  # fmt: skip
    points: int = knob(
        500, low=20, high=1000, increment=20, group="Data", when={"data": tuple(SETS)},
        help="Points in all, those that are held out included.",
    )  # fmt: skip
    training: int = knob(
        50, low=10, high=90, increment=5, label="Training share (%)", group="Data", when={"data": (*SETS, OWN_TABLE)},
        help="How many of the points are learnt from. The others are held out: validation.",
    )  # fmt: skip
    classes: int = knob(
        2, low=2, high=5, group="Data", when={"data": (*OF_CLASSES, OWN_POINTS)},
        help="How many classes the net can tell; at least as many as the data have. More leave room for points of "
        "further classes that you place.",
    )  # fmt: skip
    sample: int = knob(
        0, low=0, high=99, group="Data", when={"data": (*SETS, OWN_TABLE)},
        help="Which random sample of the points: another number, other points of the same kind.",
    )  # fmt: skip
    inputs: str = knob(
        "x, y", read=read_features, group="Network",
        help=f"What the net is told of a point: any of {', '.join(FEATURES)}. Or click them in the picture.",
    )  # fmt: skip
    hidden: str = knob(
        "8, 8", read=read_hidden, label="Hidden layers", group="Network",
        help="Units of each hidden layer, between commas: up to 6 layers of 1 to 32; empty: none. “8 ReLU, 4” gives a "
        "layer an activation of its own. Or press + and − in the picture, and choose the activation there.",
    )  # fmt: skip
    activation: str = knob(
        "tanh", options=ACTIVATIONS, live=True, group="Network",
        help="What each hidden unit makes of its sum. Linear: many layers are then as good as none.",
    )  # fmt: skip
    start: str = knob(
        "Xavier", options=STARTS, label="First weights", group="Network",
        help="How the weights are drawn. Xavier suits tanh, He suits ReLU. Small normal: σ = 0.01; large normal: σ = "
        "2. Zeros: all units of a layer stay alike.",
    )  # fmt: skip
    batch_norm: bool = knob(
        False, label="Batch normalisation", group="Network",
        help="Each sum of a hidden unit gets mean 0 and variance 1 over the mini-batch, then a scale and a shift that "
        "are learnt.",
    )  # fmt: skip
    output: str = knob(
        MATCHING, options=OUTPUTS, group="Network",
        help="What the output makes of its sum. Matching: sigmoid for two classes, softmax for more, linear for a "
        "value. Choose another one to see what goes wrong.",
    )  # fmt: skip
    loss: str = knob(
        MATCHING, options=LOSSES, group="Network",
        help="What is minimised. Matching: cross-entropy for classes, squared error for a value.",
    )  # fmt: skip
    learning_rate: float = knobs.learning_rate(0.01, low=1e-4, high=10.0, advice="0.01 suits Adam here, 0.1 plain SGD.")
    optimizer: str = knob(
        "Adam", options=knobs.OPTIMIZERS, live=True,
        help="The rule that turns gradients into steps. Adam is quick here; SGD shows what the plain gradient does. "
        "What the rule before remembered is forgotten.",
    )  # fmt: skip
    batch_size: int = knob(
        10, low=1, high=256, scale="log", live=True,
        help="Points looked at for each step. Fewer make noisier steps, and more of them in an epoch.",
    )  # fmt: skip
    schedule: str = knob(
        "constant", options=SCHEDULES, live=True,
        help="How the learning rate changes: halved again and again, ever smaller, up and down as a cosine, or rising "
        "from 0 at first.",
    )  # fmt: skip
    period: int = knob(
        2000, low=100, high=50_000, scale="log", live=True, when={"schedule": SCHEDULES[1:]},
        help="Steps in which the schedule halves the rate, goes once up and down, or reaches the whole rate.",
    )  # fmt: skip
    l2: float = knob(
        0.0, low=0.0, high=0.1, increment=0.001, label="L2", live=True, group="Regularisation",
        help="λ: adds λ/2 times the sum of the squared weights to the loss, biases left out. It keeps weights small.",
    )  # fmt: skip
    l1: float = knob(
        0.0, low=0.0, high=0.1, increment=0.001, label="L1", live=True, group="Regularisation",
        help="λ: adds λ times the sum of the weights' sizes, biases left out. It makes many of them 0.",
    )  # fmt: skip
    max_norm: float = knob(
        0.0, low=0.0, high=5.0, increment=0.25, label="Max-norm", live=True, group="Regularisation",
        help="The longest that the vector of a unit's incoming weights may be; it is cut back after each step. 0: off.",
    )  # fmt: skip
    dropout: float = knob(
        0.0, low=0.0, high=0.8, increment=0.05, label="Dropout, hidden units", live=True, group="Regularisation",
        help="The share of hidden units that is switched off at random at each training step.",
    )  # fmt: skip
    input_dropout: float = knob(
        0.0, low=0.0, high=0.8, increment=0.05, label="Dropout, inputs", live=True, group="Regularisation",
        help="The share of inputs that is switched off at random at each training step.",
    )  # fmt: skip
    run_length: int = knobs.run_length(
        1_000_000, low=1000, high=10_000_000, help="Where a run ends, in steps: one mini-batch each."
    )
    seed: int = knobs.seed("first weights, order of the points, dropout")

    @property
    def features(self) -> tuple[str, ...]:
        """The inputs' names."""
        return read_features(self.inputs)

    @property
    def layers(self) -> tuple[Hidden, ...]:
        """The hidden layers, each with its activation."""
        return tuple(Hidden(each.units, each.activation or self.activation) for each in read_hidden(self.hidden))

    @property
    def kind(self) -> str:
        """:data:`CLASSES` or :data:`REGRESSION`; of a table of the learner's own the table says it."""
        return SETS[self.data][1] if self.data in SETS else CLASSES


def outputs_of(kind: str, classes: int) -> int:
    """How many outputs: one for a value or for two classes, else one for each class."""
    return 1 if kind == REGRESSION or classes == 2 else classes


def matched(config: PlaygroundConfig, kind: str, classes: int) -> tuple[str, str]:
    """Output and loss by name, :data:`MATCHING` put into effect."""
    output = "linear" if kind == REGRESSION else "sigmoid" if classes == 2 else "softmax"
    loss = "squared error" if kind == REGRESSION else "cross-entropy"
    return (output if config.output == MATCHING else config.output, loss if config.loss == MATCHING else config.loss)
