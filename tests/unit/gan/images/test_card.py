"""What the card says holds for the weights, the judges and the recording that ship."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.gan.images.knobs import ImagesConfig
from dnnlab.gan.images.net.calls import shipped
from dnnlab.gan.images.shipped import SHIPPED
from dnnlab.gan.material import AVATARS, FASHION, MNIST
from dnnlab.gan.net.reading import compared, judged
from dnnlab.gan.standards import standards
from dnnlab.live.recorded import load
from tools.build_gan_images import TRAINING, accuracy, probes, score_of

CARD = Path("assets/gan/images/card.md")


def told(root: Path, pattern: str) -> list[float]:
    found = re.search(pattern, (root / CARD).read_text(encoding="utf-8"))
    assert found is not None, pattern
    return [float(each) for each in found.groups()]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_players_have_the_score_of_the_card(root: Path, name: str) -> None:
    run = shipped(name)
    (*_, found) = judged(MNIST, run.pieces(compared(MNIST)))
    assert found is not None
    score = found.score
    expected = told(root, rf"`{name}\.safetensors`[^|]*\| ([\d.]+) \| ([\d.]+) \| ([\d.]+) %")
    assert [score.precision, score.coverage, 100 * score.rarest] == pytest.approx(expected, abs=0.015)


def test_the_default_reaches_its_goals_when_the_card_says(root: Path) -> None:
    scores = json.loads(TRAINING.read_text(encoding="utf-8"))["digits"]["scores"]
    first = next(each for each in scores if each[2] >= 0.6 and each[3] >= 0.5 and each[4] >= 0.02)
    step, seconds = told(root, r"first at step ([\d]+), after ([\d.]+) s of processor time")
    assert [step, seconds] == first[:2] and seconds < 120
    assert scores[-1][2] >= 0.6 and scores[-1][3] >= 0.5 and scores[-1][4] >= 0.02


def test_the_recording_ends_with_the_score_of_its_players(root: Path) -> None:
    made = load(CATALOGUE, "gan_images")
    assert made.config == ImagesConfig() == SHIPPED["digits"].config
    expected = told(root, r"`digits\.safetensors`[^|]*\| ([\d.]+) \| ([\d.]+) \|")
    assert [made.final["precision"], made.final["coverage"]] == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize("data", [MNIST, FASHION, AVATARS])
def test_ceilings_and_floors_are_those_that_ship_and_stand_on_the_card(root: Path, data: str) -> None:
    card, known = (root / CARD).read_text(encoding="utf-8"), standards()[data]["scores"]
    for name, each in known.items():
        assert f"| {data} | {name} | {each['precision']:.3f} | {each['coverage']:.3f} |" in card
    name, pictures = next(probes(data))
    score = score_of(data, pictures)
    assert [score.precision, score.coverage] == pytest.approx([known[name]["precision"], known[name]["coverage"]])


def test_the_judge_of_clothes_is_as_good_as_its_card_says(root: Path) -> None:
    assert 100 * accuracy() == pytest.approx(told(root, r"test accuracy ([\d.]+) %")[0], abs=0.005)
