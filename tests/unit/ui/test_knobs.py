"""A link's knobs: taken as they are, or brought to the nearest allowed value with a sentence."""

from __future__ import annotations

import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.config import Knob, Value
from dnnlab.ui.knobs import read_knob

LENET = CATALOGUE.config("lenet").knobs()
EVERY_KNOB = [
    pytest.param(knob, id=f"{name}-{knob.name}")
    for name in CATALOGUE.experiments
    for knob in CATALOGUE.config(name).knobs().values()
]
NONSENSE = ("", " ", "nonsense", "nan", "inf", "-inf", "1e999", "-1", "1e-300", "0x10", "<b>", "🎲", "9" * 400, "None")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("filters", "8", 8),
        ("dropout", "0.25", 0.25),
        ("learning_rate", "0.002", 0.002),
        ("learning_rate", "1e-5", 1e-05),
        ("learning_rate", "1e-05", 1e-05),
        ("batch_size", "128", 128),
        ("seed", "9999", 9999),
        ("optimizer", "RMSProp", "RMSProp"),
        ("augmentation", "shift and rotate", "shift and rotate"),
    ],
)
def test_allowed_values_are_taken_in_silence(name: str, text: str, value: Value) -> None:
    assert read_knob(LENET[name], text) == (value, "")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("filters", "99", 16),
        ("filters", "-3", 2),
        ("filters", "6.4", 6),
        ("dropout", "7", 0.8),
        ("dropout", "0.26", 0.25),
        ("learning_rate", "0", 1e-05),
        ("learning_rate", "0.0021", 0.002),
        ("learning_rate", "inf", 1.0),
        ("batch_size", "100", 128),
        ("optimizer", "adam", "Adam"),
        ("filters", "many", 6),
        ("seed", "nan", 0),
    ],
)
def test_others_are_brought_to_the_nearest_with_a_sentence_that_names_both(name: str, text: str, value: Value) -> None:
    knob = LENET[name]
    taken, notice = read_knob(knob, text)
    assert taken == value
    assert knob.label.lower() in notice
    assert text in notice
    assert f"set to {knob.format(value)}." in notice


@pytest.mark.parametrize("knob", EVERY_KNOB)
def test_nonsense_becomes_an_allowed_value_and_a_short_sentence(knob: Knob) -> None:
    for text in NONSENSE:
        value, notice = read_knob(knob, text)
        assert knob.check(value) == value
        assert notice or value == text  # a free text may well allow it
        assert len(notice) < 160


@pytest.mark.parametrize("knob", EVERY_KNOB)
def test_every_value_that_a_widget_offers_survives_the_link(knob: Knob) -> None:
    offered = knob.options or {bool: (False, True), str: (knob.default,)}.get(knob.kind) or knob.grid()
    for value in offered:
        assert read_knob(knob, knob.format(value)) == (value, "")
