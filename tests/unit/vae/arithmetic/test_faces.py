"""Films, the gallery, the learner's own picture, and one figure of the card."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from dnnlab.data import faces
from dnnlab.data.faces import Faces
from dnnlab.vae.arithmetic.film import TIMES, gif
from dnnlab.vae.arithmetic.gallery import COLUMNS, gallery, known, picked, row, said
from dnnlab.vae.arithmetic.net import calls, reading, shipped
from dnnlab.vae.arithmetic.scores import scores
from pages.vae.arithmetic.own import judged


def test_a_film_opens_and_goes_forth_and_back() -> None:
    pictures = np.stack([np.full((8, 8, 3), 60 * number, np.uint8) for number in range(4)])
    film = Image.open(io.BytesIO(gif(pictures)))
    assert (film.format, film.size, film.n_frames) == ("GIF", (8 * TIMES, 8 * TIMES), 6)  # type: ignore[attr-defined]
    film.seek(3)
    assert np.asarray(film.convert("RGB"))[0, 0] == pytest.approx([180] * 3, abs=4)


def test_a_picked_face_has_what_is_asked_for() -> None:
    labels = gallery().labels[picked(glasses=True, beard=True)]
    assert labels["glasses"]
    assert labels["beard"]
    assert len(row(labels)) == len(COLUMNS)
    assert said(row(labels)).startswith("glasses")
    with pytest.raises(TypeError):
        picked(True)  # type: ignore[misc]


def test_a_figure_of_the_card_is_what_the_shipped_networks_reach() -> None:
    model, judge, name = shipped.vae(), shipped.judge(), "glasses"
    without, with_it = calls.codes().groups[faces.ATTRIBUTES.index(name)]
    found = reading.score(model, judge, with_it - without, faces.test(), name)
    told = scores().vectors[name]
    assert found.faces == told.faces >= 200
    assert found.wanted == pytest.approx(told.wanted, abs=0.01)
    assert found.kept == pytest.approx(told.kept, abs=0.02)


def test_vectors_are_differences_of_averages() -> None:
    few = Faces(known().images[:40], known().labels[:40])
    found = reading.codes(shipped.vae(), gallery().images[:2], few)
    mean = reading.encoded(shipped.vae(), few.images)[0].numpy()
    has = few.labels["smile"]
    np.testing.assert_allclose(found.groups[1], [mean[~has].mean(0), mean[has].mean(0)], atol=1e-5)
    assert found.counts[1].tolist() == [int((~has).sum()), int(has.sum())]


def test_a_picture_that_is_no_face_is_told_by_its_error() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    assert "only knows" in judged(calls.passed(noise))
    one = calls.passed(faces.training().images[0])
    assert one.output.shape == (64, 64, 3)
    assert one.error < calls.passed(noise).error


def test_a_code_of_another_network_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="numbers each"):
        calls.decode(np.zeros((1, 3), np.float32))
