"""dnnlab in the browser: ``streamlit run streamlit_app.py``.

The server imports this file once as it starts (and takes ``app`` from it), then
runs it as a script at every click.
"""

import streamlit as st
from starlette.middleware import Middleware

from dnnlab.ui import lab
from dnnlab.ui.components.theme.component import follow_theme
from dnnlab.ui.course import in_order, show_way
from dnnlab.ui.looks_route import looks_route
from dnnlab.ui.precedence import precedence
from dnnlab.ui.presses import hear_presses
from dnnlab.ui.session_view import look_up_single_keys
from dnnlab.ui.static_files import Delivery
from dnnlab.ui.theme_message import remember_the_theme
from pages.lessons import GROUPS, LESSONS

pages = {"Start": [st.Page("pages/home.py", title="Home", default=True)]}
for lesson in LESSONS.values():
    pages.setdefault(lesson.group, []).append(st.Page(lesson.page, title=lesson.title, url_path=lesson.slug))
if __name__ == "__main__":
    # before the navigation, which is what the sidebar holds: else it comes open and folds under the learner's eyes
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
page = st.navigation({group: pages[group] for group in ("Start", *GROUPS) if group in pages}, expanded=True)

if __name__ == "__main__":
    st.set_page_config(page_title=f"{page.title} · dnnlab", page_icon="assets/icon.png")
    follow_theme(lab.palette())
    with precedence.action():
        page.run()
        if page.url_path in LESSONS:
            show_way(in_order(LESSONS, list(GROUPS)), LESSONS[page.url_path])
else:
    remember_the_theme()
    hear_presses()
    look_up_single_keys()
    app = st.App(__file__, lifespan=lab.lifespan, routes=[looks_route()], middleware=[Middleware(Delivery)])
