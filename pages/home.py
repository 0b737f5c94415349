"""The first page: what this is, and where to click."""

import base64
from html import escape
from pathlib import Path

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.lesson import use_style
from pages.lessons import LESSONS

PICTURES = Path("assets/pictures")


@st.cache_data(show_spinner=False)
def picture(name: str) -> str:
    """A picture as a data URI: it is there with the page, with no second request."""
    return "data:image/png;base64," + base64.b64encode((PICTURES / name).read_bytes()).decode()


use_style()
st.title("dnnlab", anchor=False)
st.html(
    "<p class='dl-claim'>Deep learning, live: real PyTorch networks train in front of you, on real data, and every "
    "slider answers at once. Pick a lesson, press Play, draw or upload something of your own, and take the trained "
    "network home.</p>"
)
columns = min(3, max(2, len(LESSONS)))
cards = st.columns(columns, gap="medium")
for place, lesson in enumerate(LESSONS.values()):
    with cards[place % columns], st.container(border=True):
        image = picture(lesson.picture.format(theme=lab.palette().name))
        alt = f"{lesson.title}, as it trains"
        st.html(f"<a href='{lesson.slug}' target='_self'><img class='dl-card' alt='{escape(alt)}' src='{image}'></a>")
        st.html(f"<div class='dl-kicker'>{escape(lesson.group)}</div>")
        st.page_link(lesson.page, label=f"**{lesson.title}**", icon=":material/arrow_forward:", icon_position="right")
        st.caption(lesson.teaser)
