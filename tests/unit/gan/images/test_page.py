"""What the page of GANs of pictures says and draws, with the numbers of the moment."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from dnnlab.gan.figures import judge_bars
from dnnlab.gan.images.figures import class_bars, opinions
from dnnlab.gan.images.knobs import ImagesConfig
from dnnlab.gan.material import AVATARS, FASHION, MNIST
from dnnlab.gan.standards import standards
from dnnlab.plots.palette import LIGHT
from dnnlab.ui.recording import recorded
from pages.gan.images.maths import maths
from pages.gan.images.own import TWINS
from pages.gan.images.scene import ImagesScene

NOW = recorded("gan_images").at(1e9)


@pytest.mark.parametrize("smoothing", [0.05, 0.1, 0.3])
def test_the_two_shares_of_a_smoothed_label_add_up_to_one_as_they_are_printed(smoothing: float) -> None:
    (formula,) = (each for each in maths(ImagesConfig(smoothing=smoothing), NOW) if each.startswith("L_D = -"))
    rest, part = re.findall(r"([\d.]+) \\ln", formula)
    assert float(rest) + float(part) == pytest.approx(1.0) and float(part) == smoothing


@pytest.mark.parametrize("averaging", ["0.9", "0.99", "0.999"])
def test_the_weights_of_the_average_add_up_to_one_as_they_are_printed(averaging: str) -> None:
    (formula,) = (each for each in maths(ImagesConfig(averaging=averaging), NOW) if each.startswith(r"\bar\theta"))
    kept, new = re.findall(r"([\d.]+)\\,", formula)
    assert float(kept) + float(new) == pytest.approx(1.0)
    assert not any(r"\bar" in each for each in maths(ImagesConfig(averaging="none"), NOW))


def test_the_losses_of_the_moment_are_those_of_the_run() -> None:
    latest = NOW.status.latest
    told = maths(ImagesConfig(), NOW)[-1]
    d, g = (float(each) for each in re.findall(r"= ([\d.]+)", told))
    assert d == pytest.approx(latest["discriminator_loss"], rel=5e-3)
    assert g == pytest.approx(latest["generator_loss"], rel=5e-3)
    broken = replace(NOW, status=replace(NOW.status, latest={**latest, "generator_loss": float("nan")}))
    assert not maths(ImagesConfig(), broken)[-1].startswith("L_D")


@pytest.mark.parametrize("data", [MNIST, FASHION, AVATARS])
def test_the_judge_stands_between_its_ceiling_and_its_floors(data: str) -> None:
    known = standards()[data]["scores"]
    figure = judge_bars((NOW.view.precision, NOW.view.coverage), known, LIGHT, height=100)
    for trace, metric in zip(figure.data, ("precision", "coverage"), strict=True):
        assert list(trace.y[:2]) == ["this run", "other real ones"]
        assert trace.x[0] == pytest.approx(100 * getattr(NOW.view, metric))
        assert trace.x[1] == pytest.approx(100 * known["real"][metric])
    unasked = judge_bars((float("nan"), float("nan")), known, LIGHT, height=100)
    assert unasked.data[0].text[0] == "…"


def test_bars_of_classes_and_of_what_d_says_are_shares() -> None:
    view = NOW.view
    drawn, real = class_bars(view.shares, np.full(10, 0.1, np.float32), view.names, LIGHT, height=100).data
    assert sum(drawn.y) == pytest.approx(100, abs=0.1) and real.y[0] == pytest.approx(10)
    for trace in opinions(view, LIGHT, height=100).data:
        assert sum(trace.y) == pytest.approx(100, abs=0.1)


def test_the_title_names_the_class_that_is_drawn_least() -> None:
    panels = ImagesScene().pictures(NOW.view, LIGHT)
    (found,) = (each for each in panels if each.pair == "classes")
    assert found.title.startswith(f"Drawn least: {NOW.view.names[int(NOW.view.shares.argmin())]}, ")


def test_every_twin_changes_something_that_there_is() -> None:
    for _, change in TWINS:
        assert ImagesConfig().replace(**change) != ImagesConfig()
