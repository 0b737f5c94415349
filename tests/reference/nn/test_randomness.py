"""Streams stay apart; an epoch shows everything once and can be taken up again anywhere."""

import io
import itertools
import math
import random

import numpy as np
import pytest
import torch

from dnnlab.nn.randomness import Batches, Streams


def draws(generator: torch.Generator) -> list[float]:
    return torch.rand(4, generator=generator).tolist()


def batches(count: int, size: int, seed: int = 5) -> Batches:
    return Batches(count, size, torch.Generator().manual_seed(seed))


def stored(state: object) -> object:
    """A state after a way through a file."""
    file = io.BytesIO()
    torch.save(state, file)
    file.seek(0)
    return torch.load(file, weights_only=True)


def test_streams_of_all_seeds_and_names_differ_and_repeat():
    names = ("weights", "order", "noise")
    drawn = [draws(Streams(seed, *names)[name]) for seed in range(30) for name in names]
    assert len({tuple(each) for each in drawn}) == 90
    assert drawn == [draws(Streams(seed, *names)[name]) for seed in range(30) for name in names]


def test_what_one_stream_gives_changes_no_other():
    one, other = (Streams(3, "noise", "order") for _ in range(2))
    draws(one["noise"])
    assert draws(one["order"]) == draws(other["order"])


def test_streams_go_on_where_they_stood():
    streams = Streams(7, "noise", "order")
    draws(streams["noise"])
    state = stored(streams.state_dict())
    expected = draws(streams["noise"]), draws(streams["order"])
    fresh = Streams(1, "noise", "order")
    fresh.load_state_dict(state)
    assert (draws(fresh["noise"]), draws(fresh["order"])) == expected


@pytest.mark.parametrize(("count", "size"), [(550, 16), (64, 64), (10, 3), (5, 13), (1, 4)])
def test_an_epoch_shows_everything_once_in_the_order_of_torchs_own_permutation(count, size):
    each = batches(count, size)
    shown = np.concatenate([each.next() for _ in range(math.ceil(3 * count / size))])
    generator = torch.Generator().manual_seed(5)
    for epoch in range(3):
        expected = torch.randperm(count, generator=generator, dtype=torch.int32).tolist()
        assert shown[epoch * count : (epoch + 1) * count].tolist() == expected
        assert sorted(expected) == list(range(count))


@pytest.mark.parametrize(("count", "size"), [(55, 8), (24, 8), (5, 13)])
def test_it_goes_on_from_every_cursor_bit_for_bit(count, size):
    for taken in range(2 * math.ceil(count / size) + 2):
        each = batches(count, size)
        for _ in range(taken):
            each.next()
        state = stored(each.state_dict())
        expected = [each.next().tolist() for _ in range(20)]
        fresh = batches(count, size, seed=99)
        for _ in range(random.Random(taken).randint(0, 9)):
            fresh.next()
        fresh.load_state_dict(state)
        assert [fresh.next().tolist() for _ in range(20)] == expected, f"after {taken} batches"


def test_streams_and_batches_are_loaded_in_any_order():
    def both() -> tuple[Streams, Batches]:
        streams = Streams(4, "order", "noise")
        return streams, Batches(30, 7, streams["order"])

    made = both()
    for _ in range(6):
        made[1].next()
    states = [stored(part.state_dict()) for part in made]
    expected = [made[1].next().tolist() for _ in range(12)]
    for places in itertools.permutations((0, 1)):
        fresh = both()
        for place in places:
            fresh[place].load_state_dict(states[place])
        assert [fresh[1].next().tolist() for _ in range(12)] == expected


def test_its_state_is_small_however_many_examples_there_are():
    file = io.BytesIO()
    torch.save(batches(1_000_000, 64).state_dict(), file)
    assert file.getbuffer().nbytes < 10_000


def test_steps_and_epochs_are_counted_from_examples():
    each = batches(550, 16)
    assert each.steps(1) == 35
    assert each.steps(2) == 69
    assert each.epochs(50) == 50 * 16 / 550


@pytest.mark.parametrize(("count", "size"), [(0, 4), (4, 0)])
def test_batches_of_nothing_are_refused(count, size):
    with pytest.raises(ValueError, match="batches need examples"):
        batches(count, size)
