"""The lesson's words and panels: formulas hold as printed, scenes bear any run, reasons of a collapse are right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.data import mnist
from dnnlab.live.recorded import load
from dnnlab.plots.palette import LIGHT
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.kinds.map import MapPanel
from dnnlab.ui.passing import PassedDigit
from dnnlab.ui.recording import recorded
from dnnlab.vae.model.figures import two_bars
from dnnlab.vae.model.knobs import GAUSSIAN, MEAN, POINT, VaeConfig
from dnnlab.vae.model.linear import LinearGaussian, moment
from dnnlab.vae.model.net.calls import passed
from dnnlab.vae.model.net.experiment import VaeTraining
from dnnlab.vae.model.recordings import BETAS, PLAIN, file_of, further
from pages.vae.model.collapse import collapse
from pages.vae.model.glass import drawn
from pages.vae.model.maths import bound, maths
from pages.vae.model.scene import VaeScene
from tests.unit.printed import assert_holds


@pytest.mark.parametrize("numbers", [(-153.207, 5.69), (-99.999, 25.004), (1083.39, 56.71)])
def test_the_bound_follows_from_what_is_printed(numbers: tuple[float, float]) -> None:
    assert_holds(bound(*numbers))


@pytest.mark.parametrize("numbers", [(0.377, 0.071, -1.23), (-2.5, 1.99, 3.0), (0.0, 0.0, 0.0)])
def test_a_draw_follows_from_what_is_printed(numbers: tuple[float, float, float]) -> None:
    assert_holds(drawn(*numbers))


@pytest.mark.parametrize("knobs", [
    {}, {"coder": POINT}, {"pixels": GAUSSIAN}, {"reduction": MEAN, "beta": 2.5}, {"data": "faces"},
])  # fmt: skip
def test_the_maths_follow_the_knobs(knobs: dict[str, object]) -> None:
    told = maths(VaeConfig(**knobs), recorded("vae").at(1e9))
    text = "\n".join(told)
    assert "Of step 4,297" in text
    assert ("coin toss" in text) == (not {"pixels", "data"} & knobs.keys())
    for each in told:
        if "784 =" in each or "072 =" in each:
            assert_holds(each)


@pytest.mark.parametrize("knobs", [{}, {"coder": POINT}, {"code": 16}, {"data": "faces", "hidden": "16"}])
def test_every_run_can_be_drawn(knobs: dict[str, object]) -> None:
    view = VaeTraining(VaeConfig(**knobs)).view()
    panels = VaeScene(config=VaeConfig(**knobs)).pictures(view, LIGHT)
    assert any("KL" in panel.title for panel in panels) == view.draws
    assert len(payload.encode(panels, LIGHT)) < 300_000


def test_a_drawn_digit_gets_its_ellipse_only_where_its_decoder_holds() -> None:
    view = VaeTraining(VaeConfig()).view()
    own = PassedDigit(np.zeros((28, 28), np.uint8), passed(mnist.test().images[0]), shipped=True)
    scene = VaeScene(decoder="x", only_at=7, own=own)
    maps = [
        next(each for each in scene.pictures(moment, LIGHT) if isinstance(each, MapPanel))
        for moment in (view, replace(view, step=7))
    ]
    assert [len(each.places) for each in maps] == [0, 1] and [each.decoder for each in maps] == ["", "x"]
    assert len(maps[1].ellipses) == len(maps[0].ellipses) + 1


def test_the_reason_of_a_collapse() -> None:
    view = replace(VaeTraining(VaeConfig()).view(), step=1_000, kl=np.array([0.0, 2.0], np.float32))
    assert "784 times dearer" in collapse(view, VaeConfig(reduction=MEAN))
    assert "costs 10" in collapse(replace(view, beta=10.0), VaeConfig(beta=10.0))
    assert "Warm-up" in collapse(view, VaeConfig())
    assert "None" in collapse(replace(view, kl=np.ones(2, np.float32)), VaeConfig())


def test_a_further_recording_is_that_of_its_beta() -> None:
    for beta in BETAS:
        config = VaeConfig(beta=beta)
        assert further(config) == file_of(beta)
        assert load(CATALOGUE, "vae", file_of(beta)).config == config
    assert further(VaeConfig()) is None and further(VaeConfig(beta=4.0, code=4)) is None
    assert further(VaeConfig(coder=POINT)) == PLAIN
    assert load(CATALOGUE, "vae", PLAIN).config == VaeConfig(coder=POINT)


@pytest.mark.parametrize("q", [(0.0, 1.0), (3.9, 0.05)])
def test_both_bars_have_one_length(q: tuple[float, float]) -> None:
    now = moment(LinearGaussian(), 2.0, *q)
    bound_, evidence, kl = two_bars(now, LIGHT, height=100).data
    assert kl.base[0] + kl.x[0] == pytest.approx(bound_.x[0]) and evidence.x[0] == kl.base[0]


def test_beside_an_autoencoder_what_both_have_is_drawn() -> None:
    now = recorded("vae").at(1e9)
    point = replace(now, status=replace(now.status, config=VaeConfig(coder=POINT)))
    alone, beside = (VaeScene().curves(now, other, LIGHT)[0] for other in (None, point))
    assert alone.title.startswith("The bound") and beside.title == "How well both copy"
    assert VaeScene().curves(point, None, LIGHT)[0].title == "How well it copies"


def test_a_recording_without_a_decoder_says_so() -> None:
    view = recorded("vae").views[-1]
    told = {decoder: VaeScene(decoder=decoder).pictures(view, LIGHT)[0] for decoder in ("", "x")}
    assert "no decoder" in told[""].waits and "when the recording" in told["x"].waits
