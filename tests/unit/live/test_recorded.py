"""A recording is written and read back; one that does not fit today's experiment is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dnnlab.live.recorded import Recorded, command_of, load, place, save
from dnnlab.live.registry import Entry
from dnnlab.paths import ASSETS
from tests.live.toy_knobs import TOYS, ToyConfig
from tests.unit.live.toy_views import rich

RUN = Recorded(
    experiment="regression",
    config=ToyConfig(end=40, seed=3),
    steps=[0, 1, 4, 40],
    views=[rich(step) for step in (0, 1, 4, 40)],
    curves={
        "loss": (np.arange(1, 41), np.linspace(2, 0, 40)),
        "distance": (np.array([1, 20, 40]), np.array([3.0, 2.0, 0.5])),
    },
    final={"distance": 0.25},
    command="python -m tools.record regression --frames 4",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    save(RUN, tmp_path / "recording.npz")
    return tmp_path / "recording.npz"


def test_it_is_read_as_it_was_written(file: Path) -> None:
    back = load(TOYS, "regression", file)
    assert replace(back, views=[], curves={}) == replace(RUN, views=[], curves={})
    assert [view.step for view in back.views] == [0, 1, 4, 40]
    assert np.array_equal(back.views[2].scores, RUN.views[2].scores)
    assert back.curves.keys() == RUN.curves.keys()
    for metric, (steps, values) in back.curves.items():
        assert (steps.dtype, values.dtype) == (np.int64, np.float64)
        assert np.array_equal(steps, RUN.curves[metric][0])
        assert np.allclose(values, RUN.curves[metric][1], rtol=1e-6)
    assert command_of(file) == RUN.command


def test_it_needs_no_pickle(file: Path) -> None:
    with np.load(file, allow_pickle=False) as archive:
        assert all(archive[name].dtype != object for name in archive.files)


def test_another_experiments_recording_is_refused(file: Path) -> None:
    with pytest.raises(ValueError, match="a recording of regression, not of limited"):
        load(TOYS, "limited", file)


def test_a_recording_with_other_knobs_than_today_says_how_it_is_made_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ToyConfig.knobs()
    monkeypatch.setattr(ToyConfig, "knobs", classmethod(lambda cls: {**known, "new": known["seed"]}))
    with pytest.raises(ValueError, match=r"have changed: record it again, python -m tools\.record regression"):
        load(TOYS, "regression", file)


def test_it_ships_with_its_lessons_assets() -> None:
    entry = Entry(config="dnnlab.gan.ring.knobs:RingConfig", experiment="", summary="")
    assert place(entry) == ASSETS / "gan" / "ring" / "recording.npz"


def test_what_does_not_ship_cannot_be_read() -> None:
    with pytest.raises(FileNotFoundError):
        load(TOYS, "regression")
