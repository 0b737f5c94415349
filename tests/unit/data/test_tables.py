"""Tables of every ugly kind are read right, or refused in a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.anomaly.signals.example import pump
from dnnlab.data.cells import DATE, NUMBER, TEXT, TableError, read_table
from dnnlab.data.tables import ROWS, SERIES, Choice, label_values, suggested, windows

PLAIN = "a,b\n" + "".join(f"{i}.5,{i * i % 7}\n" for i in range(100))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", " "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_separators_and_line_ends_are_found(mark: str, end: str) -> None:
    table = read_table(PLAIN.replace(",", mark).replace("\n", end).encode())
    assert (table.separator, table.decimal, table.header, table.rows) == (mark, ".", True, 100)
    assert [each.name for each in table.columns] == ["a", "b"]
    np.testing.assert_array_equal(table.columns[0].values, np.arange(100) + 0.5)


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_decimal_commas_are_found_and_points_part_thousands(mark: str) -> None:
    lines = [f"1.23{i},5{mark}-0,{i}5" for i in range(10)] * 5
    table = read_table("\n".join(lines).encode())
    assert (table.separator, table.decimal, table.header) == (mark, ",", False)
    assert table.columns[0].values[3] == 1233.5
    assert table.columns[1].values[3] == -0.35
    assert "decimal commas" in table.said


def test_commas_part_thousands_where_points_are_decimal() -> None:
    table = read_table(("x;y\n" + "1,234.5;2\n3.5;4\n" * 30).encode())
    assert table.columns[0].values[0] == 1234.5


@pytest.mark.parametrize(
    ("codec", "name"), [("utf-8", "Größe"), ("utf-8-sig", "Größe"), ("cp1252", "Größe"), ("utf-16", "Größe")]
)
def test_encodings(codec: str, name: str) -> None:
    table = read_table((f"{name},b\n" + "1.5,2\n2.5,3\n" * 30).encode(codec))
    assert table.columns[0].name == name


@pytest.mark.parametrize("hole", ["", "NaN", "NA", "?", "null", "-", "missing"])
def test_holes_are_counted_and_filled_from_the_rows_around(hole: str) -> None:
    rows = [f"{i},{i * 2}" for i in range(60)]
    rows[10] = f"{hole},20"
    rows[0] = f"0,{hole}"
    table = read_table(("x,y\n" + "\n".join(rows)).encode())
    assert [each.holes for each in table.columns] == [1, 1]
    assert "2 holes" in table.said
    made = windows(table, Choice(signals=("x", "y"), layout=ROWS))
    assert made["rows"][10, 0] == 10
    assert made["rows"][0, 1] == 2


@pytest.mark.parametrize(
    "date",
    ["2026-03-{d:02d} 10:00", "{d:02d}.03.2026 10:00", "2026-03-{d:02d}T10:00:00Z", "{d:02d}/03/2026", "10:{d:02d}:00"],
)
def test_dates_are_no_signals(date: str) -> None:
    rows = [f"{date.format(d=i % 28 + 1)};{i % 9},{i % 5}" for i in range(80)]
    table = read_table(("when;x\n" + "\n".join(rows)).encode())
    assert [each.kind for each in table.columns] == [DATE, NUMBER]
    choice = suggested(table)
    assert (choice.signals, choice.layout) == (("x",), SERIES)
    assert np.diff(table.columns[0].values)[0] > 0, "the day comes first"


def test_texts_and_constant_columns_and_numbers_of_rows_are_left_out() -> None:
    rows = [f"{i},pump {i % 3},4,{i % 11}.5,{(i * 7) % 13},{(i * 5) % 17},{(i * 3) % 19}" for i in range(90)]
    table = read_table(("number,what,same,a,b,c,d\n" + "\n".join(rows)).encode())
    choice = suggested(table)
    assert table.columns[1].kind == TEXT
    assert choice.signals == ("a", "b", "c", "d")
    assert choice.label == ""


@pytest.mark.parametrize(
    ("name", "normal", "other"),
    [("label", "0", "1"), ("Class", "ok", "bad"), ("anomaly", "False", "True"), ("state", "normal", "leak")],
)
def test_a_label_is_found_and_which_value_is_normal(name: str, normal: str, other: str) -> None:
    rows = [f"{np.sin(i):.4f},{np.cos(i):.4f},{other if i % 5 == 0 else normal}" for i in range(100)]
    table = read_table((f"x,y,{name}\n" + "\n".join(rows)).encode())
    choice = suggested(table)
    assert (choice.label, choice.normal) == (name, normal)
    made = windows(table, Choice(signals=choice.signals, label=choice.label, normal=choice.normal, layout=ROWS))
    assert made["labels"].sum() == 20
    assert set(label_values(table.column(name))) == {normal, other}


def test_names_that_are_missing_or_twice_there() -> None:
    table = read_table(("x,x,\n" + "1.5,2,3\n2,4,5\n" * 30).encode())
    assert [each.name for each in table.columns] == ["x", "x'", "column 3"]


def test_lines_with_other_numbers_of_cells_are_left_out_and_told() -> None:
    table = read_table(("# a remark\n" + PLAIN + "total,1,2\n").encode())
    assert table.skipped >= 1
    assert "left out" in table.said


def test_quotation_marks_hold_separators() -> None:
    table = read_table(("name,x\n" + '"Smith, John",1.5\n"Roe, Jane",2.5\n' * 30).encode())
    assert table.columns[0].words == ("Smith, John", "Roe, Jane")


def test_what_the_learner_says_counts() -> None:
    table = read_table(PLAIN.encode(), header=False)
    assert table.rows == 101
    assert table.columns[0].name == "column 1"
    assert read_table(b"1,5\n2,5\n" * 40, separator=";", decimal=",").columns[0].values[0] == 1.5


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"a,b", "single line"),
        (b"PK\x03\x04rest", "office document"),
        (b"\xd0\xcf\x11\xe0rest", "office document"),
        (b"\x00\x01\x02" * 500, "bytes"),
        (b"x" * (5 * 2**20 + 1), "at most 5 MB"),
        (b"a,b\nc,d\ne,f\n" * 30, "No column of numbers"),
        (b"just\nsome\nwords\n", "No column of numbers"),
        (b"1\n1,2\n1,2,3\n1,2,3,4\n1,2,3,4,5\n", "different numbers of cells"),
        (b'a,b\n1,"' + b"x" * 200_000 + b"\n2,3\n", "quotation marks"),
        (b"\n".join([b",".join([b"1"] * 2_001)] * 3), "2,001 columns"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(TableError, match=says):
        read_table(data)


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (Choice(signals=()), "No column of numbers is chosen"),
        (Choice(signals=("nowhere",)), "no column 'nowhere'"),
        (Choice(signals=("a",), layout=SERIES, length=500), "longer than the table"),
        (Choice(signals=("a",), layout=SERIES, length=64, stride=32), "at least 40 are needed"),
        (Choice(signals=("a",), label="b", normal="77", layout=ROWS), "all rows are anomalies"),
        (
            Choice(signals=("a",), label="b", normal="0", layout=SERIES, length=30, stride=1),
            "Each window has an anomaly",
        ),
    ],
)
def test_what_cannot_be_cut_is_said_in_a_sentence(choice: Choice, says: str) -> None:
    with pytest.raises(TableError, match=says):
        windows(read_table(PLAIN.encode()), choice)


def test_a_series_is_cut_moment_after_moment() -> None:
    table = read_table(PLAIN.encode())
    made = windows(table, Choice(signals=("a", "b"), layout=SERIES, length=4, stride=2))
    assert made["rows"].shape == (49, 8)
    np.testing.assert_array_equal(made["rows"][1], [2.5, 4, 3.5, 2, 4.5, 2, 5.5, 4])
    np.testing.assert_array_equal(made["starts"][:3], [0, 2, 4])


def test_the_pump_that_ships_is_read_right() -> None:
    table = read_table(pump().encode())
    assert (table.separator, table.decimal, table.header, table.rows) == (";", ",", True, 2_400)
    assert [each.kind for each in table.columns] == [DATE, NUMBER, NUMBER, TEXT]
    choice = suggested(table)
    assert (choice.signals, choice.label, choice.normal, choice.layout) == (
        ("temperature", "current"),
        "state",
        "ok",
        SERIES,
    )
