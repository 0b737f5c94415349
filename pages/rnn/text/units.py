"""Which unit the X-ray looks at: one that was found to follow something, or any other."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dnnlab.rnn.kinds import parts
from dnnlab.rnn.text.features import FEATURES
from dnnlab.rnn.text.views import FoundUnit
from pages.rnn.text.model import Model

LAYER, PART, UNIT, FEATURE = (f"char-lm/xray/{name}" for name in ("layer", "part", "unit", "feature"))
OF, SHOWS = "char-lm/xray/of", "char-lm/xray/shows"
"""In the session: the model; it and the feature to see."""
OPENING = {
    "Shakespeare": FoundUnit(feature="position in the line", layer=0, part="C", unit=128, correlation=-0.85),
    "Cervantes": FoundUnit(feature="vowels", layer=0, part="g", unit=356, correlation=-0.816),
}
"""The best unit of the models that ship, which the page opens on while it searches; a test searches again."""
FAINT = 0.2
"""A unit whose correlation is below does not follow anything."""


def open_on(model: Model, found: FoundUnit | None) -> None:
    """Look at a unit; without one at the first of the model, until some are found."""
    session = st.session_state
    session[LAYER], session[PART], session[UNIT] = (
        (found.layer, found.part, found.unit) if found else (0, parts(model.cell)[0], 0)
    )
    session[FEATURE] = found.feature if found else None
    session[SHOWS] = session[OF], session[FEATURE]


def found_units(model: Model) -> None:
    """The list of units that follow something, each of them a button."""
    found: list[FoundUnit] = []

    def so_far(pieces: tuple[tuple[FoundUnit, ...], ...], more: bool) -> None:
        found[:] = pieces[-1] if pieces else ()
        if more:
            st.caption("Units that follow something are looked for in held-out text …")

    st.markdown("**Units found by themselves**")
    complete = model.streamed("text.find_units", slot="char-lm/xray/found", show=so_far)
    if not complete:
        return
    best = _by_feature(found)
    if st.session_state.get(FEATURE) is None:  # nothing was chosen before the search was through
        st.session_state[FEATURE] = ""
        if best:
            open_on(model, next(iter(best.values()))[0])
    st.caption("The number is the correlation with it on held-out text, −1 to 1. Click one.")
    for feature, units in best.items():
        with st.container(gap=None):
            st.caption(feature.capitalize())
            with st.container(horizontal=True, gap="small"):
                for each in units:
                    _button(model, each)
    if silent := [feature for feature in FEATURES if feature not in best]:
        st.caption(f"No unit follows: {', '.join(silent)} (all below {FAINT}, or it does not occur in the text).")


def _by_feature(found: Sequence[FoundUnit]) -> dict[str, list[FoundUnit]]:
    """Feature -> its units, without those that follow nothing; the feature that is followed best comes first."""
    clear = [each for each in found if abs(each.correlation) >= FAINT]
    features = {each.feature: None for each in sorted(clear, key=lambda each: -abs(each.correlation))}
    return {feature: [each for each in clear if each.feature == feature] for feature in features}


def _button(model: Model, found: FoundUnit) -> None:
    session = st.session_state
    here = (found.layer, found.part, found.unit) == (session.get(LAYER), session.get(PART), session.get(UNIT))
    name = f"{found.part} {found.unit}" if model.layers == 1 else f"{found.part} {found.layer + 1}/{found.unit}"
    st.button(
        f"{name} · {found.correlation:+.2f}".replace("-", "−"), type="primary" if here else "secondary",
        key=f"char-lm/xray/found/{found.feature}/{found.layer}/{found.part}/{found.unit}",
        help=f"Colour the text by the {model.parts[found.part]} of unit {found.unit} in layer {found.layer + 1}",
        on_click=open_on, args=(model, found),
    )  # fmt: skip


def any_unit(model: Model) -> tuple[int, str, int]:
    """Layer, part and unit by hand: what was chosen, as far as this model has it."""
    session, names = st.session_state, model.parts
    session[LAYER] = min(session.get(LAYER, 0), model.layers - 1)
    session[UNIT] = min(session.get(UNIT, 0), model.hidden - 1)
    if session.get(PART) not in names:
        session[PART] = next(iter(names))

    def by_hand() -> None:
        session[FEATURE] = ""

    st.markdown("**Or any other**")
    part = st.pills(
        "Part of the cell", list(names), required=True, key=PART, on_change=by_hand, persist_state="session",
        help="What is looked at: " + ", ".join(f"{each}: {name}" for each, name in names.items()) + ".",
    )  # fmt: skip
    layer = 0
    if model.layers > 1:
        layer = st.selectbox(
            "Layer", range(model.layers), format_func=lambda each: str(each + 1), key=LAYER, on_change=by_hand,
            persist_state="session", help="Layer 1 reads the characters, each other one what the layer below puts out.",
        )  # fmt: skip
    unit = st.number_input(
        "Unit", 0, model.hidden - 1, key=UNIT, on_change=by_hand, persist_state="session",
        help=f"Its number, 0 to {model.hidden - 1}: they have no order.",
    )  # fmt: skip
    return layer, part or next(iter(names)), int(unit)
