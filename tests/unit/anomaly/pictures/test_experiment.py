"""The experiment of the pictures lesson: the detector's own steps, honest parts, a learner's picture."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image

from dnnlab.anomaly import scores
from dnnlab.anomaly.net.detectors import NeighboursDetector, PCADetector
from dnnlab.anomaly.pictures.knobs import ALL_BUT_ONE, NUMERALS, PictureConfig
from dnnlab.anomaly.pictures.material import as_rows, labelled, material, source_of
from dnnlab.anomaly.pictures.net.calls import SHIPPED, fitted, passed, score
from dnnlab.anomaly.pictures.net.experiment import PictureAutoencoder, standardised, usual
from dnnlab.anomaly.pictures.upload import as_picture
from dnnlab.anomaly.pictures.words import CLASSIFIER, DAMAGES, NORMAL, OTHERS, STANDARDISED
from dnnlab.data import mnist
from dnnlab.data.digits import NoDigit
from dnnlab.live.config import InvalidConfig

SMALL = {"hidden": 16, "run_length": 100, "code": 2}
KINDS = (
    PictureConfig(**SMALL),  # type: ignore[arg-type]
    PictureConfig(data="clothes", garment="sandal,sneaker,ankle boot", contamination=10, noise=0.5, **SMALL),  # type: ignore[arg-type]
    PictureConfig(data="faces", against="scratches", score="MAE", **SMALL),  # type: ignore[arg-type]
)


def ended(config: PictureConfig) -> PictureAutoencoder:
    run = PictureAutoencoder(config)
    for _ in range(run.total_steps):
        run.step()
    for _ in run.final():
        pass
    return run


@pytest.mark.parametrize("config", KINDS)
def test_fit_is_the_runs_own_steps_to_the_end(config: PictureConfig) -> None:
    run = ended(config)
    known = fitted(config).decision_function(as_rows(run.material.source.test))
    np.testing.assert_allclose(run.scores, known, rtol=1e-5)
    assert run.auc == pytest.approx(scores.auc(run.material.source.kinds != NORMAL, known), abs=1e-6)
    for name, tensor in fitted(config).model_.state_dict().items():
        np.testing.assert_array_equal(tensor.numpy(), run.model.state_dict()[name].numpy())


@pytest.mark.parametrize("contamination", [0, 10, 30])
@pytest.mark.parametrize("against", [OTHERS, *DAMAGES])
def test_no_picture_is_in_two_parts_and_the_contamination_is_as_asked(contamination: int, against: str) -> None:
    made = material(PictureConfig(contamination=contamination, against=against))
    pool = np.concatenate([made.fit, made.held_out])
    normal = {each.tobytes() for each in made.source.normal}
    inside = np.mean([each.tobytes() not in normal for each in pool])
    possible = len(made.source.anomalies) / (len(made.source.anomalies) + len(made.source.normal))
    assert inside == pytest.approx(min(contamination / 100, possible), abs=0.006)
    assert not {each.tobytes() for each in made.source.test} & {each.tobytes() for each in pool}
    assert len(made.held_out) == pytest.approx(0.2 * len(pool), abs=1)


@pytest.mark.parametrize(
    ("data", "normal", "share"),
    [("digits", "8", 0.0974), ("digits", "all but 1", 0.8865), ("digits", "1, 3, 5, 7, 9", 0.5074),
     ("clothes", "T-shirt", 0.1), ("clothes", "sandal, sneaker, ankle boot", 0.3), ("faces", "without glasses", None)],
)  # fmt: skip
def test_the_test_has_the_normal_ones_that_the_knob_names(data: str, normal: str, share: float | None) -> None:
    source = source_of(data, normal, OTHERS, 50)
    assert source.names[0] == normal
    assert len(source.names) == len(np.unique(source.kinds))
    if share is not None:
        assert (source.kinds == NORMAL).mean() == pytest.approx(share, abs=1e-4)
    else:
        assert all("glasses" in name for name in source.names[1:])
        assert not any("glasses" in labelled(data).names[label] and label & 1 == 0 for label in range(8))


@pytest.mark.parametrize(
    ("digit", "normal"), [("8", "8"), ("3,1", "1, 3"), (ALL_BUT_ONE, "all but 1"), ("0,1,2,3,4,5,6", "all but 7, 8, 9")]
)
def test_any_classes_may_be_normal_together_in_any_order(digit: str, normal: str) -> None:
    made = PictureConfig(digit=digit)
    assert made.normal == normal
    labels = mnist.test().labels
    kinds = source_of(made.data, made.normal, OTHERS, 50).kinds
    np.testing.assert_array_equal(kinds == NORMAL, np.isin(labels, [int(each) for each in digit.split(",")]))


@pytest.mark.parametrize("digit", ["", ",".join(NUMERALS), "12", "1,,3"])
def test_none_all_and_unknown_classes_are_refused_in_a_sentence(digit: str) -> None:
    with pytest.raises(InvalidConfig, match=r"least one|There is no"):
        PictureConfig(digit=digit)


def test_digits_are_those_of_their_name() -> None:
    source = source_of("digits", "8", OTHERS, 50)
    digits = mnist.test()
    for number in (3, 9):
        np.testing.assert_array_equal(source.kinds == source.names.index(NUMERALS[number]), digits.labels == number)


def test_yardsticks_are_those_detectors_on_the_same_pictures() -> None:
    config = PictureConfig(data="faces", **SMALL)  # type: ignore[arg-type]
    run = ended(config)
    view = run.view()
    rows, test = as_rows(run.material.fit), as_rows(run.material.source.test)
    anomaly = run.material.source.kinds != NORMAL
    known = [
        scores.auc(anomaly, detector.fit(rows).decision_function(test))
        for detector in (PCADetector(2, channels=1), NeighboursDetector(5, channels=1))
    ]
    assert [each.name for each in view.yardsticks] == ["PCA, 2 components", "5 neighbours", "isolation forest"]
    np.testing.assert_allclose([each.auc for each in view.yardsticks[:2]], known, atol=1e-6)


def test_slices_do_what_the_first_view_needs_and_change_nothing_else() -> None:
    one, other = (PictureAutoencoder(PictureConfig(code=4, hidden=16)) for _ in range(2))
    for _ in one.slices():
        pass
    assert one.view().yardsticks == () == other.view().yardsticks, "nothing shows before the step"
    assert one.step() == other.step()
    assert len(one.view().yardsticks) == 3


def test_a_standardised_error_is_one_on_what_is_usual() -> None:
    errors = np.random.default_rng(0).normal(size=(4_000, 5)).astype(np.float32) * np.array([1, 2, 3, 4, 5], np.float32)
    ordinary = usual(errors)
    np.testing.assert_allclose(ordinary, np.arange(1, 6) ** 2 + 0.09, rtol=0.08)
    np.testing.assert_allclose(standardised(errors, ordinary), (errors**2 / ordinary).mean(1), rtol=1e-5)
    assert standardised(errors, ordinary).mean() == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("kind", [STANDARDISED, CLASSIFIER])
def test_other_scores_judge_the_same_network(kind: str) -> None:
    run = ended(PictureConfig(data="faces", score=kind, **SMALL))  # type: ignore[arg-type]
    assert np.isfinite(run.scores).all()
    assert np.isfinite(run.held_out).all()
    assert run.view().score == kind
    if kind == CLASSIFIER:
        plain = ended(PictureConfig(data="faces", **SMALL))  # type: ignore[arg-type]
        assert run.auc > plain.auc + 0.05, "who was shown labelled glasses finds glasses"


def test_the_hardest_pictures_are_those_on_the_wrong_side() -> None:
    run = ended(KINDS[0])
    hard, anomaly = run.view().hardest, run.material.source.kinds != NORMAL
    assert hard.normal_scores[0] == run.scores[~anomaly].max()
    assert hard.anomaly_scores[0] == run.scores[anomaly].min()
    assert (np.diff(hard.normal_scores) <= 0).all()
    assert (np.diff(hard.anomaly_scores) >= 0).all()
    np.testing.assert_array_equal(hard.anomalies[0], run.material.source.test[anomaly][run.scores[anomaly].argmin()])


def test_the_shipped_detector_reaches_what_its_card_says_and_its_pictures_add_up() -> None:
    made = material(PictureConfig())
    eight, three = (made.source.test[made.source.kinds == kind][0] for kind in (0, made.source.names.index("3")))
    found = score(np.stack([eight, three]))
    limit = scores.threshold_for(found.held_out, 0.05)
    assert found.rebuilt.scores[0] < limit < found.rebuilt.scores[1]
    shown = found.rebuilt.rebuilt.astype(int) + (found.rebuilt.errors.astype(int) - 128) * 255 / 127
    inside = (found.rebuilt.rebuilt > 0) & (found.rebuilt.rebuilt < 255)  # what was not clipped
    assert np.abs(shown - found.rebuilt.pictures)[inside].max() <= 3
    card = (SHIPPED.parent / "card.md").read_text("utf-8")
    told = re.search(r"AUC (0\.\d{4}) on the 10,000", card)
    assert told is not None
    detector_auc = scores.auc(
        made.source.kinds != NORMAL,
        np.concatenate([score(made.source.test[at : at + 50]).rebuilt.scores for at in range(0, 10_000, 50)]),
    )
    assert detector_auc == pytest.approx(float(told[1]), abs=2e-4)


def test_a_run_is_asked_about_a_learners_picture_as_it_is_now() -> None:
    run = ended(KINDS[2])
    picture = run.material.source.test[0]
    found = passed(picture, run)
    assert found.normal == "without glasses"
    assert found.rebuilt.scores[0] == pytest.approx(run.scores[0], rel=1e-5)
    with pytest.raises(ValueError, match="At most 64"):
        score(np.zeros((65, 28, 28), np.uint8), run)
    with pytest.raises(ValueError, match="uint8"):
        score(np.zeros((1, 32, 32), np.uint8), run)


def test_a_picture_of_the_learners_own_becomes_one_like_those_that_were_learnt() -> None:
    page = Image.new("RGB", (300, 200), "white")
    with pytest.raises(NoDigit):
        as_picture(page, "digits")
    page.paste((20, 20, 20), (100, 40, 200, 160))
    garment = as_picture(page, "clothes")
    assert garment.shape == (28, 28)
    assert garment[0, 0] < 30 < 200 < garment[14, 14], "light on black"
    assert as_picture(page, "faces")[0, 0] > 200, "a face stays as it is"
