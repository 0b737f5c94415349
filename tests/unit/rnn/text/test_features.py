"""What a unit could follow, character by character."""

from __future__ import annotations

import numpy as np

from dnnlab.rnn.text.features import FEATURES, Correlations

TEXT = 'HAMLET:\nAh "no" (é)!\n'


def shown(name: str) -> str:
    return "".join(str(int(value)) for value in FEATURES[name](TEXT))


def test_each_feature_on_a_small_text() -> None:
    assert shown("speaker names") == "111111100000000000000"
    assert shown("inside quotes") == "000000000001110000000"
    assert shown("inside parenthesis") == "000000000000000011000"
    assert shown("position in the line").startswith("01234567" + "0123456789")
    assert shown("position in the word") == "123456001200120001000"
    assert shown("vowels") == "010010001000010001000"
    assert shown("capital letters") == "111111001000000000000"
    assert all(len(feature("")) == 0 for feature in FEATURES.values())


def test_correlations_in_pieces_are_numpys() -> None:
    rng = np.random.default_rng(0)
    units, features = rng.normal(size=(300, 4)), rng.normal(size=(300, 2))
    features[:, 0] += units[:, 1]
    units[:, 3] = 1.0
    sums = Correlations(4, 2)
    for start in range(0, 300, 70):
        sums.add(units[start : start + 70], features[start : start + 70])
    expected = np.corrcoef(units[:, :3].T, features.T)[:3, 3:]
    assert np.allclose(sums.value()[:3], expected)
    assert np.array_equal(sums.value()[3], [0, 0])
