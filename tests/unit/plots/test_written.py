"""Values are written with three digits, and with no digit that says nothing."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from dnnlab.plots.written import hover_format, in_latex, written, written_shares


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.03, "0.03"), (0.0312, "0.0312"), (0.031249, "0.0312"), (0.5, "0.5"), (2.0, "2"), (12.34, "12.3"),
        (99.96, "100"), (100.0, "100"), (123.4, "123"), (1234.4, "1,234"), (987_654.3, "987,654"), (3.4e-5, "3.4e-5"),
        (1e-4, "0.0001"), (9.999e-5, "1e-4"), (1_234_567, "1.23e6"), (1e30, "1e30"), (4.4e-11, "4.4e-11"), (0, "0"),
        (-0.0, "0"), (-0.5, "−0.5"), (-1234.0, "−1,234"), (-3.4e-5, "−3.4e-5"), (float("nan"), "nan"),
        (float("inf"), "∞"), (float("-inf"), "−∞"), (np.float32(0.1), "0.1"), (np.int64(7), "7"),
    ],
)  # fmt: skip
def test_a_number_has_three_digits_at_most(value: float, text: str) -> None:
    assert written(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.984, "98.4 %"), (0.98449, "98.4 %"), (0.97, "97 %"), (0.0312, "3.12 %"), (0.0, "0 %"), (1.0, "100 %"),
        (0.9991, "99.91 %"), (0.9996, "99.96 %"), (0.99996, "99.996 %"), (0.99999994, "100 %"), (-0.5, "−50 %"),
        (1.5, "150 %"), (float("nan"), "nan"), (0.0012, "0.12 %"), (1.23e-6, "0.000123 %"), (1e-6, "<0.0001 %"),
        (1e-30, "<0.0001 %"),
    ],
)  # fmt: skip
def test_a_share_is_a_percentage(share: float, text: str) -> None:
    assert written(share, percent=True) == text.replace(" ", "\N{NO-BREAK SPACE}")


def test_a_unit_stands_behind() -> None:
    assert written(0.25, unit="nats") == "0.25\N{NO-BREAK SPACE}nats"
    assert written(float("inf"), unit="nats") == "∞\N{NO-BREAK SPACE}nats"


@pytest.mark.parametrize(
    ("share", "text"), [(0.824, "82 %"), (0.0012, "0.12 %"), (0.996, "99.6 %"), (0.9997, "99.97 %"), (1.0, "100 %")]
)
def test_where_there_is_little_room_two_digits_do(share: float, text: str) -> None:
    assert written(share, percent=True, digits=2) == text.replace(" ", "\N{NO-BREAK SPACE}")
    assert (written(1234.5, digits=2), written(0.0126, digits=2), written(1 / 3, digits=4)) == (
        "1,234", "0.013", "0.3333",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.8178, 0.1667, 0.0155], ["81.8 %", "16.7 %", "1.5 %"]),  # each by itself: 81.8 + 16.7 + 1.6
        ([1 / 3, 1 / 3, 1 / 3], ["33.4 %", "33.3 %", "33.3 %"]),
        ([0.9997, 0.0002, 0.0001], ["99.97 %", "", ""]),
        ([0.82, 0.1799, 0.0001], ["82 %", "18 %", ""]),
        ([0.9983, 0.0012, 0.0005], ["99.8 %", "0.1 %", "0.1 %"]),
        ([0.99951, 0.00049], ["99.95 %", ""]),
        ([1.0, 0.0], ["100 %", ""]),
        ([1.0, 1e-9], ["100 %", ""]),
    ],
)
def test_shares_of_a_whole_add_up_as_they_stand_there(values: list[float], texts: list[str]) -> None:
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in written_shares(values)] == texts


@pytest.mark.parametrize("seed", range(5))
def test_shares_of_a_whole_add_up_whatever_they_are(seed: int) -> None:
    random = np.random.default_rng(seed)
    for sharpness in 10.0 ** random.uniform(-1, 1.2, 200):
        logits = sharpness * random.normal(size=10)
        values = np.exp(logits - logits.max()).astype(np.float32)
        values /= values.sum()
        texts = written_shares(values)
        told = [Fraction(text[:-2] or "0") for text in texts]
        assert sum(told) == 100 or (float(max(told)) >= 99.9 and 99.1 < sum(told) < 100)
        assert all(abs(float(each) - 100 * value) <= 0.1 for each, value in zip(told, values, strict=True))
        assert (max(told) == 100) == (values.max() >= 1 - 1e-6)


@pytest.mark.parametrize(
    ("value", "text"), [(3.25, "3.25"), (-0.0, "0"), (-1234.5, "-1{,}234"), (3.4e-5, r"3.4 \cdot 10^{-5}")]
)
def test_what_is_written_can_stand_in_a_formula(value: float, text: str) -> None:
    assert in_latex(written(value)) == text


def test_what_is_written_is_the_number_and_has_no_idle_zero() -> None:
    random = np.random.default_rng(0)
    for value in random.choice([-1, 1], 2000) * 10.0 ** random.uniform(-12, 12, 2000):
        text = written(value)
        digits, _, power = text.partition("e")
        read = float(text.replace("−", "-").replace(",", ""))
        assert read == pytest.approx(value, rel=5.001e-3)
        assert len(digits.strip("−").replace(".", "").replace(",", "").lstrip("0")) <= 3 or abs(value) >= 999.5
        assert "." not in digits or digits[-1] != "0"
        assert bool(power) == (abs(read) < 1e-4 or abs(read) >= 1e6)


def test_less_than_the_whole_is_never_written_as_the_whole() -> None:
    random = np.random.default_rng(1)
    for missing in 10.0 ** random.uniform(-5.9, 0, 1000):
        text = written(1 - missing, percent=True)
        assert float(text[:-2]) < 100
        assert float(text[:-2]) == pytest.approx(100 * (1 - missing), abs=0.06)


@pytest.mark.parametrize(
    ("values", "form"),
    [
        ([0.03, 12.0, -999.0], ".3~g"),
        ([0.5, 1234.0], ",.3~r"),
        ([0.0, 120.0, 1234.0], ",.0f"),
        ([1.0, 1e9], ".3~g"),
        ([0.0], ".3~g"),
        ([], ".3~g"),
        ([2.0, np.nan, np.inf], ".3~g"),
    ],
)
def test_the_browsers_format_follows_the_values(values: list[float], form: str) -> None:
    assert hover_format(np.array(values)) == form


def test_percentages_close_to_100_get_a_fourth_digit() -> None:
    assert hover_format(np.array([50.0, 98.4, 100.0]), percent=True) == ".3~g"
    assert hover_format(np.array([50.0, 99.97]), percent=True) == ".4~g"
