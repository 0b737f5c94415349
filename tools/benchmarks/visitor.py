"""A visitor without a browser: speaks Streamlit's websocket, and does what a page's JavaScript would.

It sends its tab's secret when the page asks for it, runs fragments again at
their interval, keeps the query string, presses buttons and moves sliders.  What
it leaves out makes no difference to the server's work: it draws nothing, and it
keeps no cache of messages, so that everything is sent to it in full.
"""

from __future__ import annotations

import asyncio
import json
import struct
import urllib.request
import zlib
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState

from dnnlab.ui.asking import NOT_READY
from dnnlab.ui.looks_route import PATH

PATIENCE = 60.0
"""Seconds that anything may take on a busy machine."""


class Visitor:
    """One open tab.  Use it with ``async with``.

    Args:
        port: the server's.
        page: the path of the page; empty for the home page.
        token: the tab's secret, 32 hex digits; the same token is the same tab after a reload.
        query: the query string, without its question mark.
        socket: whether it opens the socket for looks; else it is in a place that lets only Streamlit's own through.
    """

    def __init__(self, port: int, page: str, token: str, query: str = "", *, socket: bool = True) -> None:
        self.query = query
        self.status = ""
        """Where the run stands, in the words of the bar."""
        self.looks = 0
        """How often bar and stage were refreshed."""
        self.runs_finished = 0
        """Whole script runs that came to their end; those of fragments are not counted."""
        self.refused: list[str] = []
        """What the page could not do, in its own words."""
        self._whole_run = False
        self._unanswered = False  # whether the page says that it has no answer yet
        self._finished_before_query = 0  # whole runs that had ended when the query changed last
        self._address, self._url = f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}/_stcore/stream"
        self._page, self._page_hash, self._token = page, "", token
        self._looks_url = f"ws://127.0.0.1:{port}/{PATH}" if socket else ""
        self._looker: asyncio.Task[None] | None = None
        self._bar = "", ""  # the component's id, and its fragment
        self._called = False
        self._buttons: dict[str, tuple[str, str, bool]] = {}  # label -> id, fragment, disabled
        self._knobs: dict[str, tuple[str, str]] = {}  # label -> id, how its value travels
        self._uploader, self._session = "", ""
        self._places: list[FileURLs] = []  # where files may be sent to
        self._states: dict[str, WidgetState] = {}
        self._ticks: dict[str, tuple[float, asyncio.Task[None]]] = {}  # fragment -> interval, timer
        self._news = asyncio.Condition()

    async def __aenter__(self) -> Self:
        self._socket = await websockets.connect(
            self._url, subprotocols=[websockets.Subprotocol("streamlit")], max_size=None, compression=None
        )
        self._reader = asyncio.create_task(self._read())
        await self._rerun()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop_ticks()
        self._reader.cancel()
        if self._looker is not None:
            self._looker.cancel()
        await self._socket.close()

    # What a learner does

    async def press(self, label: str) -> None:
        """Click a button as soon as it is there and enabled; back when the click is sent."""
        await self.until(lambda: label in self._buttons and not self._buttons[label][2], f"the button {label}")
        name, fragment, _ = self._buttons.pop(label)  # gone until the page shows it again
        await self._rerun(fragment, pressed=WidgetState(id=name, trigger_value=True))

    async def move(self, label: str, parameter: str, option: str) -> None:
        """Move a slider, or choose from a list; back when the script has run to its end with the new value.

        Where it has to say that an answer is not there yet, back when that has come.

        Args:
            label: the first words of the knob's label.
            parameter: its name in the URL, which the page writes when it has seen the value.
            option: the value to move to; not the default one, which the URL leaves out.
        """

        def found() -> list[tuple[str, str]]:
            return [knob for text, knob in self._knobs.items() if text.startswith(label)]

        await self.until(lambda: bool(found()), f"the knob {label}")
        name, kind = found()[0]
        state = WidgetState(id=name)
        if kind == "string_value":
            state.string_value = option
        else:
            getattr(state, kind).data.append(option if kind == "string_array_value" else float(option))
        self._states[name] = state
        await self._rerun()
        wanted = f"{parameter}={option}"
        await self.until(lambda: wanted in self.query.split("&"), f"{wanted} in the URL")
        await self._answered(self._finished_before_query)

    async def upload(self, name: str, content: bytes) -> None:
        """Bring a file instead of those before; back when the page has answered."""
        message, before = BackMsg(), self.runs_finished
        message.file_urls_request.request_id, message.file_urls_request.session_id = name, self._session
        message.file_urls_request.file_names.append(name)
        await self._socket.send(message.SerializeToString())
        await self.until(lambda: bool(self._places), "a place for the file")
        place = self._places.pop()
        await asyncio.to_thread(self._send_file, place.upload_url, name, content)
        state = WidgetState(id=self._uploader)
        state.file_uploader_state_value.uploaded_file_info.add(
            name=name, size=len(content), file_id=place.file_id, file_urls=place
        )
        self._states[self._uploader] = state
        await self._rerun()
        await self._answered(before)

    def _send_file(self, place: str, name: str, content: bytes) -> None:
        head = f'--part\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'
        request = urllib.request.Request(
            self._address + place, head.encode() + content + b"\r\n--part--\r\n", method="PUT",
            headers={"Content-Type": "multipart/form-data; boundary=part"},
        )  # fmt: skip
        urllib.request.urlopen(request, timeout=PATIENCE).close()

    async def _answered(self, before: int) -> None:
        """Until a whole run after so many has come to its end, and nothing is missing on the page."""
        await self.until(lambda: self.runs_finished > before and not self._unanswered, "an answer")

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for something to come in.

        Raises:
            TimeoutError: it did not come.
            RuntimeError: the page showed an exception, or the connection ended.
        """
        try:
            async with asyncio.timeout(PATIENCE), self._news:
                await self._news.wait_for(lambda: self._reader.done() or condition())
        except TimeoutError:
            raise TimeoutError(f"a visitor waited {PATIENCE:.0f} s for {what}") from None
        if self._reader.done():
            raise RuntimeError("a visitor lost the page") from self._reader.exception()

    # What the browser does

    async def _rerun(self, fragment: str = "", *, auto: bool = False, pressed: WidgetState | None = None) -> None:
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_name, run.page_script_hash = self.query, self._page, self._page_hash
        run.widget_states.widgets.extend([*self._states.values(), *([pressed] if pressed else [])])
        run.fragment_id, run.is_auto_rerun = fragment, auto
        run.context_info.color_scheme = "light"
        await self._socket.send(message.SerializeToString())

    async def _tick(self, fragment: str, interval: float) -> None:
        with suppress(websockets.ConnectionClosed):
            while True:
                await asyncio.sleep(interval)
                await self._rerun(fragment, auto=True)

    async def _look(self, page: str) -> None:
        """What shared/looks.js and the bar do: show what comes over the tab's own socket, and call when that asks."""
        with suppress(websockets.ConnectionClosed):
            async with websockets.connect(self._looks_url, max_size=None, compression=None) as socket:
                await socket.send(json.dumps({"token": self._token}))
                await socket.send(json.dumps({"see": {page: ""}}))
                async for raw in socket:
                    assert isinstance(raw, bytes)
                    whole = zlib.decompress(raw[1:]) if raw[0] else raw[1:]
                    (length,) = struct.unpack_from("<I", whole)
                    head = json.loads(whole[4 : 4 + length])
                    if "told" in head:
                        self.looks += 1
                        self.status = head["told"]["words"]
                        async with self._news:
                            self._news.notify_all()
                    if head.get("calls") and not self._called:
                        self._called = True  # until the bar comes again
                        name, fragment = self._bar
                        call = json.dumps([{"event": "calls", "value": "news"}])
                        events = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{name}__events", json_trigger_value=call)
                        await self._rerun(fragment, pressed=events)
                    await socket.send(json.dumps({"got": page}))

    def _start_tick(self, fragment: str, interval: float) -> None:
        if fragment in self._ticks:
            before, timer = self._ticks[fragment]
            if before == interval:
                return
            timer.cancel()
        self._ticks[fragment] = interval, asyncio.create_task(self._tick(fragment, interval))

    def _stop_ticks(self) -> None:
        for _, timer in self._ticks.values():
            timer.cancel()
        self._ticks.clear()

    async def _read(self) -> None:
        try:
            async for raw in self._socket:
                if isinstance(raw, bytes):
                    await self._take(ForwardMsg.FromString(raw))
                    async with self._news:
                        self._news.notify_all()
        finally:
            async with self._news:
                self._news.notify_all()

    async def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session" if message.metadata.run.fragment_ids:
                self._end_whole_run()  # fragments begin after it; when they do at once, Streamlit may not say its end
            case "new_session":
                self._page_hash = message.new_session.page_script_hash
                self._session = message.new_session.initialize.session_id
                self._whole_run, self._unanswered = True, False
                self._stop_ticks()
            case "navigation":
                self._page_hash = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
                self._finished_before_query = self.runs_finished
            case "auto_rerun":
                self._start_tick(message.auto_rerun.fragment_id, message.auto_rerun.interval)
            case "stop_auto_rerun":
                for fragment in message.stop_auto_rerun.fragment_ids:
                    if fragment in self._ticks:
                        self._ticks.pop(fragment)[1].cancel()
            case "script_finished" if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                self._end_whole_run()
            case "script_finished" if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._whole_run = False
            case "file_urls_response":
                self._places.extend(message.file_urls_response.file_urls)
            case "delta":
                await self._take_delta(message.delta)

    def _end_whole_run(self) -> None:
        self.runs_finished += self._whole_run
        self._whole_run = False

    async def _take_delta(self, delta: Delta) -> None:
        element = delta.new_element
        match element.WhichOneof("type"):
            case "button":
                self._buttons[element.button.label] = element.button.id, delta.fragment_id, element.button.disabled
            case "slider":
                choice = element.slider.type == Slider.SELECT_SLIDER
                self._knobs[element.slider.label] = (
                    element.slider.id, "string_array_value" if choice else "double_array_value"
                )  # fmt: skip
            case "selectbox":
                self._knobs[element.selectbox.label] = element.selectbox.id, "string_value"
            case "file_uploader":
                self._uploader = element.file_uploader.id
            case "alert" if element.alert.body == NOT_READY:
                self._unanswered = True
            case "alert" if element.alert.format == Alert.ERROR:
                self.refused.append(element.alert.body)
            case "bidi_component" if element.bidi_component.component_name.endswith("dnnlab_tab"):
                await self._send_state(element.bidi_component.id, {"token": self._token})
            case "bidi_component" if element.bidi_component.component_name.endswith("dnnlab_bar"):
                told = json.loads(element.bidi_component.json)
                self.status, self._bar, self._called = (
                    told["words"],
                    (element.bidi_component.id, delta.fragment_id),
                    False,
                )
                self.looks += 1
                if told["looks"] and self._looks_url and self._looker is None:
                    self._looker = asyncio.create_task(self._look(told["bar"]))
            case "bidi_component" if b'"tells":true' in element.bidi_component.bytes[:40]:  # its stage wants to hear
                await self._send_state(element.bidi_component.id, {"stands": True}, delta.fragment_id)
            case "exception":
                raise RuntimeError(f"the page shows an exception: {element.exception.message}")

    async def _send_state(self, component: str, state: dict[str, Any], fragment: str = "") -> None:
        """What a component does once when it is mounted: ``setStateValue(...)``, which runs the script once more."""
        if component not in self._states:
            self._states[component] = WidgetState(id=component, json_value=json.dumps(state))
            await self._rerun(fragment)
