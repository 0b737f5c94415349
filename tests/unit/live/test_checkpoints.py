"""Checkpoints on disk: whole or not at all, thinned, and with a way back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch

from dnnlab.live.checkpoints import Checkpoints, safetensors_bytes
from dnnlab.live.fingerprints import fingerprint

KB = 1_024


def content(kilobytes: int = 1) -> dict[str, Any]:
    return {"weights": torch.arange(kilobytes * KB, dtype=torch.uint8), "numbers": [1, 2.5, "three", None, True]}


def saved(folder: Path, *steps: int, budget: int = 2**20, kilobytes: int = 1) -> Checkpoints:
    store = Checkpoints(folder, budget)
    for step in steps:
        store.save(step, content(kilobytes))
    return store


class TestSaving:
    def test_what_was_saved_is_loaded(self, tmp_path: Path) -> None:
        store = saved(tmp_path / "new" / "folder", 3)
        assert fingerprint(store.load(3)) == fingerprint(content())

    def test_another_trainer_finds_them(self, tmp_path: Path) -> None:
        saved(tmp_path, 20, 3, 100)
        assert Checkpoints(tmp_path).steps == (3, 20, 100)
        assert Checkpoints(tmp_path).head == 100

    def test_a_death_in_the_middle_leaves_the_old_one_whole(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = saved(tmp_path, 3)

        def die(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            store.save(4, content())
        assert Checkpoints(tmp_path).steps == (3,)
        assert fingerprint(Checkpoints(tmp_path).load(3)) == fingerprint(content())

    def test_cleared_it_is_empty(self, tmp_path: Path) -> None:
        store = saved(tmp_path, 1, 2)
        store.go_on_from(1)
        store.clear()
        assert (store.steps, store.head) == ((), None)
        assert not tmp_path.exists()
        store.save(2, content())
        assert store.steps == (2,)


class TestThinning:
    def test_the_budget_holds_on_disk(self, tmp_path: Path) -> None:
        saved(tmp_path, *range(0, 2_000, 20), budget=100 * KB, kilobytes=8)
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 100 * KB

    def test_first_and_newest_stay_and_the_early_ones_are_closer(self, tmp_path: Path) -> None:
        store = saved(tmp_path, *range(0, 2_000, 20), budget=100 * KB, kilobytes=8)
        steps = store.steps
        assert (steps[0], steps[-1]) == (0, 1_980)
        assert len(steps) >= 8
        assert steps[2] - steps[1] < steps[-1] - steps[-2] or steps[1] < 1_980 / len(steps)

    def test_where_a_rewound_run_stands_is_not_thinned_away(self, tmp_path: Path) -> None:
        store = saved(tmp_path, *range(0, 100, 10), kilobytes=8)
        store.go_on_from(50)
        store.budget = 30 * KB
        store.save(50, content(8))
        assert {0, 50, 90} <= set(store.steps)


class TestTheWayBack:
    @pytest.mark.parametrize(("asked", "found"), [(0, None), (4, None), (5, 5), (19, 5), (20, 20), (999, 100)])
    def test_the_nearest_at_or_before(self, tmp_path: Path, asked: int, found: int | None) -> None:
        assert saved(tmp_path, 5, 20, 100).at_or_before(asked) == found

    def test_a_rewound_run_goes_on_from_there_in_another_trainer_too(self, tmp_path: Path) -> None:
        saved(tmp_path, 5, 20, 100).go_on_from(20)
        assert Checkpoints(tmp_path).head == 20
        assert Checkpoints(tmp_path).steps == (5, 20, 100)

    def test_a_new_step_drops_the_old_future(self, tmp_path: Path) -> None:
        store = saved(tmp_path, 5, 20, 100)
        store.go_on_from(20)
        store.drop_after(20)
        assert (store.steps, store.head) == ((5, 20), 20)
        assert Checkpoints(tmp_path).steps == (5, 20)

    def test_a_later_checkpoint_becomes_the_head(self, tmp_path: Path) -> None:
        store = saved(tmp_path, 5, 20)
        store.go_on_from(20)
        store.save(30, content())
        assert store.head == Checkpoints(tmp_path).head == 30


def test_weights_travel_as_safetensors_in_plain_layout() -> None:
    weight = torch.randn(2, 3, 4, 4, generator=torch.Generator().manual_seed(0)).to(memory_format=torch.channels_last)
    loaded = safetensors.torch.load(safetensors_bytes({"weight": weight, "shared": weight}))
    assert torch.equal(loaded["weight"], weight)
    assert torch.equal(loaded["shared"], weight)
