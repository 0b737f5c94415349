"""A module that takes long to load where a test says so: until it is told to go on."""

import os
from pathlib import Path

from tests.live.helpers import until

WAITS = "DNNLAB_TOY_WAITS"
"""Names a folder: the file ``began`` appears in it, and the module waits for the file ``told``."""

if folder := os.environ.get(WAITS):
    Path(folder, "began").touch()
    until(Path(folder, "told").exists, "the test tells the module to go on")
