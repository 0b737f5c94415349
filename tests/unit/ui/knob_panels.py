"""Pages of one panel of knobs, or of two, for AppTest: each function is a script of its own."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live.config import Config, knob


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Config):
    """Its knobs are named like what else stands on a page."""

    step: int = knob(3, low=1, high=9, help="like a button of the bar")
    reset: bool = knob(False, help="like a button of the bar")
    weights: int = knob(3, low=1, high=9, help="like what is taken home")
    limit: int = knob(3, low=1, high=9, help="like a word of the engine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(Config):
    """Has one name in common with :class:`Named`."""

    step: int = knob(5, low=1, high=9, help="the same name")
    width: int = knob(5, low=1, high=9, help="a name of its own")


def settable() -> None:
    """A panel, a button that sets its knobs, and the keys that the session holds for them at last."""
    import streamlit as st

    from dnnlab.ui.knobs import knob_panel, show_knobs
    from tests.unit.ui.knob_panels import Named

    made = st.session_state["made"] = knob_panel(Named, "toy")
    if st.button("Limit one up", key="toy/step"):
        show_knobs("toy", made.replace(limit=made.limit + 1))
    st.session_state["keys"] = {str(key) for key in st.session_state if str(key).startswith("toy/knobs/")}


def two_panels() -> None:
    """Two panels, the second with the prefix that the test gives."""
    import streamlit as st

    from dnnlab.ui.knobs import knob_panel
    from tests.unit.ui.knob_panels import Named, Other

    st.session_state["first"] = knob_panel(Named, "first")
    try:
        st.session_state["second"] = knob_panel(Other, "second", prefix=st.session_state["prefix"])
    except TypeError as error:
        st.session_state["error"] = str(error)


def one_of_two() -> None:
    """Two panels with a common name, which are never shown together."""
    import streamlit as st

    from dnnlab.ui.knobs import knob_panel
    from tests.unit.ui.knob_panels import Named, Other

    other = st.toggle("Other")
    st.session_state["made"] = knob_panel(Other, "second") if other else knob_panel(Named, "first")


def parts() -> None:
    """A switch of parts, and how often it has written the address."""
    import streamlit as st

    from dnnlab.ui.knobs import knob_panel
    from dnnlab.ui.parts import choose_part
    from tests.unit.ui.knob_panels import Named

    st.session_state["part"] = choose_part("toy", {"one": "One", "two": "Two"}, help="what there is")
    st.session_state["made"] = knob_panel(Named, "toy")
