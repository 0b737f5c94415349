"""dnnlab in the browser: ``streamlit run streamlit_app.py``."""

import streamlit as st

from dnnlab.ui import lab, static_files
from dnnlab.ui.lesson import GROUPS
from pages.lessons import LESSONS

st.set_page_config(page_title="dnnlab", page_icon="assets/pictures/icon.png", layout="wide")
static_files.publish()

pages = {"Start": [st.Page("pages/home.py", title="Home", default=True)]}
for lesson in LESSONS.values():
    pages.setdefault(lesson.group, []).append(st.Page(lesson.page, title=lesson.title, url_path=lesson.slug))
groups = {group: pages[group] for group in ("Start", *GROUPS) if group in pages}

st.navigation(groups, expanded=True).run()
lab.pool()  # the trainers warm up behind the first page
