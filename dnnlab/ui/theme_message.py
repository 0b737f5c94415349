"""Streamlit's message about the theme, made once instead of at every script run.

At the start of each run of a script, and so at every look of every learner, Streamlit walks six times over all
of its config options to tell the browser the theme. Measured while nine learners trained on a slow day, that was
36 % of the page process's time. The options stand still while it serves (a changed config file empties the memory).
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from dnnlab.once import once_each

log = logging.getLogger(__name__)

NAME = "_populate_theme_msg"
"""Streamlit's function, in ``runtime/app_session.py`` of 1.67: (message, section) fills a message in."""

Fill = Callable[..., None]


def remembering(fill: Fill) -> Fill:
    """The same function, which asks the options once for each section."""

    def made(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        fill(message, section)
        return message

    memory = [once_each(made)]
    config.on_config_parsed(lambda: memory.__setitem__(0, once_each(made)), force_connect=True)

    def remembered(message: CustomThemeConfig, section: str = "theme") -> None:
        known = memory[0](section)
        if known.ByteSize():  # an empty one must not mark the part of the message as set
            message.MergeFrom(known)

    return remembered


def remember_the_theme() -> None:
    """From now on; a Streamlit that does it in another way goes its own."""
    fill: Fill | None = getattr(app_session, NAME, None)
    if fill is None:
        log.warning("this Streamlit has no %s: the theme is told anew at every look", NAME)
    elif fill.__name__ == NAME:
        setattr(app_session, NAME, remembering(fill))
