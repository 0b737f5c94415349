"""What the judges of the playground's third part look at: the methods on the points of the default knobs."""

from __future__ import annotations

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.playground.net.rivals import compare
from dnnlab.foundations.playground.rivals import RivalsConfig
from pages.foundations.playground.other_questions import Compared


def compared(methods: RivalsConfig) -> Compared:
    """As the page shows them on arrival."""
    return Compared(PlaygroundConfig(), methods, compare(PlaygroundConfig(), None, methods))


SHOWN = {"other_questions:ON_OTHERS": compared}
