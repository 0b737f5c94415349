"""dnnlab in the browser: ``streamlit run streamlit_app.py``.

The server imports this file once as it starts (and takes ``app`` from it), then
runs it as a script at every click.
"""

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.precedence import precedence
from pages.lessons import GROUPS, LESSONS

pages = {"Start": [st.Page("pages/home.py", title="Home", default=True)]}
for lesson in LESSONS.values():
    pages.setdefault(lesson.group, []).append(st.Page(lesson.page, title=lesson.title, url_path=lesson.slug))
page = st.navigation({group: pages[group] for group in ("Start", *GROUPS) if group in pages}, expanded=True)

if __name__ == "__main__":
    st.set_page_config(page_title=f"{page.title} · dnnlab", page_icon="assets/icon.png", layout="wide")
    with precedence.action():
        page.run()
else:
    app = st.App(__file__, lifespan=lab.lifespan)
