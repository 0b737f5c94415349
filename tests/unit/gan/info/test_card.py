"""What the card says holds for the weights and the recording that ship."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.gan.info.knobs import InfoConfig
from dnnlab.gan.info.matching import matched, purity
from dnnlab.gan.info.net.calls import shipped
from dnnlab.gan.info.net.looking import FRESH, looked_at
from dnnlab.gan.info.shipped import INFO, SHIPPED, measured
from dnnlab.live.recorded import load

CARD = Path("assets/gan/info/card.md")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_generator_has_the_figures_of_the_card(root: Path, name: str) -> None:
    (*_, found) = looked_at(shipped(name), FRESH)
    assert found is not None
    pattern = rf"`{name}\.safetensors`[^|]*\| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|"
    row = re.search(pattern, (root / CARD).read_text(encoding="utf-8"))
    assert row is not None
    score = (found.matching.share, purity(found.table), found.score.precision, found.score.coverage)
    assert score == pytest.approx([float(each) for each in row.groups()], abs=0.011)
    known = measured()[name]
    assert [known[key] for key in ("matching", "precision", "coverage")] == pytest.approx(
        [score[0], score[2], score[3]], abs=0.011
    )
    assert np.abs(np.array(known["correlations"]) - found.correlations).max() < 0.02
    assert matched(np.array(known["table"])).share == known["matching"]


def test_the_recording_is_the_training_of_the_weights_that_ship() -> None:
    made = load(CATALOGUE, "infogan")
    assert made.config == SHIPPED[INFO].config == InfoConfig()  # so that the stage is lit on arrival
    assert made.final["matching"] == pytest.approx(measured()[INFO]["matching"], abs=0.03)  # other pictures
