"""Three logits and a temperature to move, the shares that softmax makes of them, and their way through the triangle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from dnnlab.ui.components.stage.dials import Dial
from dnnlab.ui.components.stage.panel import Packed, Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftmaxPanel(Panel):
    """Softmax of three logits: bars, and a point in a triangle with the path that the temperature leads it.

    The browser works it out; the page hears the numbers, as ``x`` of a click, when one is let go.
    """

    state: Mapping[str, float]
    """Where the knobs stand: three logits, then the temperature."""
    dials: Sequence[Dial]
    """One for each, in the same order."""
    names: Sequence[str]
    """Of the three classes."""

    def pack(self) -> Packed:
        """The numbers.

        Raises:
            ValueError: there are not three logits and a temperature above 0.
        """
        names = [each.name for each in self.dials]
        if len(names) != 4 or set(self.state) != set(names) or len(self.names) != 3:
            raise ValueError(f"three logits and a temperature are needed, got {', '.join(self.state)}")
        if not self.dials[-1].low > 0:
            raise ValueError(f"a temperature must be above 0, got one from {self.dials[-1].low}")
        return Packed(
            spec={
                "state": {name: self.state[name] for name in names},
                "dials": [asdict(each) for each in self.dials],
                "names": list(self.names),
            }
        )
