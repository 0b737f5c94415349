"""The lesson's words and panels: formulas hold as printed, every game can be drawn, losses are told rightly."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from dnnlab.doctor.adversarial import TROUBLES, adversarial
from dnnlab.gan.games import GAMES, LEAST_SQUARES, NON_SATURATING, PROBABILITIES, WASSERSTEIN, WASSERSTEIN_GP
from dnnlab.gan.plane.failures import FAILURES, REPAIRS, applies, measured, mended, remedies
from dnnlab.gan.plane.health import health
from dnnlab.gan.plane.knobs import PlaneConfig
from dnnlab.gan.plane.net.experiment import PlaneGame
from dnnlab.gan.plane.phases import LAST
from dnnlab.gan.plane.views import Judged, PlaneView
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.blocks import Latex
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.kinds.plane import PlanePanel
from dnnlab.ui.recording import recorded
from pages.gan.plane.maths import maths
from pages.gan.plane.scene import LONGEST, PlaneScene
from pages.gan.plane.theatre import said, table
from tests.unit.printed import assert_holds

RECORDING = recorded("gan_2d")


@pytest.mark.parametrize("seconds", [0.0, 1.0, 5.0, 1e9])
def test_the_value_of_the_game_follows_from_what_is_printed(seconds: float) -> None:
    shown = [each for each in maths(PlaneConfig(), RECORDING.at(seconds)) if "V(D^*,G)=1.39" in each]
    for each in shown:
        assert isinstance(each, Latex)
        assert_holds(str(each).partition("=")[2])
    assert len(shown) == (not math.isnan(RECORDING.at(seconds).view.now.js))


@pytest.mark.parametrize("game", GAMES)
def test_every_game_has_its_formulas_and_can_be_drawn(game: str) -> None:
    config = PlaneConfig(loss=game, smoothing=0.1, batch_size=16)
    run = PlaneGame(config)
    now = RECORDING.at(1e9)
    for _ in range(2):
        view = run.view()
        shown = replace(now, view=view, status=replace(now.status, config=config))
        assert any("L_D=" in each for each in maths(config, shown))
        panels = [*PlaneScene().curves(shown, None, LIGHT), *PlaneScene().pictures(view, DARK)]
        assert len(payload.encode(panels, LIGHT)) < 300_000
        run.step()


@pytest.mark.parametrize("noise_size", [1, 2, 8])
def test_every_phase_says_what_it_shows(noise_size: int) -> None:
    run = PlaneGame(PlaneConfig(slow=True, noise_size=noise_size, batch_size=16))
    titles = set()
    for phase in range(1, LAST + 1):
        run.step()
        (panel,) = PlaneScene().pictures(run.view(), LIGHT)
        assert isinstance(panel, PlanePanel) and panel.shown is not None
        names = [layer.name for layer in panel.layers]
        assert set(panel.lit) <= set(panel.shown) <= set(names) and panel.lit
        assert panel.title.startswith(f"Phase {phase} of 10")
        assert panel.plays == (phase in (2, 7))
        titles.add(panel.title)
        payload.encode([panel], LIGHT)
    assert len(titles) == LAST
    assert len(run.view().real) == 0, "G never sees a real point"


def test_a_gradient_that_has_vanished_has_no_arrows_and_none_is_longer_than_twice_the_usual() -> None:
    view = RECORDING.at(1e9).view
    for factor, seen in ((1e-6, False), (1.0, True), (1e6, True)):
        (panel,) = PlaneScene().pictures(replace(view, arrows=view.arrows * factor), LIGHT)
        assert isinstance(panel, PlanePanel)
        longest = float(np.linalg.norm(np.asarray(panel.layers[-1].values), axis=1).max())
        assert longest <= 2 * LONGEST + 1e-6
        assert (longest > 0.05) == seen


def view_with(**values: object) -> PlaneView:
    return replace(RECORDING.at(1e9).view, **values)  # type: ignore[arg-type]


GOOD, BAD = Judged(modes=8, good=0.9, js=0.05, kl=0.2), Judged(modes=1, good=0.3, js=0.6, kl=9.0)


@pytest.mark.parametrize(
    ("losses", "now", "words"),
    [
        (math.nan, GOOD, "do not fall to 0"),
        (0.1, BAD, "far below"),
        (0.9, GOOD, "below, D still finds"),
        (1.37, GOOD, "the fakes agree: 8 of 8 modes"),
        (1.39, BAD, "it looks like the end, but the fakes do not: 1 of 8 modes"),
        (1.6, BAD, "worse than a coin"),
    ],
)
def test_the_sentence_says_where_the_loss_stands(losses: float, now: Judged, words: str) -> None:
    told = health(view_with(losses=(losses, 0.7), now=now))
    assert words in told and "1.39 = log 4" in told


def test_a_critics_loss_is_a_distance_and_smoothing_moves_the_end() -> None:
    for game in (WASSERSTEIN, WASSERSTEIN_GP):
        told = health(view_with(loss=game, losses=(-0.3, 0.1), says=(0.5, 0.2), now=BAD))
        assert "D’s loss is 0" in told and "gap between the scores is 0.3" in told
    assert "0.25" in health(view_with(loss=LEAST_SQUARES, losses=(0.24, 0.1)))
    smoothed = health(view_with(loss=NON_SATURATING, label=0.8, losses=(1.3, 0.9)))
    assert "log 4" not in smoothed and "is 1.35," in smoothed.replace("1.34", "1.35")


def test_the_doctor_reads_the_recording_as_healthy_at_its_end() -> None:
    assert said(RECORDING.at(1e9)) == ("healthy",)
    assert said(RECORDING.at(0.0)) == ()


def test_every_failure_is_one_of_the_doctors_and_every_repair_changes_something() -> None:
    assert set(FAILURES) == set(TROUBLES)
    for failure in FAILURES.values():
        assert failure.repairs
        for repair in failure.repairs:
            assert failure.config().replace(**REPAIRS[repair]) != failure.config()
    assert not applies("Label smoothing", PlaneConfig(loss=WASSERSTEIN))
    assert not applies("Adam with default steps", PlaneConfig())


def test_what_was_measured_covers_all_failures_over_five_seeds_and_all_of_them_fail() -> None:
    says = measured()
    assert set(says) == set(FAILURES)
    for name, each in says.items():
        assert set(each) == {"", *FAILURES[name].repairs}
        assert all(len(verdicts) == 5 for verdicts in each.values())
        assert each[""] == [name] * 5
        assert max(mended(verdicts) for verdicts in each.values()) >= 3, f"nothing mends {name}"
    assert table().count("\n") == len({repair for each in says.values() for repair in each}) + 1


def test_a_measured_verdict_comes_out_again() -> None:
    """Divergence ends soonest: seed 0, in full."""
    from tools.measure_gan_repairs import verdict

    assert verdict(FAILURES["divergence"].config(0)) == "divergence"


def test_remedies_say_how_often_they_mended_where_the_knobs_are_the_failures_own() -> None:
    own = remedies(FAILURES["mode collapse"].config(3))["mode collapse"]
    assert own and all("of 5 seeds" in each.label for each in own)
    other = remedies(FAILURES["mode collapse"].config().replace(target="spiral"))["mode collapse"]
    assert other and not any("seeds" in each.label for each in other)
    doctor = adversarial(modes=8, remedies=remedies(PlaneConfig()))
    assert doctor({}) == []


def test_probabilities_are_those_of_two_games() -> None:
    assert set(PROBABILITIES) <= set(GAMES)
