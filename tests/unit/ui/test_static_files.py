"""What the browser loads once: all of it is served, compressed once, kept for good and named in the page's head."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath
from typing import Any

import pytest

from dnnlab.paths import ROOT
from dnnlab.ui import static_files
from dnnlab.ui.static_files import FOLDER, FOR_GOOD, Delivery, gzips

COMPONENTS = Path(static_files.__file__).parent / "components"
FIGURE = COMPONENTS / "stage" / "kinds" / "figure.js"
PAGE = b"<html><body><div id=root></div></body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(path: str, method: str = "GET", **headers: str) -> Answer:
    """What the browser gets: from the middleware, or PAGE from the server behind it."""
    sent: list[Any] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        asked = dict(scope["headers"])
        kind = b"text/html" if asked.get(b"accept") != b"*/*" else b"text/plain"
        known = b"if-none-match" in asked
        headers = [(b"content-type", kind), (b"content-length", str(len(PAGE)).encode())]
        await send({"type": "http.response.start", "status": 304 if known else 200, "headers": headers})
        if method != "HEAD" and not known:
            await send({"type": "http.response.body", "body": PAGE[:20], "more_body": True})
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" or known else PAGE[20:]})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is read of a question without a body")

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": raw}
    with ThreadPoolExecutor(1) as thread:  # a loop of its own: Playwright leaves one running in the main thread
        thread.submit(asyncio.run, Delivery(behind)(scope, receive, send)).result()
    start, *bodies = sent
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(status=start["status"], headers=found, body=b"".join(each["body"] for each in bodies))


def test_plotly_and_all_modules_are_served_and_their_imports_hold() -> None:
    folder = Path(static_files.modules_folder())
    names = {Path(name) for name in static_files.served()}
    modules = {name for name in names if name.is_relative_to(folder)}
    assert {name.relative_to(folder) for name in modules} == {
        file.relative_to(COMPONENTS) for file in COMPONENTS.rglob("*.js") if file.name != "component.js"
    }
    imported = set()
    for name in modules:
        text = gzip.decompress(ask(f"/{FOLDER}/{name.as_posix()}", accept_encoding="gzip").body).decode()
        found = (name.parent / path for path in re.findall(r'from "(\.[\w./]+)"', text))
        imported |= {Path(normpath(path)) for path in found}
    assert {folder / "shared" / "colours.js", folder / "sliding" / "taps.js"} <= imported
    assert imported <= modules


def test_the_figures_ask_for_the_bundles_that_are_served() -> None:
    named = dict(re.findall(r'const (SMALL|WHOLE) = "(.+)";', FIGURE.read_text(encoding="utf-8")))
    assert set(named.values()) == {name for name in static_files.served() if name.startswith("plotly-")}
    assert ask(f"/{FOLDER}/{named['SMALL']}").body.count(b"window.Plotly = Plotly") == 1


def test_both_bundles_are_of_the_version_that_python_carries() -> None:
    version = static_files.version_in(static_files.whole_plotly().read_bytes())
    small = gzip.decompress(static_files.small_plotly().read_bytes())
    assert static_files.version_in(small) == version
    assert f"plotly-cartesian-{version}.min.js.gz" == static_files.small_plotly().name
    assert len(small) < 2_000_000  # of 4.8 million in the whole one
    with pytest.raises(ValueError, match="does not begin with the version"):
        static_files.version_in(b"something else")


def test_a_file_is_kept_for_good_and_compressed_once() -> None:
    name = static_files.small_plotly().name.removesuffix(".gz")
    packed = ask(f"/{FOLDER}/{name}", accept_encoding="gzip, deflate, br")
    assert packed.body == static_files.small_plotly().read_bytes()  # as it lies
    assert packed.headers == {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": FOR_GOOD,
        "content-encoding": "gzip",
        "vary": "Accept-Encoding",
        "content-length": str(len(packed.body)),
        "x-content-type-options": "nosniff",
        "access-control-allow-origin": "*",
    }
    plain = ask(f"/lab/{FOLDER}/{name}", accept_encoding="identity")  # below a prefix of the host's
    assert plain.body == gzip.decompress(packed.body)
    assert "content-encoding" not in plain.headers
    head = ask(f"/{FOLDER}/{name}", "HEAD", accept_encoding="gzip")
    assert (head.body, head.headers) == (b"", packed.headers)


def test_the_whole_bundle_is_compressed_at_the_first_question_only(monkeypatch: pytest.MonkeyPatch) -> None:
    name = next(name for name in static_files.served() if re.match(r"plotly-\d", name))
    first = ask(f"/{FOLDER}/{name}", accept_encoding="gzip").body
    monkeypatch.setattr(gzip, "compress", lambda content: pytest.fail("compressed again"))
    assert ask(f"/{FOLDER}/{name}", accept_encoding="gzip").body == first
    assert gzip.decompress(first) == static_files.whole_plotly().read_bytes()


@pytest.mark.parametrize(
    ("accepted", "allowed"),
    [
        ("gzip", True),
        ("br;q=1.0, gzip;q=0.8", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
    ],
)
def test_what_accepts_gzip(accepted: str, allowed: bool) -> None:
    assert gzips(accepted.encode()) is allowed


@pytest.mark.parametrize("path", ["../../requirements.txt", "modules-000000000000/stage/view.js", "", "plotly.min.js"])
def test_nothing_else_is_served(path: str) -> None:
    assert ask(f"/{FOLDER}/{path}").body == PAGE


def test_a_page_names_what_it_will_need_and_all_of_it_is_served() -> None:
    link = ask("/digits", accept="text/html,application/xhtml+xml").headers["link"]
    named = re.findall(rf"<{FOLDER}/(.+?)>; rel=modulepreload", link)
    assert len(named) == link.count("<")
    assert set(named) <= static_files.served().keys()
    assert any(name.startswith("plotly-cartesian") for name in named)
    assert any(name.endswith("stage/view.js") for name in named)
    assert (
        "rel=modulepreload" not in ask("/", accept="text/html").headers["link"]
    )  # home draws nothing: in its own time
    assert "link" not in ask("/_stcore/health", accept="*/*").headers


@pytest.mark.parametrize("known", [{}, {"if_none_match": '"an older page"', "accept_encoding": "gzip"}])
def test_a_page_brings_the_rules_of_style_itself(known: dict[str, str]) -> None:
    answer = ask("/digits", accept="text/html", **known)
    (style,) = re.findall(r'<link rel="stylesheet" href="(.+?)">', answer.body.decode())
    assert answer.body.replace(f'<link rel="stylesheet" href="{style}">'.encode(), b"") == PAGE
    assert answer.body.endswith(b'"></body></html>')  # after Streamlit's own rules, which it puts into the head
    assert int(answer.headers["content-length"]) == len(answer.body)
    rules = ask(f"/{style}")
    assert rules.body == static_files.STYLE.read_bytes()
    assert rules.headers["content-type"].startswith("text/css")
    assert ask("/app.txt", accept="*/*").body == PAGE
    head = ask("/digits", "HEAD", accept="text/html")
    assert (head.body, "link" in head.headers, head.headers["content-length"]) == (b"", True, str(len(PAGE)))


def test_a_single_file_has_an_address_that_follows_its_content(tmp_path: Path) -> None:
    picture = tmp_path / "still.webp"
    picture.write_bytes(b"one")
    one = static_files.address(picture)
    answer = ask(f"/{one}", accept_encoding="gzip")
    assert (answer.body, answer.headers["content-type"]) == (b"one", "image/webp")
    assert answer.headers["cache-control"] == FOR_GOOD
    assert "content-encoding" not in answer.headers
    picture.write_bytes(b"another")
    assert static_files.address(picture) != one
    assert ask(f"/{one}").body == b"one"  # for those who have the older page


def test_the_card_names_what_ships() -> None:
    card = (ROOT / "assets" / "plotly" / "card.md").read_text(encoding="utf-8")
    assert static_files.small_plotly().name in card
    assert f"{static_files.small_plotly().stat().st_size:,}" in card


def test_without_the_bundle_there_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_files, "ASSETS", tmp_path)
    with pytest.raises(static_files.Missing, match="assets/plotly holds 0 bundles"):
        static_files.small_plotly()
