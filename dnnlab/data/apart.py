"""Large pictures are decoded in a process of their own, which may take much memory, or die, alone.

Fifty megapixels take a gigabyte while they are decoded.  What the page process
holds of them is the file and the small picture that comes back.
:mod:`dnnlab.data.decoder` is that process; it begins when it is needed, loads
no torch, and ends with its one picture.  There is one at a time.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from threading import Lock
from typing import NamedTuple

from dnnlab.paths import ROOT

MEMORY = 2_000 * 2**20
"""Bytes that a decoder may take; :mod:`tools.measure_uploads` says what each kind of file needs."""
SECONDS = 60
"""Of processor time, after which a decoder is ended."""
PATIENCE = 300.0
"""Seconds that the page waits at most: a busy machine may be many times slower."""
OUT_OF_MEMORY = "The picture needs more memory than there is: make it smaller and upload it again."
TOO_LONG = "The picture takes too long to read: save it anew as PNG or JPEG, or make it smaller, and upload that."
DAMAGED = "The picture file is damaged or was cut off on its way: save it anew as PNG or JPEG and upload that."
REFUSED, NO_ROOM = 3, 4
"""How a decoder's process ends when it has written a sentence, and when its memory did not suffice."""
_DEATHS = {NO_ROOM: OUT_OF_MEMORY, -signal.SIGKILL: OUT_OF_MEMORY, -signal.SIGXCPU: TOO_LONG}
"""What another end means; of a crash nothing is known but that the file brought it about."""

_one = Lock()
log = logging.getLogger(__name__)


class Refused(Exception):
    """There is no picture; the message is one sentence for the learner."""


class Decoded(NamedTuple):
    """What came back: see :class:`dnnlab.data.uploads.Picture`."""

    kept: tuple[int, int]
    """Width and height of what was kept."""
    pixels: bytes
    """Three bytes a pixel, row by row."""
    size: tuple[int, int]
    transparent: bool
    tones: tuple[float, float] | None


def decode_apart(kind: str, data: bytes, longest: int | None) -> Decoded:
    """Decode a file in a process of its own; who comes meanwhile waits.

    Args:
        kind: its format, as :func:`dnnlab.data.headers.sniff` names it.
        data: the whole file.
        longest: pixels of the longer side that are kept; None: all, which then come here.

    Raises:
        Refused: the file cannot be used, or its decoder died.
    """
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    with _one:
        try:
            process = subprocess.run(
                [sys.executable, "-m", "dnnlab.data.decoder", kind, str(longest or 0), str(MEMORY), str(SECONDS)],
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": path},
                input=data, capture_output=True, timeout=PATIENCE, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Refused(TOO_LONG) from None
    if process.returncode == REFUSED:
        raise Refused(process.stdout.decode())
    if process.returncode != 0:
        log.warning(
            "a decoder of %s ended with %d: %s", kind, process.returncode, process.stderr.decode(errors="replace")
        )
        raise Refused(_DEATHS.get(process.returncode, DAMAGED))
    head, _, pixels = process.stdout.partition(b"\n")
    told = json.loads(head)
    tones = tuple(told["tones"]) if told["tones"] else None
    return Decoded(tuple(told["kept"]), pixels, tuple(told["size"]), told["transparent"], tones)
