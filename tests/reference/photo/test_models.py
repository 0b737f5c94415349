"""The ImageNet networks against the packages that their weights come from, and against their card."""

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest
import torch

from dnnlab.data.photos import PHOTOS, load
from dnnlab.photo.facts import EFFICIENTNET, FOLDER, NEAREST, NETS, SQUEEZENET, class_names
from dnnlab.photo.net.models import EfficientNetLite0, Fire, MBConv, SqueezeNet11, shipped
from dnnlab.photo.preprocess import prepare
from tools.build_photo_nets import CORRECTIONS, RECORDED, THINNED, WITNESSES, answer, best, gallery

CARD = Path(FOLDER / "card.md").read_text(encoding="utf-8")

every_net = pytest.mark.parametrize("net", NETS)


@pytest.fixture(scope="module")
def record():
    """What the packages' own networks were given and said; written by the tool."""
    with np.load(RECORDED) as file:
        return dict(file)


def picture(net: str, seed: int = 0) -> torch.Tensor:
    side = NETS[net].side
    return torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(seed))


@every_net
@pytest.mark.parametrize("photo", WITNESSES)
def test_logits_are_those_of_the_package(record, net, photo):
    expected = record[f"{net}/{photo}/logits"]
    logits = answer(shipped(net), prepare(load(photo), net).array)
    assert np.abs(logits - expected).max() <= 1e-3 * np.abs(expected).max()
    assert best(logits) == best(expected)


@every_net
@pytest.mark.parametrize("photo", WITNESSES)
def test_preprocessing_gives_the_recorded_numbers(record, net, photo):
    array = prepare(load(photo), net).array
    np.testing.assert_allclose(array[:, ::THINNED, ::THINNED], record[f"{net}/{photo}/input"], atol=1e-4)


@every_net
def test_parameters_and_layers_are_as_stated(net):
    model, facts = shipped(net), NETS[net]
    assert sum(each.numel() for each in model.parameters()) == facts.parameters
    with torch.inference_mode():
        trace = model.trace(picture(net))
    shapes = [(name, maps.shape[1], maps.shape[2] if maps.ndim == 4 else 1) for name, maps in trace.items()]
    assert shapes == [(layer.name, layer.maps, layer.side) for layer in facts.layers]
    assert [bool((maps < 0).any()) for maps in trace.values()] == [layer.signed for layer in facts.layers]
    assert model.layer_names() == tuple(trace)
    assert facts.last_maps in trace


def test_parameters_are_those_of_the_papers_table():
    counts = {name: sum(p.numel() for p in layer.parameters()) for name, layer in EfficientNetLite0().named_children()}
    assert counts["stem"] == 3 * 32 * 9 + 2 * 32
    assert counts["block1"] == 32 * 9 + 2 * 32 + 32 * 16 + 2 * 16  # nothing to expand
    assert counts["block2"] == 16 * 96 + 2 * 96 + 96 * 9 + 2 * 96 + 96 * 24 + 2 * 24
    assert counts["head"] == 320 * 1280 + 2 * 1280
    assert counts["logits"] == 1280 * 1000 + 1000
    assert sum(p.numel() for p in Fire(64, 16).parameters()) == (64 + 1) * 16 + (16 + 1) * 64 + (16 * 9 + 1) * 64


@every_net
def test_cut_in_two_at_any_layer_the_network_is_the_same(net):
    model, x = shipped(net), picture(net)
    with torch.inference_mode():
        trace = model.trace(x)
        logits = model(x)
        for name in model.layer_names()[::3]:
            maps = model.features(x, name)
            torch.testing.assert_close(maps, trace[name], rtol=0, atol=0)
            torch.testing.assert_close(model.after(maps, name), logits, rtol=0, atol=0)
    torch.testing.assert_close(trace["logits"], logits, rtol=0, atol=0)


@every_net
def test_a_leak_changes_only_what_a_relu_cuts_off(net):
    model, x = shipped(net), picture(net)
    highest = 6.0 if net == EFFICIENTNET else float("inf")
    with torch.inference_mode():
        trace = model.trace(x)
        for layer in NETS[net].layers:
            maps, leaked = trace[layer.name], model.leaking(x, layer.name)
            if layer.signed:
                torch.testing.assert_close(leaked, maps, rtol=0, atol=0)
            else:
                torch.testing.assert_close(leaked.clamp(0, highest), maps, rtol=0, atol=0)
                assert (leaked < 0).any()
        before = model.stem.before_relu(x) if net == EFFICIENTNET else model.conv1[0](x)
        leaked = model.leaking(x, "stem" if net == EFFICIENTNET else "conv1")
        torch.testing.assert_close(leaked, torch.where(before > 0, before, before / 10))
    with pytest.raises(ValueError, match="There is no layer 'block17'"):
        model.leaking(x, "block17")


def test_an_unknown_layer_is_said_in_a_sentence():
    with pytest.raises(ValueError, match="There is no layer 'block17': the layers are stem, block1"):
        shipped(EFFICIENTNET).features(picture(EFFICIENTNET), "block17")


@pytest.mark.parametrize("module", [EfficientNetLite0, SqueezeNet11])
@pytest.mark.parametrize("size", [(97, 128), (160, 131)])
def test_other_sizes_of_input_are_welcome(module, size):
    with torch.inference_mode():
        assert module().eval()(torch.zeros(2, 3, *size)).shape == (2, 1000)


def test_a_block_adds_its_input_only_where_the_shape_stays():
    x = torch.randn(1, 8, 6, 6, generator=torch.Generator().manual_seed(0))
    for filters, stride, skips in [(8, 1, True), (8, 2, False), (12, 1, False)]:
        block = MBConv(8, filters, kernel=3, stride=stride, expansion=6).eval()
        for values in block.project.parameters():
            torch.nn.init.zeros_(values)
        y = block(x)
        torch.testing.assert_close(y, x if skips else torch.zeros_like(y))


def test_shipped_networks_learn_no_more():
    for net in NETS:
        model = shipped(net)
        assert model is shipped(net)
        assert not model.training
        assert not any(values.requires_grad for values in model.parameters())


def test_the_gallery_is_read_as_the_card_says():
    rows, totals = gallery()
    assert totals == [
        "- EfficientNet-Lite0: top-1 6 of 6, top-5 6 of 6",
        "- SqueezeNet 1.1: top-1 4 of 6, top-5 5 of 6",
    ]
    assert all(line in CARD for line in totals)
    assert len(rows) == len(PHOTOS)
    for row in rows:  # a share may round the other way on another machine
        (said,) = (line for line in CARD.splitlines() if line.startswith(row[: row.index("|", 2)]))
        assert re.sub(r"[\d.]+", "", said) == re.sub(r"[\d.]+", "", row)
        numbers = [[float(each) for each in re.findall(r"\d\.\d\d", line)] for line in (said, row)]
        np.testing.assert_allclose(*numbers, atol=0.0101)


def test_the_first_answers_are_the_ones_that_people_would_give():
    names = class_names()
    first = {
        (photo, net): names[best(answer(shipped(net), prepare(load(photo), net).array))[0]]
        for photo in NEAREST
        for net in NETS
    }
    assert {first["cat", net] for net in NETS} <= {"tabby cat", "tiger cat", "Egyptian Mau"}
    assert {first["coffee", net] for net in NETS} == {"espresso"}
    assert {first["photographer", net] for net in NETS} == {"tripod"}
    assert first["pagoda", EFFICIENTNET] == "palace"
    assert first["flower", EFFICIENTNET] == "daisy"
    assert first["flower", SQUEEZENET] == "orange"  # a miss


@every_net
def test_the_card_names_the_shipped_file(net):
    content = NETS[net].file.read_bytes()
    (line,) = (line for line in CARD.splitlines() if NETS[net].file.name in line)
    assert hashlib.sha256(content).hexdigest() in line
    assert f"{len(content):,}" in line
    assert f"{NETS[net].parameters:,}" in line


def test_corrected_names_are_the_shipped_ones():
    names = class_names()
    assert {number: names[number] for number in CORRECTIONS} == CORRECTIONS
