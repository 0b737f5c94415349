"""The sliding window in all its uses; ?show= takes names of cases, "edit", "photo" or "words".

Nothing named: every case of sliding_cases.py, one below the other.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.components.sliding.component import Edit, Sliding, sliding_window
from tests.browser.apps.sliding_cases import CASES, Case, photo

palette = DARK if st.context.theme.type == "dark" else LIGHT
state = st.session_state


def edit() -> None:
    """A kernel of two channels and an input grid, both to write into."""
    if "weight" not in state:
        state.weight = np.array([[[[0, 1, 0], [1, -4, 1], [0, 1, 0]], [[1 / 9] * 3] * 3]], np.float32)
        state.inputs = np.arange(50, dtype=np.float32).reshape(2, 5, 5) % 7
    case = Case(shape=(2, 5, 5), padding=(1, 1, 1, 1))
    bias = np.ones(1, np.float32)
    show = Sliding(
        kind="convolution", inputs=state.inputs, outputs=case.outputs(state.inputs, state.weight, bias),
        weight=state.weight, bias=bias, size=(3, 3), padding=case.padding, edit_kernel=True, edit_input=True,
        channel_names=("left", "right"), title="A kernel to write into", caption="Enter or Tab takes a number over.",
    )  # fmt: skip
    change = sliding_window(show, key="edit", palette=palette)
    if change is not None:
        apply(change)
        st.rerun()
    st.text(f"edits: {state.get('edits', 0)}")
    st.text(f"kernel: {state.weight.round(4).tolist()}")
    st.text(f"input: {state.inputs.tolist()}")
    st.button("Rerun")


def apply(change: Edit) -> None:
    """Take a change over."""
    array = state.weight if change.target == "kernel" else state.inputs
    array = array.copy()
    array[change.index] = change.values
    state["weight" if change.target == "kernel" else "inputs"] = array
    state.edits = state.get("edits", 0) + 1


def colour_photo() -> None:
    """A photo of 256 x 256 in colour under a kernel with a slider."""
    centre = st.slider("Centre", -8, 8, 8)
    size = st.slider("Size", 3, 7, 3, 2)
    inputs = photo(256).astype(np.float32)
    kernel = np.full((size, size), -1.0)
    kernel[size // 2, size // 2] = centre
    weight = np.broadcast_to(kernel, (1, 3, size, size)).astype(np.float32)
    pad = size // 2
    case = Case(shape=(3, 256, 256), size=(size, size), padding=(pad, pad, pad, pad))
    sliding_window(
        Sliding(
            kind="convolution", inputs=inputs, outputs=case.outputs(inputs, weight, None), weight=weight,
            size=case.size, padding=case.padding, input_paint="rgb", input_scale=255.0, edit_kernel=True,
            title="Edges of a photo", caption="Orange adds, blue subtracts.",
        ),
        key="photo", palette=palette,
    )  # fmt: skip


def words() -> None:
    """Odds and ends: many maps, a grey photo, an average."""
    inputs = photo(200).mean(0, keepdims=True).round().astype(np.float32)
    rng = np.random.default_rng(1)
    weight = rng.normal(size=(8, 1, 5, 5)).astype(np.float32)
    case = Case(shape=inputs.shape, maps=8, size=(5, 5), relu=True)
    bias = np.zeros(8, np.float32)
    sliding_window(
        Sliding(
            kind="convolution", inputs=inputs, outputs=case.outputs(inputs, weight, bias), weight=weight, bias=bias,
            size=(5, 5), relu=True, output_paint="grey", input_scale=255.0,
        ),
        key="maps", palette=palette,
    )  # fmt: skip
    pooled = replace(case, kind="average", size=(8, 8), stride=(8, 8), relu=False)
    sliding_window(
        Sliding(
            kind="average", inputs=inputs, outputs=pooled.outputs(inputs, None, None), size=(8, 8), stride=(8, 8),
            output_paint="grey", input_scale=255.0, output_scale=255.0,
        ),
        key="pooled", palette=palette,
    )  # fmt: skip
    for column, kind in zip(st.columns(2), ("max", "average"), strict=True):
        glob = replace(case, kind=kind, size=inputs.shape[1:], relu=False)
        with column:
            sliding_window(
                Sliding(
                    kind="max" if kind == "max" else "average", inputs=inputs,
                    outputs=glob.outputs(inputs, None, None), size=(200, 200), input_scale=255.0,
                ),
                key=f"global-{kind}", palette=palette,
            )  # fmt: skip
    large = replace(case, size=(28, 28), maps=1, stride=(4, 4))
    weight = np.outer(np.hanning(28), np.sin(np.arange(28))).astype(np.float32)[None, None]
    sliding_window(
        Sliding(
            kind="convolution", inputs=inputs, outputs=large.outputs(inputs, weight, None), weight=weight,
            size=(28, 28), stride=(4, 4), relu=True, input_scale=255.0, edit_kernel=True,
        ),
        key="large", palette=palette,
    )  # fmt: skip


MORE = {"edit": edit, "photo": colour_photo, "words": words}
for name in st.query_params.get("show", ",".join(CASES)).split(","):
    if name in MORE:
        MORE[name]()
    else:
        sliding_window(CASES[name].sliding(title=name), key=name, palette=palette)
