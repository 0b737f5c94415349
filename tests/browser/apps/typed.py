"""A message in which a learner's own words stand."""

from __future__ import annotations

import streamlit as st

from dnnlab.ui.blocks import as_text

st.error(as_text(st.query_params["words"]), icon=":material/error:")
