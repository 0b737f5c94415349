"""What the X-ray opens on is what a search finds best."""

from __future__ import annotations

import pytest

from dnnlab.rnn.text.net.inside import find_units
from pages.rnn.text.units import OPENING


@pytest.mark.parametrize("model", OPENING)
def test_the_x_ray_opens_on_the_best_unit(model: str) -> None:
    *_, found = find_units(model)
    best = max(found, key=lambda each: abs(each.correlation))
    said = OPENING[model]
    assert (best.feature, best.layer, best.part, best.unit) == (said.feature, said.layer, said.part, said.unit)
    assert round(best.correlation, 3) == said.correlation
