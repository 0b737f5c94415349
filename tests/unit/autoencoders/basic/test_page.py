"""The lesson's words and panels: formulas hold as printed, scenes bear any run, a decoder only where it holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dnnlab.autoencoders.basic.knobs import CONTRACTIVE, DENOISING, SPARSE, AutoencoderConfig
from dnnlab.autoencoders.basic.net.experiment import AutoencoderTraining
from dnnlab.autoencoders.basic.views import Passed
from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.plots.palette import LIGHT
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.kinds.map import MapPanel
from dnnlab.ui.passing import PassedDigit
from dnnlab.ui.recording import recorded
from pages.autoencoders.basic.maths import a_pixel, maths, parameter_counts
from pages.autoencoders.basic.scene import AutoencoderScene
from tests.unit.printed import assert_holds


@pytest.mark.parametrize("error", [31.408, 1_234.5, 0.0123, 8.0])
@pytest.mark.parametrize("pixels", [784, 3_072])
def test_the_miss_of_a_pixel_follows_from_what_is_printed(error: float, pixels: int) -> None:
    assert_holds(a_pixel(error, pixels))


@pytest.mark.parametrize("knobs", [
    {}, {"tied": True}, {"kind": "convolutional"}, {"regularizer": SPARSE}, {"regularizer": CONTRACTIVE},
    {"output": "identity", "loss": "squared error"}, {"loss": "squared error"},
])  # fmt: skip
def test_the_maths_follow_the_knobs(knobs: dict[str, object]) -> None:
    told = "\n".join(maths(AutoencoderConfig(**knobs), recorded("autoencoder").at(1e9)))
    assert ("Jacobian" in told) == (knobs.get("regularizer") == CONTRACTIVE)
    assert "Of step 4,297" in told


@pytest.mark.parametrize("knobs", [{}, {"tied": True}, {"hidden": "none"}, {"decoder": "30-50"}])
def test_the_table_counts_what_the_network_has(knobs: dict[str, object]) -> None:
    config = AutoencoderConfig(**knobs)
    net = AutoencoderTraining(config).model
    assert sum(count for _, count in parameter_counts(config).values()) == sum(
        each.numel() for each in net.parameters()
    )


@pytest.mark.parametrize("knobs", [
    {}, {"code": 1}, {"code": 20, "regularizer": DENOISING}, {"regularizer": CONTRACTIVE, "hidden": "16"},
])  # fmt: skip
def test_every_run_can_be_drawn(knobs: dict[str, object]) -> None:
    view = AutoencoderTraining(AutoencoderConfig(**knobs)).view()
    panels = AutoencoderScene(decoder="here").pictures(view, LIGHT)
    assert len(payload.encode(panels, LIGHT)) < 300_000
    titles = [panel.title for panel in panels]
    assert ("Missing pixels, filled in" in titles) == (knobs.get("regularizer") == DENOISING)


def map_of(scene: AutoencoderScene, step: int) -> MapPanel:
    views = load(CATALOGUE, "autoencoder").views
    (found,) = [each for each in scene.pictures(views[step], LIGHT) if isinstance(each, MapPanel)]
    return found


def test_the_recording_is_dragged_only_where_its_decoder_holds() -> None:
    scene = AutoencoderScene(decoder="here", only_at=4_297)
    assert (map_of(scene, 0).decoder, map_of(scene, -1).decoder) == ("", "here")
    assert "Play" in map_of(scene, 0).waits


def test_beside_another_run_nothing_is_dragged() -> None:
    assert map_of(AutoencoderScene(beside=True), -1).decoder == ""


def test_the_learners_digit_is_marked_where_its_network_holds() -> None:
    passed = Passed(
        code=np.ones(2, np.float32), point=np.ones(2, np.float32), output=np.zeros((28, 28), np.uint8), error=3
    )
    own = PassedDigit(np.zeros((28, 28), np.uint8), passed, shipped=True)
    scene = AutoencoderScene(decoder="here", only_at=4_297, own=own)
    assert [len(map_of(scene, place).places) for place in (0, -1)] == [0, 1]
    theirs = replace(scene, only_at=-1, own=PassedDigit(own.pixels, passed, shipped=False))
    assert len(map_of(theirs, 0).places) == 1
