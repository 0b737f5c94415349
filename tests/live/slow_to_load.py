"""A module that takes long to load where a test says so: until it is told to go on."""

import os
import time
from pathlib import Path

from tests.patience import PATIENCE

WAITS = "DNNLAB_TOY_WAITS"
"""Names a folder: the file ``began`` appears in it, and the module waits for the file ``told``."""

if folder := os.environ.get(WAITS):
    Path(folder, "began").touch()
    _end = time.monotonic() + PATIENCE
    while time.monotonic() < _end and not Path(folder, "told").exists():
        time.sleep(0.01)
