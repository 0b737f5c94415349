"""The theme is told as Streamlit tells it, but worked out once."""

from __future__ import annotations

import inspect

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from dnnlab.ui import theme_message
from dnnlab.ui.theme_message import NAME, remember_the_theme, remembering

SECTIONS = ("theme", *(f"theme.{category.value}" for category in config.CustomThemeCategories))


def test_streamlit_still_asks_for_it_here() -> None:
    """It fails when a new Streamlit goes another way, and the patch is of no more use."""
    telling = inspect.getsource(app_session.AppSession._create_new_session_message)
    assert telling.count(f"{NAME}(") == len(SECTIONS) == 6
    assert "get_options_for_section" in inspect.getsource(getattr(app_session, NAME))


def test_the_message_is_the_same_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "get_options_for_section", options)
    fill = getattr(app_session, NAME)
    remembered = remembering(fill)
    for _ in range(2):
        theirs, ours = CustomThemeConfig(), CustomThemeConfig()
        for message, function in ((theirs, fill), (ours, remembered)):
            function(message)
            function(message.light, "theme.light")
            function(message.dark, "theme.dark")
            function(message.sidebar, "theme.sidebar")
        assert ours == theirs
        assert [ours.HasField(part) for part in ("light", "dark", "sidebar")] == [True, True, False]
        assert ours.light.primary_color == "#0000ff"


def options(section: str) -> dict[str, object]:
    """Some of the options of a section; none of that of the sidebar."""
    asked.append(section)
    return {"primaryColor": None if section == "theme.sidebar" else "#0000ff", "base": None}


asked: list[str] = []


def test_the_options_are_asked_for_once_until_they_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "get_options_for_section", options)
    remembered = remembering(getattr(app_session, NAME))
    asked.clear()
    for _ in range(5):
        remembered(CustomThemeConfig())
        remembered(CustomThemeConfig(), "theme.dark")
    assert asked == ["theme", "theme.dark"]
    config._on_config_parsed.send()
    remembered(CustomThemeConfig())
    assert asked == ["theme", "theme.dark", "theme"]


def test_it_is_put_in_place_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def _populate_theme_msg(message: CustomThemeConfig, section: str = "theme") -> None:
        """Stands for Streamlit's."""

    monkeypatch.setattr(app_session, NAME, _populate_theme_msg)
    remember_the_theme()
    first = getattr(app_session, NAME)
    assert first is not _populate_theme_msg
    remember_the_theme()
    assert getattr(app_session, NAME) is first


def test_without_it_the_app_starts_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr(app_session, NAME)
    theme_message.remember_the_theme()
    assert "anew at every look" in caplog.text
