"""``python -m tests.browser.watched run APP``: Streamlit, and its log says what the app asks of its trainers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit.web import cli

from dnnlab.live.pool import Pool

ASKED = "asked of the trainers: "


def noted(method: Callable[..., Any]) -> Callable[..., Any]:
    """The pool's method, whose first argument is the name of a call or an experiment."""

    @wraps(method)
    def ask(pool: Pool, name: str, *args: Any, **options: Any) -> Any:
        print(f"{ASKED}{name}", flush=True)
        return method(pool, name, *args, **options)

    return ask


if __name__ == "__main__":
    Pool.call = noted(Pool.call)  # type: ignore[method-assign]
    Pool.start = noted(Pool.start)  # type: ignore[method-assign]
    cli.main(prog_name="streamlit")
