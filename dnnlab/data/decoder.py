"""The process that decodes one picture, for :mod:`dnnlab.data.apart`.

    python -m dnnlab.data.decoder FORMAT LONGEST MEMORY SECONDS

The file comes on the standard input.  On the standard output go one line of JSON
and the pixels, three bytes each; or, with another exit status, a sentence.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import cast, get_args

from dnnlab.data.apart import NO_ROOM, REFUSED
from dnnlab.data.headers import Format
from dnnlab.data.uploads import UploadError, decode

NICENESS = 5
"""The pages come first."""


def main(kind: Format, longest: int | None, memory: int, seconds: int) -> int:
    """Decode the file of the standard input; returns the exit status."""
    data = sys.stdin.buffer.read()
    os.nice(NICENESS)
    _limit(memory, seconds)
    try:
        made = decode(kind, data, longest)
        told = {"kept": made.image.size, "size": made.size, "transparent": made.transparent, "tones": made.tones}
        pixels = made.image.tobytes()
    except UploadError as error:
        sys.stdout.buffer.write(str(error).encode())
        return REFUSED
    except MemoryError:
        return NO_ROOM
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    sys.stdout.buffer.write(pixels)
    return 0


def _limit(memory: int, seconds: int) -> None:
    """Take at most so many bytes more than now and so much processor time; where memory runs out, go first."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    with suppress(OSError, ValueError):  # Linux; elsewhere what it is given is all there is
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


if __name__ == "__main__":
    _, kind, longest, memory, seconds = sys.argv
    if kind not in get_args(Format):
        sys.exit(f"There is no format {kind!r}.")
    sys.exit(main(cast(Format, kind), int(longest) or None, int(memory), int(seconds)))
