"""The formulas of the pictures lesson hold as they are printed; its tables say what was measured."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dnnlab.anomaly import scores
from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.anomaly.net.detectors import PCADetector
from dnnlab.anomaly.pictures import measures
from dnnlab.anomaly.pictures.knobs import PictureConfig
from dnnlab.anomaly.pictures.material import as_rows, source_of
from dnnlab.anomaly.pictures.words import DAMAGES, NORMAL
from dnnlab.anomaly.tables import contamination_table, rates_table
from dnnlab.live.wire import Snapshot
from dnnlab.ui.blocks import Latex
from dnnlab.ui.recording import recorded
from pages.anomaly.pictures.maths import maths
from tests.unit.printed import assert_holds

RECORDING = recorded("picture-autoencoder")


def moments() -> list[Snapshot]:
    return [RECORDING.at(seconds) for seconds in (0.0, 1.0, 7.0, RECORDING.seconds)]


@pytest.mark.parametrize("accepted", [0.2, 1.0, 5.0, 20.0])
def test_counts_give_the_shares_that_are_shown(accepted: float) -> None:
    seen = 0
    for now in moments():
        for block in maths(PictureConfig(), AlarmConfig(accepted=accepted), now):
            if isinstance(block, Latex) and "aligned" in block:
                lines = re.sub(r"\\(begin|end)\{aligned\}", "", block).replace("&", "").split(r"\\")
                for line in lines:
                    assert_holds(line.strip())
                    seen += 1
    assert seen >= 9


def test_the_measured_tables_hold_the_goals_and_all_detectors() -> None:
    made = measures.measures()
    eights, shirts = (made["auc"][name] for name in ("digit 8", "T-shirt"))
    for name in ("autoencoder", "denoising autoencoder"):
        assert np.mean(eights[name]["auc"]) >= 0.89
        assert len(eights[name]["auc"]) == 5
    for name in (
        *(f"PCA, {k} component{'s' if k > 1 else ''}" for k in (1, 2, 4, 8, 16, 30)), "z-scores", "5 neighbours",
        "isolation forest", "PyOD AutoEncoder", "PyOD IForest",
    ):  # fmt: skip
        assert all(name in each for each in made["auc"].values()), name
        assert name in measures.auc_table()
    assert np.mean(shirts["autoencoder"]["auc"]) > 0.9
    assert np.mean(made["auc"]["all digits but 1"]["autoencoder"]["auc"]) < 0.5
    assert contamination_table(made).count("\n") == 1 + len(made["contamination"])
    assert rates_table(made).count("\n") == 1 + len(made["rates"])
    assert set(made["damage"]) == set(DAMAGES)
    assert made["codes"][0] == 1
    assert made["codes"][-1] == 128


def test_measured_figures_come_out_again() -> None:
    made = measures.measures()
    for config, name in ((PictureConfig(), "digit 8"), (PictureConfig(data="clothes"), "T-shirt")):
        source = source_of(config.data, config.normal, config.against, config.strength)
        values = PCADetector(8, channels=1).fit(as_rows(source.normal)).decision_function(as_rows(source.test))
        known = made["auc"][name]["PCA, 8 components"]["auc"][0]
        assert scores.auc(source.kinds != NORMAL, values) == pytest.approx(known, abs=1e-5)


def test_the_card_has_the_tables_that_were_measured() -> None:
    card = (measures.FILE.parent / "card.md").read_text("utf-8")
    for table in (
        measures.auc_table(),
        contamination_table(measures.measures()),
        rates_table(measures.measures()),
        measures.damage_table(),
    ):
        assert table.replace("\N{NO-BREAK SPACE}", " ") in card.replace("\N{NO-BREAK SPACE}", " ")
