"""The first page: what this is, where you were, and all lessons, section by section."""

from html import escape

import streamlit as st

from dnnlab.ui.cards import show_section
from dnnlab.ui.course import found, in_order, last_visited, neighbours
from dnnlab.ui.lesson import use_style
from pages.lessons import GROUPS, LESSONS

COURSE = in_order(LESSONS, list(GROUPS))
EXAMPLES = "stride, softmax or Grad-CAM"

use_style()
st.title("dnnlab", anchor=False)
st.html(
    "<p class='dl-claim'>Deep learning, live: real PyTorch networks train in front of you, on real data, and every "
    "slider answers at once. Pick a lesson, press Play, draw or upload something of your own, and take the trained "
    "network home.</p>"
)
with st.container(key="dl-start", horizontal=True, vertical_alignment="center", gap="medium"):
    asked = st.text_input(
        "Find a lesson", type="search", live=True, key="home/find", icon=":material/search:", width=320,
        placeholder="Find a lesson: a word, as stride", label_visibility="collapsed",
        help=f"Any word of a lesson, or a term that it teaches: {EXAMPLES}",
    ) or ""  # fmt: skip
    here = last_visited(LESSONS)
    if here is None:
        st.page_link(COURSE[0].page, label=f"**Start with {COURSE[0].title}**", icon=":material/play_arrow:")
    else:
        st.page_link(here.page, label=f"**Go on with {here.title}**", icon=":material/play_arrow:")
        _, after = neighbours(COURSE, here)
        if after is not None:
            st.page_link(after.page, label=f"Next: {after.title}", icon=":material/skip_next:")

shown = found(COURSE, asked)
for group, about in GROUPS.items():
    if lessons := [lesson for lesson in shown if lesson.group == group]:
        show_section(group, about, lessons, asked)
if not shown:
    st.html(
        f"<p class='dl-nothing' role='status'>No lesson speaks of “{escape(asked.strip()[:60])}”. Try another word, as "
        f"{EXAMPLES}, or empty the field to see all {len(COURSE)} lessons.</p>"
    )
