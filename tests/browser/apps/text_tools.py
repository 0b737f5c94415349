"""One part of the text lesson by itself: ``?part=`` names it, ``?model=`` one of the models that ship.

``st.session_state["run"]`` is a run that answers instead, ``["kept"]`` one that was kept.
"""

from importlib import import_module

import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.lesson import use_style
from pages.rnn.text.model import Model

use_style()
owner = lab.learner()
run = st.session_state.get("run")
kept = st.session_state.get("kept")
if kept is not None:
    model = Model.of_kept("Your pinned run", kept, owner)
elif run is None:
    model = Model.shipped(st.query_params.get("model", "Shakespeare"), owner)
else:
    model = Model.of_run("Your run", run, run.config, owner)
import_module(f"pages.rnn.text.{st.query_params['part']}").show(model)
ask_again_if_needed()
