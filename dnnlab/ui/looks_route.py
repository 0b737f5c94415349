"""The socket over which a tab gets its looks: one a tab, beside Streamlit's own, and without a run of a script.

The browser's part is ``components/shared/looks.js``.  It says, as JSON:

- first ``{"token": ...}``, the tab's secret, which so never stands in an address;
- ``{"see": {page: name, ...}}``: the stages that it shows now, with the name of the picture on each (empty: none);
- ``{"got": page}``: it has shown the last frame of that page.  Only then the next look is made: nothing waits for a
  slow browser, which gets the newest when it is ready.

It is sent one byte (1: the rest is compressed, zlib), then a little-endian u32 with the length of the header, the
header as JSON, and the stage's payload, where the picture is a new one.
"""

from __future__ import annotations

import asyncio
import json
import logging
import struct
import time
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dnnlab.ui import lab
from dnnlab.ui.components.tab.component import parse_token
from dnnlab.ui.looks import Looks, looks, rest
from dnnlab.ui.precedence import precedence
from dnnlab.ui.sight import RESTING, Frame, Showing
from dnnlab.ui.static_files import FOLDER

if TYPE_CHECKING:
    from starlette.routing import BaseRoute
    from starlette.websockets import WebSocket

log = logging.getLogger(__name__)

PATH = f"{FOLDER}/looks"
"""Below the page's address, like what else the app serves beside Streamlit."""
FIRST = 10.0
"""Seconds in which a tab must say who it is."""
BEAT = 4.0
"""Seconds after which the browser hears something though there is nothing new: it lives by that."""
TURN = 0.1
"""Seconds after which a resting watch asks whether the page has run meanwhile."""
LONGEST = 4_096
"""Characters of a browser's word."""
MOST = 8
"""Stages that a tab may see at once."""
SMALL = 1_000
"""Bytes that are not worth being compressed."""
UNASKED = 1008
"""What a socket is closed with whose browser said something else: a breach of the rules (RFC 6455)."""

_drawing = ThreadPoolExecutor(max_workers=4, thread_name_prefix="look")
"""More than one, as a look may wait for a trainer's answer; that they take turns is the matter of ``precedence``."""


def looks_route() -> BaseRoute:
    """The route, for ``st.App(routes=[...])``."""
    from starlette.routing import WebSocketRoute

    return WebSocketRoute(f"/{{below:path}}{PATH}", looks_socket)


async def looks_socket(socket: WebSocket) -> None:
    """Serve one tab until it leaves."""
    from starlette.websockets import WebSocketDisconnect

    await socket.accept()
    with suppress(WebSocketDisconnect):
        try:
            owner = parse_token(read(await asyncio.wait_for(socket.receive_text(), FIRST)).get("token"))
        except (ValueError, KeyError, TimeoutError):  # KeyError: bytes, not text
            await socket.close(UNASKED)
            return
        await _Tab(socket, owner, looks).serve()


def read(text: str) -> Mapping[str, Any]:
    """A browser's word; ValueError if it is none."""
    said = json.loads(text) if len(text) <= LONGEST else None
    if not isinstance(said, dict):
        raise ValueError("the browser's word is no object of JSON")
    return said


def pages(said: Any) -> dict[str, str]:
    """The stages that a browser shows, and the names of their pictures; ValueError if it said something else."""
    if not isinstance(said, dict) or len(said) > MOST or not all(isinstance(name, str) for name in said.values()):
        raise ValueError("the browser's stages are no names of pages and pictures")
    return said


def pack(head: Mapping[str, Any], payload: bytes) -> bytes:
    """A message to the browser."""
    text = json.dumps(head, separators=(",", ":")).encode()
    whole = b"".join([struct.pack("<I", len(text)), text, payload])
    return b"\0" + whole if len(whole) < SMALL else b"\1" + zlib.compress(whole, 1)


class _Tab:
    """One socket."""

    def __init__(self, socket: WebSocket, owner: str, table: Looks) -> None:
        self._socket, self._owner, self._table = socket, owner, table
        self._watches: dict[str, _Watch] = {}
        self._sending = asyncio.Lock()

    async def serve(self) -> None:
        """Hear what the browser says until it leaves, or says what it may not."""
        try:
            while True:
                try:
                    said = read(await self._socket.receive_text())
                    self._table.heard(self._owner, self)
                    if "see" in said:
                        self._see(pages(said["see"]))
                    elif (watch := self._watches.get(str(said.get("got")))) is not None:
                        watch.got.set()
                except (ValueError, KeyError):
                    await self._socket.close(UNASKED)
                    return
        finally:
            self._table.closed(self._owner, self)
            self._see({})

    def _see(self, seen: Mapping[str, str]) -> None:
        """Watch these stages from now on, each as if nothing had been sent but the picture that it has."""
        for watch in self._watches.values():
            watch.task.cancel()
        self._watches = {page: _Watch(self, page, picture) for page, picture in seen.items()}

    def find(self, page: str) -> Showing | None:
        """What stands on a stage."""
        return self._table.find(self._owner, page)

    async def send(self, message: bytes) -> None:
        """To the browser."""
        async with self._sending:
            await self._socket.send_bytes(message)


class _Watch:
    """The looks at one stage."""

    def __init__(self, tab: _Tab, page: str, picture: str) -> None:
        self.got = asyncio.Event()
        self._tab, self._page = tab, page
        self._picture = picture
        self._number = 0
        self.task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        from starlette.websockets import WebSocketDisconnect

        told = 0.0
        while True:
            began = time.monotonic()
            message, pause, turn = await asyncio.get_running_loop().run_in_executor(_drawing, self._look)
            if message or began - told >= BEAT:
                self.got.clear()
                try:
                    await self._tab.send(message or pack({"page": self._page}, b""))
                except (WebSocketDisconnect, RuntimeError):  # it has left: who hears it ends this watch
                    return
                await self.got.wait()
                told = time.monotonic()
            await self._rest(min(began + pause, told + BEAT), turn)

    async def _rest(self, until: float, turn: int) -> None:
        """Until then, or until the page has run."""
        while (left := until - time.monotonic()) > 0 and turn == self._turn():
            await asyncio.sleep(min(TURN, left))

    def _turn(self) -> int:
        showing = self._tab.find(self._page)
        return showing.turn if showing else 0

    def _look(self) -> tuple[bytes, float, int]:
        """What the browser shall hear (empty: nothing new), seconds until the next look, and the turn of this one.

        It keeps nothing of the session, which may end while it rests.
        """
        showing = self._tab.find(self._page)
        if showing is None:
            return b"", RESTING, 0
        began, turn = time.thread_time(), showing.turn
        with precedence.look():
            try:
                frame = showing.look()
            except Exception:
                log.exception("a look at %s failed; the page itself will say why", self._page)
                return pack({"page": self._page, "calls": True}, b""), RESTING, turn
        if frame is None:
            return b"", RESTING, turn
        message = self._message(frame)
        return message, rest(frame, lab.pool().playing, time.thread_time() - began, precedence.busy), turn

    def _message(self, frame: Frame) -> bytes:
        """What is new of a frame; empty: nothing."""
        if frame.number == self._number and not frame.calls:
            return b""
        payload = b"" if frame.drawn.name == self._picture else frame.drawn.packed
        self._number, self._picture = frame.number, frame.drawn.name
        return pack({"page": self._page, "told": asdict(frame.told), "calls": frame.calls}, payload)
