"""The tab's secret: only what looks like one is taken from a browser."""

from __future__ import annotations

from typing import Any

import pytest

from dnnlab.ui.components.tab.component import parse_token


@pytest.mark.parametrize("sent", [None, 7, "", "0" * 31, "0" * 33, "G" * 32, "0" * 32 + "\n", "A" * 32])
def test_what_is_no_token_is_refused(sent: Any) -> None:
    with pytest.raises(ValueError, match="not 32 hex digits"):
        parse_token(sent)
    assert parse_token("0123456789abcdef" * 2) == "0123456789abcdef" * 2
