"""Looks come over a socket of the tab's own; where that is refused, or breaks, the page goes on looking by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocket, WebSocketRoute, expect

from dnnlab.ui.components.bar.component import SAID
from tests.browser.helpers import follow_sidebar
from tests.browser.lesson import (
    button,
    leave_nothing_running,
    open_lesson,
    pause,
    play_until,
    status,
    step_of,
    wait_for_step,
)
from tests.browser.server import Server
from tests.live.helpers import until

LOOKS = re.compile(r"/app/static/looks$")
STREAMLIT = re.compile(r"/_stcore/stream")


@pytest.fixture
def learner(own_page: Callable[..., Page]) -> Iterator[Page]:
    """A page whose sockets a test may meddle with; its run ends with the test."""
    page = own_page()
    yield page
    leave_nothing_running(page)


class Traffic:
    """What went over a page's sockets since it was asked last."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        self.looks: list[bytes] = []
        self.runs = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        self.addresses.append(socket.url)
        if LOOKS.search(socket.url):
            socket.on("framereceived", lambda frame: self.looks.append(frame))
        elif STREAMLIT.search(socket.url):
            socket.on("framesent", lambda _: setattr(self, "runs", self.runs + 1))

    def forget(self) -> None:
        self.looks.clear()
        self.runs = 0


STEPS_BACK = """() => {
    window.back = 0;
    let last = 0;
    const look = () => {
        const step = Number((/step ([\\d,]+) of/.exec(document.querySelector('.dl-status')?.textContent) ?? [0, '0'])[1]
            .replaceAll(',', ''));
        back += step < last;
        last = step;
        requestAnimationFrame(look);
    };
    look();
}"""
"""Count in ``window.back`` how often the bar shows an earlier step than before."""


def test_a_run_is_looked_at_over_a_socket_of_the_tabs_own(app: str, learner: Page) -> None:
    traffic = Traffic(learner)
    open_lesson(learner, app)
    play_until(learner, 5)
    learner.evaluate(STEPS_BACK)
    until(lambda: learner.evaluate("1") and len(traffic.looks) > 3, "looks come over the socket")
    traffic.forget()
    until(lambda: learner.evaluate("1") and len(traffic.looks) > 20, "they go on")
    assert len(traffic.looks) > 2 * traffic.runs, "the page runs seldom"
    assert learner.evaluate("back") == 0
    token = learner.evaluate("window.dnnlabTab")
    assert re.fullmatch("[0-9a-f]{32}", token)
    assert not [address for address in traffic.addresses if token in address]
    assert len([address for address in traffic.addresses if LOOKS.search(address)]) == 1, "one a tab"
    here = pause(learner)
    expect(button(learner, "play")).to_be_visible()
    assert step_of(learner) == here


def test_another_lesson_is_looked_at_over_the_same_socket(app: str, learner: Page) -> None:
    traffic = Traffic(learner)
    open_lesson(learner, app)
    until(lambda: learner.evaluate("1") and bool(traffic.looks), "looks come")
    follow_sidebar(learner, "Autoencoder")
    expect(learner).to_have_url(re.compile("/autoencoder"))
    learner.wait_for_function("document.querySelector('.dl-stands')")
    traffic.forget()
    until(lambda: learner.evaluate("1") and bool(traffic.looks), "looks come for this one")
    assert len([address for address in traffic.addresses if LOOKS.search(address)]) == 1


def test_where_the_socket_is_refused_the_page_looks_by_itself_and_the_log_says_so(
    app: str, app_server: Server, learner: Page
) -> None:
    tries: list[WebSocketRoute] = []

    def refuse(socket: WebSocketRoute) -> None:
        tries.append(socket)
        socket.close()

    learner.route_web_socket(LOOKS, refuse)
    open_lesson(learner, app)
    play_until(learner, 5)
    learner.evaluate(STEPS_BACK)
    wait_for_step(learner, step_of(learner) + 20)
    assert learner.evaluate("back") == 0
    until(lambda: learner.evaluate("1") and SAID in app_server.log, "the log says it")
    assert len(tries) == 3
    wait_for_step(learner, step_of(learner) + 20)
    here = pause(learner)
    assert step_of(learner) == here


def test_a_socket_that_breaks_is_replaced_and_the_run_goes_on_meanwhile(app: str, learner: Page) -> None:
    through: list[WebSocketRoute] = []
    came: list[Any] = []
    closed = False

    def pass_on(socket: WebSocketRoute) -> None:
        if closed:
            socket.close()
            return
        through.append(socket)
        server = socket.connect_to_server()
        server.on_message(lambda message: (came.append(message), socket.send(message)))

    learner.route_web_socket(LOOKS, pass_on)
    open_lesson(learner, app)
    play_until(learner, 5)
    until(lambda: learner.evaluate("1") and len(came) > 3, "looks come")
    closed = True
    through[-1].close()
    wait_for_step(learner, step_of(learner) + 20)
    closed = False
    count = len(came)
    until(lambda: learner.evaluate("1") and len(came) > count + 3, "another socket brings them")
    assert len(through) == 2
    expect(status(learner)).to_contain_text("step")
