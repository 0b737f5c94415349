"""The files that go home open in a spreadsheet as they were meant, and there is one writer of them."""

from __future__ import annotations

import ast
import csv
from pathlib import Path

import pytest

from dnnlab.data.cells import NUMBER, read_table
from dnnlab.data.csvfile import to_csv, told_apart

ROOT = Path(__file__).parents[3]


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(data.decode("utf-8-sig").splitlines()))


def test_a_spreadsheet_is_told_the_encoding() -> None:
    made = to_csv(["photo"], [["Mädchen.jpg"]])
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.count(b"\xef\xbb\xbf") == 1
    assert read(made) == [["photo"], ["Mädchen.jpg"]]


@pytest.mark.parametrize(
    "name",
    ["=1+1.jpg", "+1.jpg", "-1+1.jpg", "@SUM(A1)", "\tx", " =1+1.jpg", '=HYPERLINK("http://a.b")', "＝1"],
)
def test_no_cell_is_a_formula(name: str) -> None:
    for made in (to_csv([name], []), to_csv(["photo"], [[name]])):
        assert read(made)[-1] == [f"'{name}"]


@pytest.mark.parametrize("value", [-0.5, "-0.5", "+3", "-1e-05", 7, "-inf", "a-b.jpg", "1=1.jpg"])
def test_numbers_and_plain_names_stay(value: object) -> None:
    assert read(to_csv(["x"], [[value]]))[-1] == [str(value)]


def test_quotes_commas_and_lines_stand_in_one_cell_and_none_is_empty() -> None:
    made = to_csv(["a", "b"], [['odd "name", really', None], ["two\nlines", 1]])
    assert list(csv.reader(made.decode("utf-8-sig").splitlines(keepends=True))) == [
        ["a", "b"], ['odd "name", really', ""], ["two\nlines", "1"],
    ]  # fmt: skip


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="3 cells and the table 2 columns"):
        to_csv(["a", "b"], [[1, 2, 3]])


def test_what_goes_home_can_be_brought_again() -> None:
    table = read_table(to_csv(["größe", "score"], [(each, -each / 7) for each in range(50)]))
    assert [column.name for column in table.columns] == ["größe", "score"]
    assert [column.kind for column in table.columns] == [NUMBER, NUMBER]
    assert table.rows == 50


def test_two_files_of_one_name_can_be_told_apart() -> None:
    assert told_apart(["IMG_0001.jpg", "b.png", "IMG_0001.jpg", "IMG_0001.jpg"]) == [
        "IMG_0001.jpg", "b.png", "IMG_0001 (2).jpg", "IMG_0001 (3).jpg",
    ]  # fmt: skip
    assert told_apart(["a.jpg", "a.jpg", "a (2).jpg"]) == ["a.jpg", "a (3).jpg", "a (2).jpg"]
    assert told_apart(["README", "README", ".x", ".x"]) == ["README", "README (2)", ".x", ".x (2)"]
    assert told_apart([]) == []


def test_there_is_one_writer() -> None:
    """Neither the csv module's own writers nor pandas' is called anywhere else: what goes home goes through ours."""
    files = [*ROOT.glob("dnnlab/**/*.py"), *ROOT.glob("pages/**/*.py")]
    assert len(files) > 200
    found = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in ("csv.writer", "csv.DictWriter"):
                found.add(str(file.relative_to(ROOT)))
            if isinstance(node, ast.Attribute) and node.attr == "to_csv":  # pandas' own
                found.add(str(file.relative_to(ROOT)))
            if isinstance(node, ast.ImportFrom) and node.module == "csv":
                found.add(str(file.relative_to(ROOT)))
    assert found == {"dnnlab/data/csvfile.py"}
