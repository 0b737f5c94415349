"""A lesson in miniature around a toy experiment, which the test names in ``st.session_state["toy"]``.

``st.session_state["given"]`` is what the learner hands over.
"""

import numpy as np
import streamlit as st

from dnnlab.ui import lab
from dnnlab.ui.compare import comparison_line, runs_table
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.recording import Recording
from dnnlab.ui.workbench import Workbench
from tests.live.toy_knobs import ToyConfig, ToyView
from tests.pages.toy_scene import ToyScene

recorded = Recording(
    config=ToyConfig(),
    steps=(0, 10),
    views=tuple(ToyView(step=step, weights=np.zeros(8, np.float32)) for step in (0, 10)),
    curves={"loss": (np.arange(1, 11), np.linspace(1.0, 0.1, 10))},
)
st.title("Toy")
config = knob_panel(ToyConfig, "toy")
bench = Workbench(
    "toy", st.session_state["toy"], config, ToyScene(), recorded, owner=lab.learner(), given=st.session_state["given"]
)
bench.show()
comparison_line(bench)
runs_table(bench, ["loss"])
