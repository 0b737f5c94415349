"""The first page: what this is, and where to click."""

import base64
from html import escape
from pathlib import Path

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.lesson import use_style
from pages.lessons import LESSONS


@st.cache_data(show_spinner=False)
def picture(file: Path) -> str:
    """A picture as a data URI: it is there with the page, with no second request."""
    return "data:image/png;base64," + base64.b64encode(file.read_bytes()).decode()


use_style()
st.title("dnnlab", anchor=False)
st.html(
    "<p class='dl-claim'>Deep learning, live: real PyTorch networks train in front of you, on real data, and every "
    "slider answers at once. Pick a lesson, press Play, draw or upload something of your own, and take the trained "
    "network home.</p>"
)
lessons = list(LESSONS.values())
columns = min(3, max(2, len(lessons)))
for first in range(0, len(lessons), columns):
    for place, lesson in zip(st.columns(columns, gap="medium"), lessons[first : first + columns], strict=False):
        with place, st.container(border=True, height="stretch"):
            image = picture(lesson.picture(lab.palette().name))
            alt = escape(f"{lesson.title}, as it works")
            st.html(f"<a href='{lesson.slug}' target='_self'><img class='dl-card' alt='{alt}' src='{image}'></a>")
            st.html(f"<div class='dl-kicker'>{escape(lesson.group)}</div>")
            icon = ":material/arrow_forward:"
            st.page_link(lesson.page, label=f"**{lesson.title}**", icon=icon, icon_position="right")
            st.caption(lesson.teaser)
