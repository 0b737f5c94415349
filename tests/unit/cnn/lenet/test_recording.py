"""The recorded run is small, loads without torch, and is what the run itself says."""

import numpy as np
import pytest

from dnnlab.cnn.lenet import recording as replay
from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.experiment import LeNetTraining


@pytest.fixture(scope="module")
def recorded() -> replay.Replay:
    return replay.load()


def test_it_is_small_and_of_the_default_knobs(recorded):
    assert replay.FILE.stat().st_size < 1_500_000
    assert recorded.config == LeNetConfig()


def test_it_goes_from_the_first_step_to_the_last(recorded):
    steps = [step for step, _ in recorded.frames]
    assert steps == sorted(set(steps))
    assert (steps[0], steps[-1]) == (0, LeNetTraining(LeNetConfig()).total_steps)
    assert len(steps) >= 55
    assert all(step == view.step for step, view in recorded.frames)
    every, losses = recorded.history["loss"]
    assert every.tolist() == list(range(1, steps[-1] + 1))
    assert np.isfinite(losses).all()
    assert set(recorded.history) == {"loss", "train_accuracy", "validation_loss", "validation_accuracy"}


def test_its_views_agree_with_its_history(recorded):
    checks, accuracies = recorded.history["validation_accuracy"]
    for step, view in recorded.frames:
        known = accuracies[checks <= step]
        if len(known):
            assert view.predictions.accuracy == pytest.approx(known[-1], abs=1e-6)
        else:
            assert step == len(view.predictions) == 0


def test_a_run_with_the_same_knobs_goes_the_same_way(recorded):
    run = LeNetTraining(recorded.config)
    frames = dict(recorded.frames)
    for step in range(61):
        if step in frames:
            view, kept = run.view(), frames[step]
            assert np.allclose(view.filters, kept.filters, atol=2e-3)
            assert np.allclose(view.probabilities, kept.probabilities, atol=2e-3)
            for name in (*replay.LEARNT, "input"):
                values = getattr(view.maps, name)
                assert np.allclose(values, getattr(kept.maps, name), atol=0.01 * np.abs(values).max()), name
            assert np.sum(view.predictions.predicted != kept.predictions.predicted) <= 5
        assert run.step()["loss"] == pytest.approx(recorded.history["loss"][1][step], rel=1e-3)


def test_saved_and_loaded_again_it_is_the_same(recorded, tmp_path):
    replay.save(recorded, tmp_path / "again.npz")
    again = replay.load(tmp_path / "again.npz")
    assert again.final == recorded.final
    for (_, a), (_, b) in zip(recorded.frames, again.frames, strict=True):
        assert np.array_equal(a.filters, b.filters)
        assert np.array_equal(a.predictions.loss, b.predictions.loss)
        assert np.allclose(a.maps.logits, b.maps.logits, rtol=2e-3, atol=0.1)
