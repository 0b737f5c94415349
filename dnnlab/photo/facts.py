"""What is known about the two ImageNet networks without running them; no torch.

The tests hold every figure here against the networks themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from dnnlab.once import once
from dnnlab.paths import ASSETS

FOLDER = ASSETS / "photo"
"""Made by tools/build_photo_nets.py; see the card there."""

CLASSES = 1000
EFFICIENTNET = "EfficientNet-Lite0"
SQUEEZENET = "SqueezeNet 1.1"


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: its name, how many maps it makes, and of what size."""

    name: str
    maps: int
    side: int
    """Pixels of a map's side, for an input of the network's own size; 1 where a map is one number."""
    signed: bool = False
    """Whether its numbers may be negative: no ReLU comes last in it."""

    @property
    def of_classes(self) -> bool:
        """Whether it has one map, or one number, for each class."""
        return self.maps == CLASSES

    def check_unit(self, unit: int) -> None:
        """Whether there is a map of that number; ValueError if not."""
        if not 0 <= unit < self.maps:
            raise ValueError(f"The units of the layer {self.name!r} are 0 to {self.maps - 1}, got {unit}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One network."""

    name: str
    file: Path
    """Its weights."""
    parameters: int
    side: int
    """Pixels of its input's side."""
    layers: tuple[Layer, ...]
    """All of them, the first first; the last one is "logits"."""
    last_maps: str
    """The last layer before the class is decided, where Grad-CAM looks."""

    def layer(self, name: str) -> Layer:
        """One of its layers.

        Raises:
            ValueError: there is no such layer.
        """
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise ValueError(f"There is no layer {name!r}: the layers are {', '.join(each.name for each in self.layers)}.")

    def layer_with_maps(self, name: str) -> Layer:
        """One of its layers that has a number for every place.

        Raises:
            ValueError: there is no such layer, or it has one number a class.
        """
        layer = self.layer(name)
        if layer.side == 1:
            raise ValueError(f"The layer {name!r} has no maps, only one number a class: take an earlier one.")
        return layer


MBCONV = (
    # times, kernel, stride, expansion, channels: stages 2 to 8 of the paper's table 1
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
"""EfficientNet's blocks; the stride is that of a stage's first block, the others have 1."""

FIRE = {"fire2": 16, "fire3": 16, "fire4": 32, "fire5": 32, "fire6": 48, "fire7": 48, "fire8": 64, "fire9": 64}
"""SqueezeNet's modules and to how many channels each squeezes; it expands to eight times as many."""

_BLOCKS = ((16, 112), *[(24, 56)] * 2, *[(40, 28)] * 2, *[(80, 14)] * 3, *[(112, 14)] * 3, *[(192, 7)] * 4, (320, 7))
"""Maps and their sides."""

NETS: Mapping[str, Facts] = MappingProxyType(
    {
        EFFICIENTNET: Facts(
            name=EFFICIENTNET,
            file=FOLDER / "efficientnet_lite0.safetensors",
            parameters=4_652_008,
            side=224,
            layers=(
                Layer("stem", 32, 112),
                *(Layer(f"block{n}", maps, side, signed=True) for n, (maps, side) in enumerate(_BLOCKS, start=1)),
                Layer("head", 1280, 7),
                Layer("logits", CLASSES, 1, signed=True),
            ),
            last_maps="head",
        ),
        SQUEEZENET: Facts(
            name=SQUEEZENET,
            file=FOLDER / "squeezenet1_1.safetensors",
            parameters=1_235_496,
            side=227,
            layers=(
                *(Layer("conv1", 64, 114), Layer("pool1", 64, 56)),
                *(Layer("fire2", 128, 56), Layer("fire3", 128, 56), Layer("pool3", 128, 27)),
                *(Layer("fire4", 256, 27), Layer("fire5", 256, 27), Layer("pool5", 256, 13)),
                *(Layer("fire6", 384, 13), Layer("fire7", 384, 13), Layer("fire8", 512, 13), Layer("fire9", 512, 13)),
                Layer("conv10", CLASSES, 13, signed=True),
                Layer("logits", CLASSES, 1, signed=True),
            ),
            last_maps="fire9",
        ),
    }
)
"""Name -> network, in the order in which a page offers them."""

NEAREST: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "cat": (281, 282, 285),  # tabby cat, tiger cat, Egyptian Mau
        "coffee": (967,),  # espresso
        "rocket": (657, 744, 812),  # missile, projectile, space shuttle
        "photographer": (759, 872),  # reflex camera, tripod
        "pagoda": (663, 698, 832),  # monastery, palace, stupa
        "flower": (985,),  # daisy: there is no dahlia among the classes
    }
)
"""Photo of the gallery -> the classes that count as right. The other four photos show nothing that has a class."""


def known(net: str) -> Facts:
    """The facts about a network.

    Raises:
        ValueError: there is no such network.
    """
    if net not in NETS:
        raise ValueError(f"There is no network {net!r}: the names are {', '.join(NETS)}.")
    return NETS[net]


@once
def class_names() -> tuple[str, ...]:
    """The 1,000 classes in words, in the order of the logits."""
    return tuple(json.loads((FOLDER / "names.json").read_text(encoding="utf-8")))
