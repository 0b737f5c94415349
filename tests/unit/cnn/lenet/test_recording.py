"""What the recorded run shows of the digits is what it measured; see tests/live/test_recordings.py for the rest."""

import numpy as np
import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.recorded import Recorded, load, place


@pytest.fixture(scope="module")
def recorded() -> Recorded:
    return load(CATALOGUE, "lenet")


def test_it_is_small_and_of_the_default_knobs(recorded):
    assert place(CATALOGUE.entry("lenet")).stat().st_size < 900_000
    assert recorded.config == LeNetConfig()
    assert len(recorded.steps) >= 55
    assert recorded.curves["loss"][0].tolist() == list(range(1, recorded.steps[-1] + 1))
    assert set(recorded.curves) == {"loss", "train_accuracy", "validation_loss", "validation_accuracy"}


def test_its_views_agree_with_its_curves(recorded):
    checks, accuracies = recorded.curves["validation_accuracy"]
    for step, view in zip(recorded.steps[:-1], recorded.views[:-1], strict=True):
        assert view.step == step
        known = accuracies[checks <= step]
        if len(known):
            assert len(view.predictions) == 1_000
            assert view.predictions.accuracy == pytest.approx(known[-1], abs=1e-6)
        else:
            assert step == len(view.predictions) == 0


def test_its_last_view_shows_the_digits_that_its_final_figure_counts(recorded):
    assert recorded.final.keys() == {"validation_accuracy", "test_accuracy"}
    last = recorded.views[-1].predictions
    assert len(last) == 5_000
    assert last.accuracy == recorded.final["validation_accuracy"]
    assert last.confusion().sum() == 5_000


def test_views_that_show_the_same_check_share_it(recorded):
    shown = {view.predictions.loss.tobytes(): view.predictions.loss for view in recorded.views}
    assert len(shown) < len(recorded.views)
    assert all(
        np.shares_memory(view.predictions.loss, shown[view.predictions.loss.tobytes()])
        for view in recorded.views
        if len(view.predictions)
    )
