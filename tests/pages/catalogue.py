"""The app's table and the engine's toys in one, so that one trainer serves all page tests."""

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.registry import Registry
from tests.live.toy_knobs import TOYS

BOTH = Registry(
    experiments={**CATALOGUE.experiments, **TOYS.experiments},
    calls={**CATALOGUE.calls, **TOYS.calls},
)
