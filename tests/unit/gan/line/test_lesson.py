"""What the game in one dimension trains, keeps, draws and says."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from dnnlab.catalogue import CATALOGUE
from dnnlab.gan.line.drawing import from_ink, to_ink
from dnnlab.gan.line.figures import four_pictures, gradient_figure
from dnnlab.gan.line.knobs import BOTH, MINIMAX, ONLY_D, ONLY_G, PACES, RELU, SAW, TWO_HILLS, LineConfig
from dnnlab.gan.line.net.experiment import LineGame
from dnnlab.gan.line.shapes import DRAWN, HEIGHTS, SHAPES, read_heights
from dnnlab.gan.line.table import HALF_END, JS_END, SEEDS, SETTINGS, config_of, read, table
from dnnlab.gan.line.views import LineView
from dnnlab.live.config import InvalidConfig
from dnnlab.live.recorded import load
from dnnlab.live.twins import is_twin_of
from dnnlab.live.wire import Snapshot, Status
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.blocks import Latex
from dnnlab.ui.components.stage import payload
from dnnlab.ui.recording import recorded
from pages.gan.line.drawing import TWINS
from pages.gan.line.maths import maths, parameter_counts
from pages.gan.line.scene import LineScene, felt, monotone, scene_of, verdict
from tests.unit.printed import assert_holds
from tools.build_gan_line import run

RUN = load(CATALOGUE, "gan_1d")
LAST: LineView = RUN.views[-1]


def snapshot(config: LineConfig, view: LineView | None = LAST, **latest: float) -> Snapshot:
    return Snapshot(status=Status(config=config, step=view.step if view else 0, latest=latest), view=view)


def played(steps: int, **knobs: object) -> LineGame:
    game = LineGame(LineConfig().replace(**knobs))
    for _ in range(steps):
        game.step()
    return game


def weights(game: LineGame, name: str) -> torch.Tensor:
    return torch.cat([each.detach().flatten() for each in getattr(game, name).parameters()]).clone()


def test_the_default_comes_to_the_end_of_the_game_in_every_seed() -> None:
    found = table()
    assert set(found) == {(name, seed) for name in SETTINGS for seed in SEEDS}
    first = [found["As at first", seed] for seed in SEEDS]
    assert len(first) == 5
    assert all(each.divergence < 0.01 and each.from_half < 0.05 and each.over for each in first)
    assert (JS_END, HALF_END) == (0.01, 0.05)


def test_an_entry_of_the_table_is_measured_again() -> None:
    again = asdict(run("As at first", 4))  # another processor adds up in another order
    assert again == pytest.approx(asdict(table()["As at first", 4]), rel=0.05)


def test_the_card_says_what_the_table_has(root: Path) -> None:
    text = (root / "assets/gan/line/card.md").read_text(encoding="utf-8")
    for setting in SETTINGS:
        rows = [table()[setting, seed] for seed in SEEDS]
        told = f"{sum(each.over for each in rows)} of 5 | " + ", ".join(f"{each.divergence:.4f}" for each in rows)
        assert f"| {setting} | {told} |" in text


def test_the_recording_ends_at_the_end_of_the_game() -> None:
    assert RUN.steps[-1] == 3_000
    assert LAST.divergence < 0.01
    assert LAST.value == pytest.approx(-math.log(4), abs=0.01)
    assert "at its end" in verdict(recorded("gan_1d").at(1e9).status.latest)


def ended() -> Mapping[str, float]:
    return {"mean_jensen_shannon": 0.001, "mean_from_half": 0.02}


def test_a_verdict_needs_both_means() -> None:
    assert "at its end" in verdict(ended())
    assert "needs" in verdict({**ended(), "mean_from_half": 0.06})
    assert "needs" in verdict({**ended(), "mean_jensen_shannon": 0.02})
    assert "bound" in verdict({})


@pytest.mark.parametrize(("moves", "generator", "discriminator"), [(BOTH, True, True), (ONLY_D, False, True),
                                                                   (ONLY_G, True, False)])  # fmt: skip
def test_who_does_not_learn_stands_still(moves: str, generator: bool, discriminator: bool) -> None:
    game = played(3)
    before = weights(game, "generator"), weights(game, "discriminator")
    game.tune(game.config.replace(moves=moves))
    metrics = [game.step() for _ in range(3)]
    assert bool((weights(game, "generator") != before[0]).any()) == generator
    assert bool((weights(game, "discriminator") != before[1]).any()) == discriminator
    assert all({"discriminator_loss", "generator_loss"} <= each.keys() for each in metrics), "both are told"


def test_d_alone_goes_to_its_best_answer() -> None:
    game = played(0, moves=ONLY_D)
    before = game.view()
    for _ in range(1_000):
        game.step()
    after = game.view()
    gap = [2 * each.divergence - math.log(4) - each.value for each in (before, after)]
    assert after.divergence == before.divergence, "the fakes stay where they are"
    assert 0 <= gap[1] < 0.02 < gap[0]


def test_k_steps_of_d_draw_k_batches() -> None:
    once, thrice = played(1, discriminator_steps=1), played(1, discriminator_steps=3)
    assert not torch.equal(weights(once, "discriminator"), weights(thrice, "discriminator"))
    thirds = thrice.discriminator_optimizer.state[next(iter(thrice.discriminator.parameters()))]["step"]
    assert (float(thirds), float(once.discriminator_optimizer.state_dict()["state"][0]["step"])) == (3, 1)


def test_a_checkpoint_brings_both_nets_back_bit_for_bit() -> None:
    game = played(37, penalty=0.1)
    saved = _copy(game)
    wanted = [game.step() for _ in range(8)]
    again = LineGame(game.config)
    again.load_state_dict(saved)
    assert [again.step() for _ in range(8)] == wanted
    for name in ("generator", "discriminator"):
        assert torch.equal(weights(game, name), weights(again, name))
    game.load_state_dict(saved)  # a rewind
    assert game.steps_taken == 37
    assert [game.step() for _ in range(8)] == wanted
    assert {key.split(".")[0] for key in game.weights()} == {"generator", "discriminator"}


def _copy(game: LineGame) -> dict[str, object]:
    kept = LineGame(game.config)
    kept.load_state_dict(game.state_dict())
    return kept.state_dict()


def test_a_view_draws_from_no_stream_of_the_run() -> None:
    looked, alone = played(5), played(5)
    looked.view()
    assert looked.step() == alone.step()


def test_the_data_may_be_drawn_anew_on_the_way() -> None:
    game = played(10, data=DRAWN)
    before = game.view().data
    game.tune(game.config.replace(heights=SAW))
    assert not np.allclose(before, game.view().data)
    assert game.view().data.max() == pytest.approx(game.config.target.pdf(game.view().x.astype(float)).max(), rel=1e-3)
    assert all(map(math.isfinite, game.step().values()))


@pytest.mark.parametrize("data", SHAPES)
@pytest.mark.parametrize("noise", SHAPES)
def test_all_data_and_noise_go_together(data: str, noise: str) -> None:
    game = played(6, data=data, noise=noise, activation=RELU)
    view = game.view()
    assert np.isfinite(view.data).all() and np.isfinite(view.exact).all()
    assert len(payload.encode(LineScene().pictures(view, LIGHT), LIGHT)) < 300_000


@pytest.mark.parametrize("loss", [MINIMAX, "non-saturating"])
def test_the_value_lies_below_its_bound_at_every_step(loss: str) -> None:
    game = LineGame(LineConfig(loss=loss))
    for _ in range(100):
        metrics = game.step()
        if "value" in metrics:
            assert metrics["value"] <= metrics["bound"] + 1e-9
            assert metrics["bound"] == pytest.approx(2 * metrics["jensen_shannon"] - math.log(4))


def test_weights_that_overflow_end_the_run_with_a_loss_that_is_not_finite() -> None:
    game = played(2)
    with torch.no_grad():
        next(iter(game.generator.parameters())).fill_(math.nan)
    assert math.isnan(game.view().value)
    assert not math.isfinite(game.step()["discriminator_loss"])
    assert game.steps_taken == 2


def test_the_paces() -> None:
    assert [LineGame(LineConfig(pace=each)).breath for each in PACES] == [0.2, 0.02, 0.0]


@pytest.mark.parametrize("text", [TWO_HILLS, SAW, "000000000090000000000000", "123456789012345678901234"])
def test_what_is_drawn_is_read_back(text: str) -> None:
    assert read_heights(text) == tuple(map(int, text))
    again = from_ink(to_ink(text))
    assert again is not None
    assert max(abs(int(a) - int(b)) for a, b in zip(again, text, strict=True)) <= 4, "a column has two cells"
    assert np.abs(np.array(read_heights(again), float) - np.array(read_heights(text), float)).mean() < 0.8


def test_a_filled_hill_and_its_outline_are_the_same_density() -> None:
    outline = np.zeros((48, 48), np.uint8)
    for column in range(10, 30):
        outline[20 + abs(column - 20), column] = 255
    filled = np.where(np.cumsum(outline, 0) > 0, 255, 0).astype(np.uint8)
    text = from_ink(outline)
    assert text is not None and text == from_ink(filled)
    assert len(text) == HEIGHTS and text.startswith("0000") and text.endswith("00000000")


def test_an_empty_pad_is_no_density() -> None:
    assert from_ink(np.zeros((48, 48), np.uint8)) is None
    bottom = np.zeros((48, 48), np.uint8)
    bottom[-1] = 255
    assert from_ink(bottom) is None


@pytest.mark.parametrize(("text", "told"), [("", "24 digits"), ("12", "24 digits"), ("x" * 24, "24 digits"),
                                            ("²" * 24, "24 digits"), ("0" * 24, "above 0")])  # fmt: skip
def test_heights_that_are_none_are_refused_in_a_sentence(text: str, told: str) -> None:
    with pytest.raises(InvalidConfig, match=told):
        LineConfig(data=DRAWN, heights=text)


def test_the_figures_are_valid_and_bear_what_is_not_finite() -> None:
    for palette in (LIGHT, DARK):
        for made in (four_pictures(LAST, palette, height=300), gradient_figure(LAST, True, palette, height=300)):
            type(made)(made.to_plotly_json())  # plotly checks it
    for value in (math.nan, math.inf):
        gone = {name: np.full_like(getattr(LAST, name), value) for name in ("exact", "counted", "d", "best", "made",
                                                                            "push", "fakes")}  # fmt: skip
        view = replace(LAST, **gone, value=value, divergence=value, from_half=value)
        now = snapshot(LineConfig(), view)
        assert [panel.pack() for panel in [*LineScene().curves(now, now, LIGHT), *LineScene().pictures(view, LIGHT)]]
        assert maths(LineConfig(), now)


def test_what_draws_a_moment_knows_the_loss_of_then() -> None:
    assert scene_of(snapshot(LineConfig(loss=MINIMAX))) == LineScene(MINIMAX)
    solid = [trace.line.dash for trace in gradient_figure(LAST, True, LIGHT, height=200).data if trace.mode == "lines"]
    assert solid == ["solid", "dash"]


def test_the_captions() -> None:
    assert "monotone" in monotone(replace(LAST, turns=0))
    assert "turns once:" in monotone(replace(LAST, turns=1))
    assert "turns 3 times:" in monotone(replace(LAST, turns=3))
    assert "64 fakes" in felt(LAST)


@pytest.mark.parametrize("knobs", [
    {}, {"loss": MINIMAX, "momentum": 0.0}, {"penalty": 0.2, "hidden": 4}, {"optimizer": "SGD", "momentum": 0.9},
])  # fmt: skip
def test_formulas_hold_as_they_are_printed(knobs: dict[str, object]) -> None:
    config = LineConfig().replace(**knobs)
    for view in (RUN.views[0], RUN.views[10], LAST):
        told = maths(config, snapshot(config, view))
        worked = [each for each in told if isinstance(each, Latex) and re.search(r"D\^\*\([^x].*frac|\+ 2 .cdot", each)]
        assert len(worked) == 2
        for each in worked:
            assert_holds(re.sub(r"(?<=D)\^\*|\([-−]?[\d.]+\)(?= =)|,(?= \\qquad)", "", each))
    game = LineGame(config)
    count = sum(count for _, count in parameter_counts(config).values())
    assert count == sum(each.numel() for each in game.generator.parameters())
    assert count == sum(each.numel() for each in game.discriminator.parameters())


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.7])
def test_the_rule_of_adam_is_torch_s(momentum: float) -> None:
    config = LineConfig(momentum=momentum)
    (rule,) = [each for each in maths(config, snapshot(config)) if isinstance(each, Latex) and "0.999" in each]
    first, rest = map(float, re.findall(r"m \\leftarrow ([\d.]+)\\,m \+ ([\d.]+)\\,g", rule)[0])
    assert first + rest == pytest.approx(1)
    assert first == LineGame(config).generator_optimizer.param_groups[0]["betas"][0]


def test_each_twin_differs_in_one_thing() -> None:
    assert all(is_twin_of(LineConfig(), change) and len(change) == 1 for _, change in TWINS)


def test_the_table_is_read_from_its_lines() -> None:
    (entry,) = read(["setting,seed,divergence,from_half,seconds", "As at first,0,0.004,0.06,1"]).values()
    assert not entry.over
    assert config_of("Minimax loss", 3) == LineConfig(loss=MINIMAX, seed=3)
