"""What the browser loads once and keeps: Plotly, the components' modules, and single files of ours.

And what it asks for when a learner wants it: the weights behind a map (:func:`asked_address`).

All of it is served by :class:`Delivery`, which stands in front of Streamlit's own
server (``st.App(..., middleware=[Middleware(Delivery)])``).  Streamlit would compress
each file anew for each visitor (Plotly: a second of processor time) and let
browsers ask again each time.  Here a file is compressed once, and its address names
its version or the hash of its content, so that browsers keep it for good: none
ever holds an old one.

The page is told what a lesson needs in the header ``Link`` of its HTML, before
any script of it runs: Plotly and the stage's modules come beside Streamlit's own
scripts, not after them.  The app's rules of style stand in that HTML too, so that
what comes first already has its place.
"""

from __future__ import annotations

import asyncio
import gzip
import mimetypes
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from dnnlab.once import once
from dnnlab.paths import ASSETS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER = "app/static"
"""Below the page's address, where Streamlit's own static files would be: hosts let it through."""
FOR_GOOD = "public, max-age=31536000, immutable"
"""Cache-Control of what never changes under its address."""
STYLE = Path(__file__).with_name("style.css")
"""The few rules for which Streamlit's theme has no option."""
AHEAD = ("stage", "bar", "shared")
"""The components whose modules every lesson needs at once."""

_AS_THE_SERVER_HAS_IT = (b"accept-encoding", b"if-none-match", b"if-modified-since")
"""Headers of a request that let a server answer with less than a page's plain text."""
_COMPONENTS = Path(__file__).parent / "components"
_TRAVELS = "component.js"
"""A component's own script goes with each of its messages; the modules beside it are what it imports."""
_SCRIPT = "text/javascript; charset=utf-8"


class Missing(RuntimeError):
    """A file that the browser needs is not there; the message says which."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it is served."""

    kind: str
    """Its Content-Type."""
    content: Callable[[], bytes]
    packed: bool = True
    """Whether the content is compressed with gzip."""
    kept: bool = True
    """Whether it never changes under its address."""


_published: dict[str, _File] = {}
"""Single files, by their addresses below FOLDER."""
_asked: OrderedDict[str, _File] = OrderedDict()
"""What is made when it is asked for, likewise; the ones not shown for longest go."""
MOST_ASKED = 1_000
"""Of these."""


def address(file: Path) -> str:
    """The address of a file of ours (a picture, say), seen from the page's; from now on it is served there.

    Raises:
        OSError: it cannot be read.
    """
    content = file.read_bytes()
    name = f"files/{blake2b(content, digest_size=6).hexdigest()}/{file.name}"
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    _published.setdefault(name, _File(kind, _always(content), packed=False))
    return f"{FOLDER}/{name}"


def asked_address(secret: str, content: Callable[[], bytes]) -> str:
    """An address under which the browser gets what ``content`` makes, anew each time it asks; seen from the page's.

    What it raises reaches the browser as status 503 with the message as text.  It is called in a thread of its own.

    Args:
        secret: what the address follows from: whoever knows it may ask.
        content: makes it; the newest of a secret counts.
    """
    name = f"asked/{blake2b(secret.encode(), digest_size=16).hexdigest()}"
    _asked[name] = _File("application/octet-stream", content, packed=False, kept=False)
    _asked.move_to_end(name)
    while len(_asked) > MOST_ASKED:
        _asked.popitem(last=False)
    return f"{FOLDER}/{name}"


@cache
def modules_folder() -> str:
    """The folder of the components' modules below FOLDER: ``modules-`` and a hash of their names and texts."""
    digest = blake2b(digest_size=6)
    for module in _modules():
        digest.update(module.as_posix().encode() + b"\0" + (_COMPONENTS / module).read_bytes() + b"\0")
    return f"modules-{digest.hexdigest()}"


def modules(component: str) -> list[str]:
    """The modules of a component, seen from the common folder."""
    return [module.as_posix() for module in _modules() if module.parts[0] == component]


def small_plotly() -> Path:
    """The shipped bundle, compressed.

    Raises:
        Missing: it does not ship (``python -m tools.build_plotly`` makes it).
    """
    found = sorted((ASSETS / "plotly").glob("plotly-cartesian-*.min.js.gz"))
    if len(found) != 1:
        raise Missing(f"assets/plotly holds {len(found)} bundles of Plotly instead of one")
    return found[0]


def whole_plotly() -> Path:
    """plotly.min.js inside the installed wheel, found without importing plotly.

    Raises:
        Missing: plotly is not installed.
    """
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise Missing("plotly is not installed, so there is no plotly.min.js for the browser")
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


def version_in(script: bytes) -> str:
    """The version of plotly.js that the head of its script names; ValueError if it names none."""
    found = re.search(rb"plotly\.js [^\n]*?v(\d+\.\d+\.\d+)", script[:200])
    if found is None:
        raise ValueError("the script does not begin with the version of plotly.js")
    return found[1].decode()


@once
def served() -> dict[str, _File]:
    """Plotly and the modules, by their addresses below FOLDER.

    Raises:
        Missing: a bundle of Plotly is not there.
    """
    small, whole = small_plotly(), whole_plotly()
    with whole.open("rb") as file:
        version = version_in(file.read(200))
    files = {
        small.name.removesuffix(".gz"): _File(_SCRIPT, once(small.read_bytes)),
        f"plotly-{version}.min.js": _File(_SCRIPT, once(lambda: gzip.compress(whole.read_bytes()))),
    }
    for module in _modules():
        packed = gzip.compress((_COMPONENTS / module).read_bytes())
        files[f"{modules_folder()}/{module.as_posix()}"] = _File(_SCRIPT, _always(packed))
    return files


@cache
def links(home: bool) -> bytes:
    """The header ``Link`` of a page: what the browser asks for beside Streamlit's own scripts.

    Home draws no figure: it lets the browser fetch them when it has nothing better to do.
    """
    ahead = [f"{modules_folder()}/{module}" for component in AHEAD for module in modules(component)]
    names = [small_plotly().name.removesuffix(".gz"), *ahead]
    relation = "prefetch" if home else "modulepreload"
    return ", ".join(f"<{FOLDER}/{name}>; rel={relation}" for name in names).encode()


class Delivery:
    """The middleware that serves these files, and names them in the head of each page.

    Args:
        app: the server behind it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is asked for below FOLDER; pass on all else."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        name = scope["path"].partition(f"/{FOLDER}/")[2]
        file = (served().get(name) or _published.get(name) or _asked.get(name)) if name else None
        if file is not None:
            await _answer(file, gzips(headers.get(b"accept-encoding", b"")), scope["method"] == "HEAD", send)
        elif headers.get(b"accept", b"").startswith(b"text/html"):
            home = scope["path"].endswith("/")
            anew = {**scope, "headers": [each for each in scope["headers"] if each[0] not in _AS_THE_SERVER_HAS_IT]}
            await self._app(anew, receive, _Page(send, links(home), only_head=scope["method"] == "HEAD"))
        else:
            await self._app(scope, receive, send)


def gzips(accepted: bytes) -> bool:
    """Whether an Accept-Encoding header allows gzip."""
    for each in accepted.decode("latin-1").split(","):
        coding, _, quality = each.partition(";")
        if coding.strip().lower() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


async def _answer(file: _File, packed: bool, only_head: bool, send: Send) -> None:
    """Send a file, compressed if the browser takes that."""
    status, kind = 200, file.kind
    try:
        content = await asyncio.to_thread(file.content)  # the whole Plotly takes a second, the first time
    except Exception as error:
        if file.kept:
            raise
        status, kind, content = 503, "text/plain; charset=utf-8", str(error).encode()
    headers = {
        "Content-Type": kind,
        "Cache-Control": FOR_GOOD if file.kept else "no-store",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
    }
    if file.packed:
        headers["Vary"] = "Accept-Encoding"
        if packed:
            headers["Content-Encoding"] = "gzip"
        else:
            content = await asyncio.to_thread(gzip.decompress, content)
    headers["Content-Length"] = str(len(content))
    await send({"type": "http.response.start", "status": status, "headers": _raw(headers.items())})
    await send({"type": "http.response.body", "body": b"" if only_head else content})


class _Page:
    """Passes on an answer; if it is a page, its head also names what it will need, and its end our rules of style.

    They stand after Streamlit's, so that where two rules weigh the same ours holds.
    """

    def __init__(self, send: Send, needed: bytes, *, only_head: bool) -> None:
        self._send, self._needed, self._only_head = send, needed, only_head
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"link", self._needed)]
            kinds = [value for name, value in message["headers"] if name.lower() == b"content-type"]
            if message["status"] == 200 and kinds and kinds[0].startswith(b"text/html") and not self._only_head:
                self._start = message  # it says how long the page is: sent when that is known
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        style = f'<link rel="stylesheet" href="{address(STYLE)}">'.encode()
        body = self._body.replace(b"</body>", style + b"</body>")
        kept = [each for each in self._start["headers"] if each[0].lower() not in (b"content-length", b"etag")]
        self._start["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def _always(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _raw(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers]


@cache
def _modules() -> tuple[Path, ...]:
    """The components' modules, seen from their common folder: they keep their places, so that imports hold."""
    found = (file.relative_to(_COMPONENTS) for file in _COMPONENTS.rglob("*.js"))
    return tuple(sorted(module for module in found if module.name != _TRAVELS))
