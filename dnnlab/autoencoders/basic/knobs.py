"""The hyperparameters of the autoencoder lesson; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from dnnlab.autoencoders.basic.pictures import OWN, SETS
from dnnlab.live import knobs
from dnnlab.live.config import Config, InvalidConfig, knob

DENSE, CONVOLUTIONAL = "dense", "convolutional"
SIGMOID, IDENTITY = "sigmoid", "identity"
CROSS_ENTROPY, SQUARED = "cross-entropy", "squared error"
NONE, OVERCOMPLETE, SPARSE, DENOISING, CONTRACTIVE = "none", "overcomplete", "sparse", "denoising", "contractive"
GAUSSIAN, PIXELS, SQUARE = "Gaussian", "missing pixels", "a missing square"
ACTIVATIONS = ("ReLU", "tanh", "sigmoid", "linear")
IMPOSSIBLE = (
    "Cross-entropy takes the logarithm of the output, which with identity may be below 0: choose sigmoid with "
    "cross-entropy, or identity with the squared error."
)
MIRROR = "mirror"
"""The decoder has the encoder's hidden layers in reverse."""
OVER = 1_024
"""Units of an overcomplete code, for the 784 pixels of a digit."""
CONTRACTED = 64
"""Numbers in a code whose Jacobian is worked out."""
MOST_PRODUCTS, FEWEST_A_STEP = 60_000_000, 8
"""Multiplications of a contractive step's pass through the network, and the pictures that it has at least."""
MOST_LAYERS, WIDEST, MOST_WEIGHTS = 4, 1_024, 3_200_000
PIXELS_OF_GREY, PIXELS_OF_COLOUR = 784, 3_072


def widths(text: str) -> tuple[int, ...]:
    """Units of hidden layers, first to last: "256-64".

    >>> widths("256-64"), widths("none")
    ((256, 64), ())

    Raises:
        ValueError: it is no such list; one sentence.
    """
    if text.strip() == NONE:
        return ()
    parts = text.replace(",", "-").split("-")
    if not all(part.strip().isdigit() for part in parts):
        raise ValueError('hidden layers are units with dashes between them, like "256-64", or "none"')
    found = tuple(int(part) for part in parts)
    if len(found) > MOST_LAYERS or not all(1 <= each <= WIDEST for each in found):
        raise ValueError(f"at most {MOST_LAYERS} hidden layers of 1 to {WIDEST} units each")
    return found


def _decoder_widths(text: str) -> tuple[int, ...]:
    return () if text.strip() == MIRROR else widths(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoencoderConfig(Config):
    """An autoencoder: from which pictures, which network, and what it is made to do."""

    data: str = knob(
        "MNIST",
        options=(*SETS, OWN),
        group="Pictures",
        help="What it learns to copy: handwritten digits (MNIST) or clothes (Fashion-MNIST) of 28×28 grey pixels; "
        "faces, which are illustrations and show nobody, of 32×32 pixels in colour; or pictures of your own.",
    )
    code: int = knob(
        2,
        low=1,
        high=256,
        scale="log",
        base=2,
        label="Numbers in the code",
        group="Network",
        help="All that the decoder gets to know about a picture. With 2 the map shows the code itself.",
        when={"regularizer": (NONE, SPARSE, DENOISING, CONTRACTIVE)},
    )
    kind: str = knob(
        DENSE,
        options=(DENSE, CONVOLUTIONAL),
        label="Layers",
        group="Network",
        help="Dense: every unit sees every pixel. Convolutional: two layers of small filters that halve the sides, and "
        "two that double them again.",
    )
    hidden: str = knob(
        "256-64",
        read=widths,
        label="Encoder",
        group="Network",
        help='Units of the encoder\'s hidden layers, from the picture to the code: "256-64", or "none".',
        when={"kind": (DENSE,), "regularizer": (NONE, SPARSE, DENOISING, CONTRACTIVE)},
    )
    decoder: str = knob(
        MIRROR,
        read=_decoder_widths,
        group="Network",
        help=f'Units of the decoder\'s hidden layers, from the code to the picture: "64-256", "none", or "{MIRROR}": '
        "the encoder's in reverse.",
        when={"kind": (DENSE,), "regularizer": (NONE, SPARSE, DENOISING, CONTRACTIVE)},
    )
    channels: int = knob(
        8,
        low=4,
        high=16,
        scale="log",
        base=2,
        label="Filters",
        group="Network",
        help="Of the first convolution; the second one has twice as many.",
        when={"kind": (CONVOLUTIONAL,)},
    )
    activation: str = knob(
        "ReLU",
        options=ACTIVATIONS,
        group="Network",
        help="The curve that each hidden unit's sum goes through. With linear the whole network is one linear map.",
    )
    code_activation: str = knob(
        "linear",
        options=ACTIVATIONS,
        label="Activation of the code",
        group="Network",
        help="Linear lets codes lie anywhere. ReLU lets a sparse code have numbers that are exactly 0.",
    )
    tied: bool = knob(
        False,
        label="Tied weights",
        group="Network",
        help="The decoder's layers have the encoder's weights, transposed: half as many to learn. It needs dense "
        "layers and a mirrored decoder.",
        when={"kind": (DENSE,)},
    )
    output: str = knob(
        SIGMOID,
        options=(SIGMOID, IDENTITY),
        group="Output and loss",
        help="Sigmoid squeezes each pixel between 0 and 1 and goes with cross-entropy; identity leaves it as it is and "
        "goes with the squared error.",
    )
    loss: str = knob(
        CROSS_ENTROPY,
        options=(CROSS_ENTROPY, SQUARED),
        group="Output and loss",
        help="How far the output is from the picture, summed over the pixels. Cross-entropy needs outputs between 0 "
        "and 1.",
    )
    regularizer: str = knob(
        NONE,
        options=(NONE, SPARSE, DENOISING, CONTRACTIVE, OVERCOMPLETE),
        label="What makes it learn",
        group="Regulariser",
        help="None: a code that is too small to copy. Sparse: few units of the code may be on. Denoising: the input "
        "is spoilt. Contractive: the code may not change much when the picture does. Overcomplete: a code with more "
        "numbers than the picture has, which can simply copy it.",
    )
    sparsity: float = knob(
        0.1,
        low=0.001,
        high=10,
        scale="log",
        live=True,
        label="λ of sparsity",
        group="Regulariser",
        help="What the sum of the code's absolute values costs (L1). More switches more units off.",
        when={"regularizer": (SPARSE,)},
    )
    noise: str = knob(
        PIXELS,
        options=(GAUSSIAN, PIXELS, SQUARE),
        group="Regulariser",
        help="How the input is spoilt: noise on every pixel, pixels set to 0 at random, or a square of them.",
        when={"regularizer": (DENOISING,)},
    )
    sigma: float = knob(
        0.5,
        low=0.05,
        high=1.0,
        increment=0.05,
        label="σ of the noise",
        group="Regulariser",
        help="Its standard deviation; a pixel goes from 0 to 1.",
        when={"regularizer": (DENOISING,), "noise": (GAUSSIAN,)},
    )
    missing: int = knob(
        50,
        low=5,
        high=90,
        increment=5,
        label="Missing pixels (%)",
        group="Regulariser",
        help="The share of each picture that the encoder is not shown: these pixels are 0.",
        when={"regularizer": (DENOISING,), "noise": (PIXELS, SQUARE)},
    )
    contraction: float = knob(
        0.1,
        low=0.001,
        high=100,
        scale="log",
        live=True,
        label="λ of contraction",
        group="Regulariser",
        help="What the squared sensitivity of the code costs: the sum of its squared derivatives by every pixel.",
        when={"regularizer": (CONTRACTIVE,)},
    )
    optimizer: str = knobs.optimizer(advice="Adam needs little tuning here.")
    learning_rate: float = knobs.learning_rate(1e-3, advice="0.001 suits Adam here.")
    batch_size: int = knobs.batch_size(things="Pictures")
    epochs: int = knobs.epochs(5, things="pictures", advice="Five show the map; twenty make it clearer.", high=50)
    seed: int = knobs.seed("first weights, order of the pictures, noise")

    @property
    def code_size(self) -> int:
        """Numbers in the code."""
        return OVER if self.regularizer == OVERCOMPLETE else self.code

    @property
    def encoder_widths(self) -> tuple[int, ...]:
        """Units of the encoder's hidden layers; an overcomplete code has none, since they would be the bottleneck."""
        return () if self.regularizer == OVERCOMPLETE else widths(self.hidden)

    @property
    def decoder_widths(self) -> tuple[int, ...]:
        """Units of the decoder's."""
        mirrored = self.decoder.strip() == MIRROR or self.regularizer == OVERCOMPLETE
        return self.encoder_widths[::-1] if mirrored else widths(self.decoder)

    @property
    def pixels(self) -> int:
        """Numbers in a picture."""
        return PIXELS_OF_GREY if self.data in ("MNIST", "Fashion-MNIST") else PIXELS_OF_COLOUR

    @property
    def weights(self) -> int:
        """Weights of all dense layers."""
        sizes = (
            (self.pixels, *self.encoder_widths, self.code_size),
            (self.code_size, *self.decoder_widths, self.pixels),
        )
        return sum(a * b for each in sizes for a, b in pairwise(each))

    @property
    def batch(self) -> int:
        """Pictures a step: of a large contractive network fewer than asked for, so that a step stays short."""
        if self.regularizer != CONTRACTIVE:
            return self.batch_size
        return min(self.batch_size, max(FEWEST_A_STEP, MOST_PRODUCTS // self.weights))

    @property
    def unmatched(self) -> bool:
        """Whether output and loss can be trained together, but do not belong together."""
        return self.output == SIGMOID and self.loss == SQUARED

    @property
    def impossible(self) -> bool:
        """Whether output and loss cannot be trained together; :data:`IMPOSSIBLE` says why."""
        return self.output == IDENTITY and self.loss == CROSS_ENTROPY

    def check(self) -> None:
        """Refuse what has no meaning, or no exact formula here.

        Raises:
            InvalidConfig: one sentence that says what to change.
        """
        dense = self.kind == DENSE
        if self.regularizer == OVERCOMPLETE and not (dense and self.pixels == PIXELS_OF_GREY):
            raise InvalidConfig(f"An overcomplete code of {OVER:,} numbers is for dense layers and grey pictures here.")
        if self.regularizer == CONTRACTIVE and not (dense and self.code <= CONTRACTED):
            raise InvalidConfig(
                "The contractive penalty is worked out exactly for dense encoders with at most "
                f"{CONTRACTED} numbers in the code: choose these."
            )
        if self.tied and dense and self.decoder_widths != self.encoder_widths[::-1]:
            raise InvalidConfig(f'Tied weights need a decoder that mirrors the encoder: set Decoder to "{MIRROR}".')
        if dense and self.weights > MOST_WEIGHTS:
            raise InvalidConfig(
                f"{self.weights:,} weights are more than {MOST_WEIGHTS:,}: a step would take too long here. Choose "
                "smaller hidden layers."
            )
