"""The decoder behind a map: the browser fetches it from a trainer when the learner begins to drag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dnnlab.ui import lab
from dnnlab.ui.static_files import asked_address

if TYPE_CHECKING:
    from dnnlab.live.handle import Handle

LONGEST = 20.0
"""Seconds until the browser hears that no decoder came."""


def decoder_address(
    call: str, run: Handle | None = None, owner: str | None = None, *, asked: tuple[object, ...] = ()
) -> str:
    """Where the browser finds a decoder (:attr:`~dnnlab.ui.components.stage.kinds.map.MapPanel.decoder`).

    Args:
        call: a registered call that packs it (:func:`dnnlab.nn.decoders.travelling`).
        run: whose decoder; None: the one that ships, which is all that the call knows then.
        owner: the learner's tab, to which the run belongs.
        asked: the call's arguments, short plain data: which of several, say.
    """
    pool = lab.pool()

    def content() -> bytes:
        try:
            packed: bytes = pool.call(call, *asked, run=run, owner=owner).result(LONGEST)
        except TimeoutError:
            raise RuntimeError("The trainer is busy: try again in a moment.") from None
        return packed

    what = f"{call} {asked!r}" if asked else call
    return asked_address(f"{what} {owner} {run.id}" if run else what, content)
