"""The arithmetic of the benchmarks, and the bare loop that they compare with."""

from itertools import islice

import pytest

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.experiment import LeNetTraining
from tools.benchmarks.bare_lenet import bare, bare_network, first_draft
from tools.benchmarks.fifty import AFTER, Seen
from tools.benchmarks.summary import interleaved, line, quantile, ratios


def test_measures_take_turns():
    taken = []
    results = interleaved(3, lambda: taken.append("A") or len(taken), lambda: taken.append("B") or len(taken))
    assert taken == ["A", "B", "A", "B", "A", "B"]
    assert results == [[1, 3, 5], [2, 4, 6]]


def test_a_ratio_belongs_to_its_repetition():
    assert ratios([9.0, 4.0], [10.0, 8.0]) == [0.9, 0.5]
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 2.0], [1.0])


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([1.0, 2.0], 0.5, 1.5),
        ([7.0], 0.95, 7.0),
        ([float(i) for i in range(101)], 0.95, 95.0),
        ([0.0, 10.0], 0.0, 0.0),
        ([0.0, 10.0], 1.0, 10.0),
    ],
)
def test_a_quantile_lies_between_its_neighbours(values, share, expected):
    assert quantile(values, share) == pytest.approx(expected)


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 1.5), ([1.0], -0.1)])
def test_a_quantile_of_nothing_or_beyond_the_ends_is_refused(values, share):
    with pytest.raises(ValueError, match="quantile"):
        quantile(values, share)


def test_a_line_says_median_and_range():
    assert line("speed", [0.9, 1.1, 0.95]) == "speed: 0.95 [0.90..1.10]"
    assert line("wait", [10.2, 30.9], "ms", digits=0) == "wait: 21 [10..31] (ms)"
    with pytest.raises(ValueError, match="never measured"):
        line("nothing", [])


@pytest.mark.parametrize(("activation", "pooling"), [("tanh", "average"), ("ReLU", "max")])
def test_the_bare_loop_is_the_same_training(activation, pooling):
    """From the lesson's first weights and order, every metric of the first check and before it agrees."""
    ours = LeNetTraining(LeNetConfig(activation=activation, pooling=pooling))
    network = bare_network(activation, pooling)
    weights = ours.model.state_dict().values()
    network.load_state_dict(dict(zip(network.state_dict(), weights, strict=True)))
    order_seed = ours.streams["order"].initial_seed()
    for step, theirs in enumerate(islice(bare(network, order_seed), 50), start=1):
        metrics = ours.step()
        for name, value in theirs.items():
            assert metrics[name] == pytest.approx(value, rel=1e-4), (step, name)
    assert "validation_accuracy" in theirs


def test_the_first_draft_learns():
    losses = [metrics["loss"] for metrics in islice(first_draft("tanh", "average"), 50)]
    assert sum(losses[-10:]) < 0.6 * sum(losses[:10])


def test_answers_that_met_a_death_are_counted_apart():
    seen = Seen(deaths=[100.0])
    waits = [(80.0, 1.0), (99.0, 2.0), (100.0 + AFTER - 1, 3.0), (100.0 + AFTER + 1, 4.0)]
    free, met = seen.parted(waits)
    assert free == [1_000.0, 4_000.0]
    assert met == [2_000.0, 3_000.0]
