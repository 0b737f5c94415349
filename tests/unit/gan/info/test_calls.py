"""What the parts of the lesson ask: planes, panels, ten categories, of those that ship and of a run."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

from dnnlab.gan.info.codes import LOUD
from dnnlab.gan.info.knobs import NOISE, InfoConfig
from dnnlab.gan.info.knobs import SHIPPED as WEIGHTS
from dnnlab.gan.info.net.calls import by_code, decoder, ten
from dnnlab.gan.info.net.experiment import InfoTraining
from dnnlab.gan.info.shipped import INFO, SHIPPED
from dnnlab.plots.decoders import MOST_BYTES


def header(packed: bytes) -> dict[str, object]:
    (length,) = struct.unpack("<I", packed[:4])
    found: dict[str, object] = json.loads(packed[4 : 4 + length])
    return found


def test_the_plane_of_a_code_holds_noise_and_category_and_moves_c2_and_c3() -> None:
    packed = decoder(INFO, 4, 7)
    told = header(packed)
    origin, axes = np.array(told["origin"]), np.array(told["axes"])
    assert told["kind"] == "layers" and len(packed) <= MOST_BYTES  # the weights themselves, no grid
    assert origin[NOISE:].tolist() == [0] * 7 + [LOUD] + [0] * 4
    assert axes[0].nonzero()[0].tolist() == [NOISE + 10] and axes[1].nonzero()[0].tolist() == [NOISE + 11]
    assert np.array_equal(origin[:NOISE], np.array(header(decoder(INFO, 4, 2))["origin"])[:NOISE])
    with pytest.raises(ValueError, match="categories 0 to 9"):
        decoder(INFO, 0, 10)


def test_those_that_ship_and_a_run_answer_and_nobody_else() -> None:
    run = InfoTraining(InfoConfig())
    for name, asked in (*((each, None) for each in SHIPPED), ("", run)):
        assert by_code(name, asked).by_c1.shape == (5, 10, 28, 28)
        found = ten(name, 0, asked)
        assert found.pictures.shape == (10, 28, 28) and set(found.read) <= set(range(10))
    with pytest.raises(ValueError, match="no generator"):
        ten("nobody", 0)


def test_a_run_goes_on_from_the_shipped_weights() -> None:
    run, asked = InfoTraining(InfoConfig(start=WEIGHTS)), ten(INFO, 1)
    assert np.array_equal(ten("", 1, run).pictures, asked.pictures)
    run.step()
    assert not np.array_equal(ten("", 1, run).pictures, asked.pictures)
