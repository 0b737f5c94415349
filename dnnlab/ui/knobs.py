"""Knobs as widgets: one declaration gives the slider, its URL parameter and its check.

The URL always holds the knobs that differ from their defaults, so the link in
the address bar reproduces the page.  What a URL asks for beyond a knob's range
is brought to the nearest value, and the page says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NoReturn, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dnnlab.live.config import Config, InvalidConfig, Knob, Value
from dnnlab.live.knobs import SEVERAL
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.entry.component import came_back

C = TypeVar("C", bound=Config)

BUTTONS = 3
"""Up to so many options stand side by side, more go into a list."""
BESIDE = 11
"""So many knobs fit beside the stage of a laptop's window; the groups of any further ones are folded at first."""
WIDE_RANGE = 500
"""Whole numbers with a wider range are typed, not slid."""
BOLT = ":material/bolt: changes while it trains; any other knob begins a new run."
REMEMBERED = 50
"""URLs of a page that are known as its own."""
_CLAIMS = "dnnlab/url parameters"
"""Where the session has which panel's knobs have which URL parameters, and in which script run."""


def knob_panel(
    config: type[C],
    page: str,
    *,
    facts: Mapping[str, Value] | None = None,
    above: DeltaGenerator | None = None,
    elsewhere: Mapping[str, DeltaGenerator] | None = None,
    prefix: str = "",
) -> C:
    """Show a config's knobs in their groups and return the config that they stand for.

    Groups stand open from the first one on, as many as fit beside the stage; a
    further one when one of its knobs is not at its default.  What the learner
    folds and opens stays so.

    A knob that means nothing beside the others (``knob(..., when=)``) has no
    widget.  It keeps its value, and stays in the link.

    Args:
        config: the class with the knobs.
        page: names the page, so that two pages may have knobs of one name.
        facts: the config's facts at this moment, such as the part of the lesson that is shown.
        above: the container in which the page says what it cannot show; default: on top of the knobs.
        elsewhere: groups of knobs that stand in another container, beside what they change.
        prefix: stands before the knobs' names in the URL; for a further panel on one page that has a name of the first.

    Raises:
        TypeError: a name in the URL belongs to another panel of the page.
    """
    _claim(config, page, prefix)
    if (wanted := st.session_state.pop(f"{page}/wanted", None)) is not None:
        _set_widgets(config, page, {name: getattr(wanted, name) for name in config.knobs()})
    above = above or st.container()
    _adopt_url(config, page, prefix)
    values = {name: _held(knob, _key(page, name)) for name, knob in config.knobs().items()}
    now = {**values, **(facts or {})}  # a widget has its new value before it is drawn: no knob waits for a further run
    groups: dict[str, list[Knob]] = {}
    for knob in config.knobs().values():
        if knob.means_something(now):
            groups.setdefault(knob.group, []).append(knob)
        else:
            _keep(_key(page, knob.name))
    here = st.container()
    standing = _open_groups(page, groups, values, tuple(elsewhere or ()))
    for title, knobs in groups.items():
        place = (elsewhere or {}).get(title, here)
        with place.expander(title, expanded=title in standing, key=f"{page}/knob-group/{title}"):
            for knob in knobs:
                values[knob.name] = _widget(knob, _key(page, knob.name))
    if any(knob.live for title, knobs in groups.items() if title not in (elsewhere or {}) for knob in knobs):
        here.caption(BOLT)
    made = _checked(config, page, values, above)
    _write_url(config, page, prefix, made)
    for notice in _notices(page, made):
        above.warning(as_text(notice), icon=":material/link:")
    return made


def show_knobs(page: str, config: Config) -> NoReturn:
    """Run the page again, with its widgets at these knobs.

    The widgets get new keys: what the browser sends meanwhile (each tick of the
    live stage comes with the values of all widgets) still speaks of the old ones,
    which are forgotten.
    """
    for name in config.knobs():
        st.session_state.pop(_key(page, name), None)
    st.session_state[f"{page}/wanted"] = config
    st.session_state[f"{page}/generation"] = st.session_state.get(f"{page}/generation", 0) + 1
    st.rerun()


def move_knobs(page: str, config: Config) -> None:
    """Bring the widgets that stand there to these knobs when the panel is next shown, with no further run.

    For knobs that move by themselves: who has hold of one keeps it.  What the browser sends before it has heard of
    the move still speaks of the place before (:func:`knobs_before`).
    """
    st.session_state[f"{page}/wanted"] = config


def knobs_before(config: type[C], page: str) -> C:
    """What a panel's widgets stand at before it is shown in this run: as the browser said, or at their defaults.

    Raises:
        InvalidConfig: two of them do not go together.
    """
    return config(**{name: _held(knob, _key(page, name)) for name, knob in config.knobs().items()})


def knobs_elsewhere(config: type[C], page: str) -> C | None:
    """What the knobs of another panel stand at in this tab; None: the tab has not shown that one yet."""
    found = st.session_state.get(_last(page))
    return found if isinstance(found, config) else None


def _set_widgets(config: type[Config], page: str, values: Mapping[str, Value]) -> None:
    """Bring the widgets to these values, the others to their defaults; before they are shown."""
    for name, knob in config.knobs().items():
        value = values.get(name, knob.default)
        st.session_state[_key(page, name)] = _state(knob, value)


def _open_groups(
    page: str, groups: Mapping[str, list[Knob]], values: Mapping[str, Value], elsewhere: Collection[str]
) -> set[str]:
    """Those that stand open; one that ever did is not folded under the learner's hand."""
    standing: set[str] = st.session_state.setdefault(f"{page}/open groups", set())
    count = 0
    for title, knobs in groups.items():
        count += 0 if title in elsewhere else len(knobs)
        moved = any(values[knob.name] != knob.default for knob in knobs)
        if title in elsewhere or moved or count <= max(BESIDE, len(next(iter(groups.values())))):
            standing.add(title)
    return standing


def _key(page: str, name: str) -> str:
    """Names a knob's widget; the bar and what else a page has are named ``page/...`` without ``knobs``."""
    generation = st.session_state.get(f"{page}/generation", 0)
    return f"{page}/knobs/{name}/{generation}" if generation else f"{page}/knobs/{name}"


def _claim(config: type[Config], page: str, prefix: str) -> None:
    """Take the URL parameters of a panel's knobs for this script run; two panels would write over each other's."""
    context = get_script_run_ctx()
    run = context and context.cursors  # a new object in each script run
    before, claims = st.session_state.get(_CLAIMS, (None, {}))
    if before is not run:
        st.session_state[_CLAIMS] = run, (claims := {})
    for name in config.knobs():
        if (owner := claims.setdefault(prefix + name, page)) != page:
            raise TypeError(
                f"the URL parameter {prefix + name} of the knobs of {page} belongs to those of {owner}: "
                "give knob_panel a prefix="
            )


def _held(knob: Knob, key: str) -> Value:
    """What a knob stands at in this run, its widget drawn or not; at first its default."""
    if key not in st.session_state:
        st.session_state[key] = _state(knob, knob.default)
    return _value(knob, st.session_state[key])


def _keep(key: str) -> None:
    """Set again the value of a knob whose widget is not shown, or Streamlit would forget it with the widget."""
    st.session_state[key] = st.session_state[key]


def _widget(knob: Knob, key: str) -> Value:
    """The widget that suits a knob; a bolt marks those that change while a run trains."""
    label = f"{knob.label} :material/bolt:" if knob.live else knob.label
    help = f"{knob.help} :material/bolt: Changes while it trains." if knob.live else knob.help
    common: dict[str, Any] = {"key": key, "help": help, "persist_state": "session"}
    shown: Any
    if knob.kind is bool:
        shown = st.toggle(label, **common)
    elif _several(knob):
        shown = st.pills(label, knob.options, selection_mode="multi", **common)
    elif knob.options and len(knob.options) <= BUTTONS:
        shown = st.pills(label, knob.options, required=True, **common)
    elif knob.options:
        shown = st.selectbox(label, knob.options, **common)
    elif knob.read is not None:
        shown = st.text_input(label, **common)
    elif not _native(knob):
        shown = st.select_slider(label, [knob.format(value) for value in knob.grid()], **common)
    elif knob.high is not None and knob.low is not None and knob.high - knob.low > WIDE_RANGE:
        shown = st.number_input(label, int(knob.low), int(knob.high), step=1, **common)
    else:
        assert knob.low is not None and knob.high is not None
        shown = st.slider(label, int(knob.low), int(knob.high), step=int(knob.increment or 1), **common)
    return _value(knob, shown)


def _native(knob: Knob) -> bool:
    """Whether the widget holds the value itself, and not its text on a grid."""
    return knob.kind in (bool, str) or (knob.kind is int and knob.scale == "linear")


def _several(knob: Knob) -> bool:
    """Whether the knob's text names several options at once."""
    return bool(knob.options) and knob.read is not None


def _state(knob: Knob, value: Value) -> Any:
    """A knob's value as its widget holds it."""
    if _several(knob):
        return str(value).split(SEVERAL)
    return value if _native(knob) else knob.format(value)


def _value(knob: Knob, shown: Any) -> Value:
    """What a widget shows as the knob's value; the default when nothing is chosen."""
    if shown is None:
        return knob.default
    if _several(knob):
        return SEVERAL.join(each for each in knob.options if each in shown)
    value: Value = shown
    return value if _native(knob) else knob.parse(shown)


def _checked(config: type[C], page: str, values: dict[str, Value], above: DeltaGenerator) -> C:
    """The config, or the last good one with a sentence when two knobs do not go together."""
    last = _last(page)
    try:
        st.session_state[last] = made = config(**values)
    except InvalidConfig as error:
        before = st.session_state.get(last)
        shows = "its defaults" if before is None else "the setting before"
        above.warning(as_text(f"{error} The page still shows {shows}."), icon=":material/warning:")
        made = before or config()
    return made


def _last(page: str) -> str:
    """Names the last good config of a panel."""
    return f"{page}/last good config"


def _adopt_url(config: type[Config], page: str, prefix: str) -> None:
    """Take knobs over from a URL that this page has not seen yet, or to which the browser's Back or Forward led.

    A click that the browser sends before it has heard of the last change comes
    with the URL of before: that one is known, and must not turn the knobs back.
    """
    knobs = config.knobs()
    asked = _asked(config, prefix)
    seen: list[dict[str, str]] = st.session_state.setdefault(f"{page}/urls", [])
    if came_back() or (asked and asked not in seen):
        seen.append(asked)
        values: dict[str, Value] = {}
        notices = []
        for name, text in asked.items():
            values[name], notice = read_knob(knobs[name], text)
            if notice:
                notices.append(notice)
        _set_widgets(config, page, values)
        st.session_state[f"{page}/notices"] = notices, None


def _asked(config: type[Config], prefix: str) -> dict[str, str]:
    """What the URL says about a panel's knobs: name -> text."""
    return {name: st.query_params[prefix + name] for name in config.knobs() if prefix + name in st.query_params}


def _notices(page: str, made: Config) -> list[str]:
    """What to say about the URL, until a knob moves."""
    notices, shown_with = st.session_state.get(f"{page}/notices", ([], None))
    if shown_with not in (None, made):
        notices = []
    st.session_state[f"{page}/notices"] = notices, made
    kept: list[str] = notices
    return kept


def read_knob(knob: Knob, text: str) -> tuple[Value, str]:
    """A knob's value from a URL: the nearest allowed one, and a sentence when that is another."""
    try:
        asked = knob.parse(text)
    except InvalidConfig:
        asked = text
    value = knob.nearest(asked)
    if value == asked:
        return value, ""
    asked_for = f"The link asks for {knob.label.lower()} {_short(text)}, which this page does not have"
    return value, f"{asked_for}: it is set to {_short(knob.format(value))}."


def _short(text: str) -> str:
    """At most 20 letters of it."""
    return text if len(text) <= 20 else f"{text[:20]}…"


def _write_url(config: type[Config], page: str, prefix: str, made: Config) -> None:
    """Put the knobs into the URL, defaults left out, other parameters left alone."""
    texts = made.to_text()
    seen: list[dict[str, str]] = st.session_state[f"{page}/urls"]
    if texts not in seen[-1:]:
        seen.append(texts)
        del seen[:-REMEMBERED]
    if _asked(config, prefix) != texts:
        own = {prefix + name for name in config.knobs()}
        others = {name: st.query_params.get_all(name) for name in st.query_params if name not in own}
        st.query_params.from_dict({**others, **{prefix + name: text for name, text in texts.items()}})
