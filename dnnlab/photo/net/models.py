"""Two networks that know the 1,000 classes of ImageNet, each a row of layers that can be asked one by one.

EfficientNet-Lite0, 4,652,008 parameters (Tan and Le, "EfficientNet: rethinking
model scaling for convolutional neural networks", 2019, table 1, without
squeeze-and-excitation and with ReLU6 for swish: the form for small devices):

    input 3 x 224 x 224 -> stem 32 x 112 x 112 -> 16 blocks MBConv -> block16 320 x 7 x 7
                        -> head 1280 x 7 x 7 -> logits 1000

SqueezeNet 1.1, 1,235,496 parameters (Iandola et al., "SqueezeNet: AlexNet-level
accuracy with 50x fewer parameters", 2016, in its second version):

    input 3 x 227 x 227 -> conv1 64 x 114 x 114 -> pool1 -> fire2, fire3 -> pool3 -> fire4, fire5
                        -> pool5 -> fire6 ... fire9 512 x 13 x 13 -> conv10 1000 x 13 x 13 -> logits 1000

Both end with an average over all places, so they also take inputs of another size.

Letters: B pictures in a batch, C channels, H height, W width.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cache

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from dnnlab.cnn.geometry import same_padding
from dnnlab.photo.facts import CLASSES, EFFICIENTNET, FIRE, MBCONV, SQUEEZENET, known


class PhotoNet(nn.Sequential):
    """A row of named layers: pictures go in, logits come out, and every layer's maps can be had on the way.

    ``after(features(x, layer), layer)`` is ``forward(x)`` for every layer: the
    network cut in two there, so that one can look at the maps, change them, or
    ask for a gradient with respect to them.
    """

    def layer_names(self) -> tuple[str, ...]:
        """All layers, the first first; the last one is "logits"."""
        return tuple(self._modules)

    def features(self, x: Tensor, layer: str) -> Tensor:
        """From pictures to what that layer makes of them: (B, 3, H, W) -> (B, C, H', W')."""
        for each in list(self)[: self._number(layer)]:
            x = each(x)
        return x

    def leaking(self, x: Tensor, layer: str) -> Tensor:
        """As :meth:`features`, but a ReLU at the layer's end leaks: (B, 3, H, W) -> (B, C, H', W').

        It lets a tenth of what is below 0 through, so that even a unit that is
        silent everywhere has a gradient, and cuts off nothing above.  Of a pooling
        layer: the maxima of what the layer before it leaks.
        """
        number = self._number(layer)
        last = self[number - 1]
        if isinstance(last, nn.MaxPool2d):
            maps: Tensor = last(self.leaking(x, self.layer_names()[number - 2]))
            return maps
        for each in list(self)[: number - 1]:
            x = each(x)
        if isinstance(last, ConvNorm | Fire | Rectified):
            return F.leaky_relu(last.before_relu(x), negative_slope=0.1)
        maps = last(x)
        return maps

    def after(self, maps: Tensor, layer: str) -> Tensor:
        """From that layer's maps to the logits: (B, C, H', W') -> (B, 1000)."""
        for each in list(self)[self._number(layer) :]:
            maps = each(maps)
        return maps

    def trace(self, x: Tensor) -> dict[str, Tensor]:
        """Every layer's output, in order: pictures (B, 3, H, W) -> {"stem": (B, 32, H/2, W/2), ...}."""
        outputs = {}
        for name, layer in self.named_children():
            outputs[name] = x = layer(x)
        return outputs

    def _number(self, layer: str) -> int:
        """How many layers there are up to this one, itself included."""
        if layer not in self._modules:
            raise ValueError(f"There is no layer {layer!r}: the layers are {', '.join(self._modules)}.")
        return self.layer_names().index(layer) + 1


class EfficientNetLite0(PhotoNet):
    """Layers "stem", "block1" ... "block16", "head", "logits"."""

    def __init__(self) -> None:
        layers: OrderedDict[str, nn.Module] = OrderedDict(stem=ConvNorm(3, 32, kernel=3, stride=2))
        channels = 32
        for times, kernel, first_stride, expansion, filters in MBCONV:
            for stride in (first_stride, *[1] * (times - 1)):
                layers[f"block{len(layers)}"] = MBConv(channels, filters, kernel, stride, expansion)
                channels = filters
        layers["head"] = ConvNorm(channels, 1280, kernel=1)
        layers["logits"] = nn.Sequential(Average(), nn.Linear(1280, CLASSES))
        super().__init__(layers)


class SqueezeNet11(PhotoNet):
    """Layers "conv1", "pool1", "fire2" ... "fire9", "conv10", "logits".

    As the package that the weights come from has it: one pixel of padding
    around the input and no ReLU after conv10, where the published network has
    no padding and a ReLU.
    """

    def __init__(self) -> None:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        layers["conv1"] = Rectified(nn.Conv2d(3, 64, kernel_size=3, stride=2, padding=1))
        layers["pool1"] = nn.MaxPool2d(kernel_size=3, stride=2)
        channels = 64
        for name, squeezed in FIRE.items():
            layers[name] = Fire(channels, squeezed)
            channels = 8 * squeezed
            if name in ("fire3", "fire5"):
                layers[name.replace("fire", "pool")] = nn.MaxPool2d(kernel_size=3, stride=2)
        layers["conv10"] = nn.Conv2d(channels, CLASSES, kernel_size=1)
        layers["logits"] = Average()
        super().__init__(layers)


class MBConv(nn.Module):
    """A mobile inverted bottleneck: widen, look around in each map by itself, narrow again.

        (B, C, H, W) -> expand (B, eC, H, W) -> depthwise (B, eC, H/s, W/s) -> project (B, C', H/s, W/s)

    A plain k x k convolution from eC to eC maps would cost eC times the weights
    of the depthwise one, which never mixes two maps: the 1 x 1 convolutions
    before and after it do.  The narrow end has no activation (it would destroy
    what is squeezed into few maps: Sandler et al., MobileNetV2, 2018), and where
    the shape stays the same the input is added to it (He et al., 2015).
    """

    def __init__(self, channels: int, filters: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = channels * expansion
        self.expand = ConvNorm(channels, wide, kernel=1) if expansion > 1 else nn.Identity()
        self.depthwise = ConvNorm(wide, wide, kernel=kernel, stride=stride, groups=wide)
        self.project = ConvNorm(wide, filters, kernel=1, activates=False)
        self.skips = stride == 1 and channels == filters

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C', H/s, W/s)."""
        y: Tensor = self.project(self.depthwise(self.expand(x)))
        return x + y if self.skips else y


class ConvNorm(nn.Module):
    """Convolution with TensorFlow's "same" padding, batch normalisation, ReLU6 = min(max(x, 0), 6)."""

    def __init__(
        self, channels: int, filters: int, *, kernel: int, stride: int = 1, groups: int = 1, activates: bool = True
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, filters, kernel, stride, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(filters, eps=1e-3)
        self.kernel, self.stride, self.activates = kernel, stride, activates

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C', H/s, W/s), rounded up."""
        x = self.before_relu(x)
        return F.relu6(x) if self.activates else x

    def before_relu(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C', H/s, W/s), of either sign."""
        if self.kernel > 1:
            top, bottom = same_padding(x.shape[2], self.kernel, stride=self.stride)
            left, right = same_padding(x.shape[3], self.kernel, stride=self.stride)
            x = F.pad(x, (left, right, top, bottom))
        normal: Tensor = self.norm(self.conv(x))
        return normal


class Fire(nn.Module):
    """Squeeze to few maps with 1 x 1 kernels, then expand: half of the new maps by 1 x 1, half by 3 x 3 kernels.

        (B, C, H, W) -> squeeze (B, S, H, W) -> expand1 (B, 4S, H, W) beside expand3 (B, 4S, H, W) -> (B, 8S, H, W)

    The dear 3 x 3 kernels read S maps instead of C.
    """

    def __init__(self, channels: int, squeezed: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, squeezed, kernel_size=1)
        self.expand1 = nn.Conv2d(squeezed, 4 * squeezed, kernel_size=1)
        self.expand3 = nn.Conv2d(squeezed, 4 * squeezed, kernel_size=3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, 8S, H, W)."""
        return F.relu(self.before_relu(x))

    def before_relu(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, 8S, H, W), of either sign."""
        x = F.relu(self.squeeze(x))
        return torch.cat([self.expand1(x), self.expand3(x)], dim=1)


class Rectified(nn.Sequential):
    """One layer and a ReLU after it."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__(layer, nn.ReLU())

    def before_relu(self, x: Tensor) -> Tensor:
        """What the layer gives, of either sign."""
        maps: Tensor = self[0](x)
        return maps


class Average(nn.Module):
    """The mean of every map: (B, C, H, W) -> (B, C)."""

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C)."""
        return x.mean(dim=(2, 3))


@cache
def shipped(net: str) -> PhotoNet:
    """A network with its shipped weights, ready to be asked: nothing in it learns any more.

    Args:
        net: a name in :data:`dnnlab.photo.facts.NETS`.

    Raises:
        ValueError: there is no such network.
    """
    file = known(net).file
    with torch.inference_mode(False):  # who asks first may be in that mode: its tensors allow no gradient ever after
        model = {EFFICIENTNET: EfficientNetLite0, SQUEEZENET: SqueezeNet11}[net]()
        model.load_state_dict(load_file(file))
        # the fast layout on a CPU; PyTorch's stubs do not know this keyword
        model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        model.eval().requires_grad_(False)
        model(torch.zeros(1, 3, known(net).side, known(net).side))  # the first pass takes twice as long as the others
        return model
