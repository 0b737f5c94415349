"""The table of stages and sockets, and the socket itself as a browser meets it."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import struct
import zlib
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette

from dnnlab.ui import lab, looks_route
from dnnlab.ui.looks import ALIVE, CROWDED, LEAST, PACES, SHARE, Looks, looks, rest
from dnnlab.ui.looks_route import LONGEST, MOST, PATH, UNASKED
from dnnlab.ui.looks_route import looks_route as route
from dnnlab.ui.sight import RESTING, Frame, Showing
from tests.patience import PATIENCE
from tests.unit.ui.test_sight import Run, sight

ME, ANOTHER = "a" * 32, "b" * 32


def test_a_stage_is_its_tabs_alone_and_goes_with_its_session() -> None:
    table, showing = Looks(), Showing()
    table.show(ME, "toy", showing)
    assert table.find(ME, "toy") is showing
    assert table.find(ANOTHER, "toy") is None
    assert table.find(ME, "other") is None
    later = Showing()
    table.show(ME, "toy", later)
    assert table.find(ME, "toy") is later
    del later
    gc.collect()
    assert table.find(ME, "toy") is None


def test_a_socket_counts_while_it_is_heard() -> None:
    now = [0.0]
    table = Looks(lambda: now[0])
    table.heard(ME, 1)
    table.heard(ME, 2)
    assert table.alive(ME) and not table.alive(ANOTHER)
    now[0] = ALIVE - 1
    table.heard(ME, 2)
    now[0] = ALIVE + 1
    assert table.alive(ME)
    table.closed(ME, 2)
    assert not table.alive(ME), "the first was not heard for long"
    table.closed(ME, 1)
    table.closed(ME, 1)
    assert not table._sockets


def test_the_more_train_the_seldomer_each_is_looked_at_and_all_looks_take_their_share_at_most() -> None:
    showing = Showing()
    frame = showing.show(sight(Run()))
    assert rest(frame, 1, 0.001, 0.0) == 0.1, "ten a second while few look"
    assert [rest(frame, most, 0.0, 0.0) for most, _ in PACES] == [pace for _, pace in PACES]
    assert rest(frame, PACES[-1][0] + 1, 0.0, 0.0) == CROWDED
    assert rest(frame, 1, 0.2, 0.0) == 0.2 / SHARE
    assert rest(frame, 8, 0.05, 0.0) == 0.05 * 8 / SHARE, "eight of them take that share together"
    assert rest(frame, 8, 0.05, 1.0) == pytest.approx(0.05 * 8 / LEAST), "less where somebody always acts"
    assert SHARE > LEAST


@dataclass
class Tab:
    """A browser's tab at its end of the socket."""

    words: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    answers: asyncio.Queue[Any] = field(default_factory=asyncio.Queue)

    def says(self, word: Any) -> None:
        self.words.put_nowait(
            {"type": "websocket.receive", "text": word if isinstance(word, str) else json.dumps(word)}
        )

    def leaves(self) -> None:
        self.words.put_nowait({"type": "websocket.disconnect", "code": 1001})

    async def hears(self) -> tuple[dict[str, Any], bytes]:
        """The next message's header and payload."""
        message = await asyncio.wait_for(self.answers.get(), PATIENCE)
        assert message["type"] == "websocket.send", message
        return unpacked(message["bytes"])

    async def is_closed(self) -> int:
        while (message := await asyncio.wait_for(self.answers.get(), PATIENCE))["type"] != "websocket.close":
            pass
        return int(message["code"])


def unpacked(message: bytes) -> tuple[dict[str, Any], bytes]:
    """As the browser does it."""
    whole = zlib.decompress(message[1:]) if message[0] else message[1:]
    (length,) = struct.unpack_from("<I", whole)
    return json.loads(whole[4 : 4 + length]), whole[4 + length :]


def in_a_tab(talk: Callable[[Tab], Awaitable[None]], path: str = f"/{PATH}") -> None:
    """Connect a tab to the route, and leave when the talk is over."""

    async def meet() -> None:
        tab = Tab()
        tab.words.put_nowait({"type": "websocket.connect"})
        scope = {
            "type": "websocket", "path": path, "root_path": "", "query_string": b"", "headers": [], "subprotocols": [],
        }  # fmt: skip
        served = asyncio.create_task(Starlette(routes=[route()])(scope, tab.words.get, tab.answers.put))
        accepted = await asyncio.wait_for(tab.answers.get(), PATIENCE)
        assert accepted["type"] == "websocket.accept", accepted
        await talk(tab)
        tab.leaves()
        await asyncio.wait_for(served, PATIENCE)

    with ThreadPoolExecutor(1) as thread:  # a loop of its own: Playwright leaves one running in the main thread
        thread.submit(asyncio.run, meet()).result()


@pytest.fixture(autouse=True)
def _few_train(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "pool", lambda: SimpleNamespace(playing=1))


def page(**status: Any) -> tuple[Showing, Run, Frame]:
    """A page of my tab that has shown a run."""
    showing, run = Showing(), Run(**status)
    frame = showing.show(sight(run))
    showing.shown(frame, frame.reached)
    looks.show(ME, "toy", showing)
    return showing, run, frame


@pytest.mark.parametrize("path", [f"/{PATH}", f"/behind/a/proxy/{PATH}"])
def test_a_tab_that_names_itself_gets_the_frame_that_the_page_would_draw(path: str) -> None:
    showing, run, frame = page(step=3)

    async def talk(tab: Tab) -> None:
        tab.says({"token": ME})
        tab.says({"see": {"toy": ""}})
        head, payload = await tab.hears()
        assert head["page"] == "toy" and head["calls"] is False
        assert head["told"]["words"] == frame.told.words and head["told"]["number"] == frame.number
        assert payload == frame.drawn.packed
        assert looks.alive(ME)
        tab.says({"got": "toy"})
        run.goes(step=4)
        head, payload = await tab.hears()
        assert head["told"]["step"] == 4 and head["told"]["drawn"] != frame.drawn.name and payload

    in_a_tab(talk, path)
    assert not looks.alive(ME)
    assert showing.sight is not None


def test_what_the_browser_has_does_not_come_again() -> None:
    _, run, frame = page(step=3)

    async def talk(tab: Tab) -> None:
        tab.says({"token": ME})
        tab.says({"see": {"toy": frame.drawn.name}})
        head, payload = await tab.hears()
        assert head["told"]["drawn"] == frame.drawn.name and payload == b""
        tab.says({"got": "toy"})
        run.goes(rate=7.0)  # other words, the same picture
        head, payload = await tab.hears()
        assert "7" in head["told"]["words"] and payload == b""
        tab.says({"see": {"toy": ""}})  # it has lost it
        head, payload = await tab.hears()
        assert payload == frame.drawn.packed

    in_a_tab(talk)


def test_a_stage_that_is_slow_gets_the_newest_and_nothing_in_between() -> None:
    _kept, run, _ = page(step=0)
    other, quick = Showing(), Run(step=0)
    other.show(sight(quick))
    looks.show(ME, "quick", other)

    async def talk(tab: Tab) -> None:
        tab.says({"token": ME})
        tab.says({"see": {"toy": "", "quick": ""}})
        assert {(await tab.hears())[0]["page"] for _ in range(2)} == {"toy", "quick"}
        for step in range(1, 5):  # the other stage answers, and has each of these looks
            run.goes(step=step)
            quick.goes(step=step)
            tab.says({"got": "quick"})
            head, _ = await tab.hears()
            assert (head["page"], head["told"]["step"]) == ("quick", step)
        tab.says({"got": "toy"})
        head, _ = await tab.hears()
        assert (head["page"], head["told"]["step"]) == ("toy", 4)

    in_a_tab(talk)


def test_a_frame_that_only_the_page_can_show_calls_for_it() -> None:
    _kept, run, _ = page(step=3)

    async def talk(tab: Tab) -> None:
        tab.says({"token": ME})
        tab.says({"see": {"toy": ""}})
        await tab.hears()
        run.goes(message="The trainer was restarted.")
        tab.says({"got": "toy"})
        head, _ = await tab.hears()
        assert head["calls"] is True

    in_a_tab(talk)


def test_a_run_of_the_page_wakes_a_watch_that_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks_route, "RESTING", 1e6)
    monkeypatch.setattr(looks_route, "BEAT", 1e6)
    monkeypatch.setattr(looks_route, "rest", lambda *_: 1e6)
    showing, run, _ = page(step=3)

    async def talk(tab: Tab) -> None:
        tab.says({"token": ME})
        tab.says({"see": {"toy": ""}})
        await tab.hears()
        tab.says({"got": "toy"})
        run.goes(step=4)
        showing.show(sight(run))
        head, _ = await tab.hears()
        assert head["told"]["step"] == 4

    in_a_tab(talk)


def test_a_stage_that_nobody_shows_gives_a_beat_and_a_strangers_token_no_more() -> None:
    kept, _, _ = page(step=3)

    async def talk(tab: Tab) -> None:
        tab.says({"token": ANOTHER})
        tab.says({"see": {"toy": ""}})
        head, payload = await tab.hears()
        assert head == {"page": "toy"} and payload == b""

    in_a_tab(talk)
    assert kept.turn == 1


def test_a_look_that_fails_is_said_in_the_log_and_by_the_page(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    showing, _, _ = page(step=3)

    def fails() -> Frame:
        raise ZeroDivisionError("a drawer's fault")

    monkeypatch.setattr(showing, "look", fails)

    async def talk(tab: Tab) -> None:
        tab.says({"token": ME})
        tab.says({"see": {"toy": ""}})
        head, payload = await tab.hears()
        assert head == {"page": "toy", "calls": True} and payload == b""

    with caplog.at_level(logging.ERROR):
        in_a_tab(talk)
    assert "a drawer's fault" in caplog.text


NO_STAGES = [
    {"see": ["toy"]},
    {"see": {"toy": 3}},
    {"see": {str(number): "" for number in range(MOST + 1)}},
    "no JSON",
    "[1]",
    json.dumps({"got": "t" * LONGEST}),
]


@pytest.mark.parametrize("word", NO_STAGES, ids=str)
def test_a_socket_is_closed_that_says_what_it_may_not(word: Any) -> None:
    async def talk(tab: Tab) -> None:
        tab.says({"token": ME})
        tab.says(word)
        assert await tab.is_closed() == UNASKED

    in_a_tab(talk)
    assert not looks.alive(ME)


@pytest.mark.parametrize(
    "word", [{}, {"token": "short"}, {"token": None}, {"see": {"toy": ""}}, "no JSON", "7"], ids=str
)
def test_a_socket_that_does_not_name_its_tab_first_gets_nothing(word: Any) -> None:
    kept, _, _ = page(step=3)

    async def talk(tab: Tab) -> None:
        tab.says(word)
        assert await tab.is_closed() == UNASKED

    in_a_tab(talk)
    assert kept.sight is not None and not looks.alive(ME)


def test_a_socket_that_says_nothing_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks_route, "FIRST", 0.01)

    async def talk(tab: Tab) -> None:
        assert await tab.is_closed() == UNASKED

    in_a_tab(talk)


def test_a_small_message_travels_as_it_is_and_a_large_one_compressed() -> None:
    head = {"page": "toy"}
    assert unpacked(looks_route.pack(head, b"")) == (head, b"")
    large = b"picture" * 1000
    packed = looks_route.pack(head, large)
    assert len(packed) < len(large) / 10
    assert unpacked(packed) == (head, large)
    assert RESTING > looks_route.BEAT, "a page at rest lives by beats"
