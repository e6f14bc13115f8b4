"""The frame handle: windows of rows, equality by content."""

from sttui.core.frame import CellStyle, Column, Frame


def frame(rows=5, mark=b"a", **options):
    reads = options.pop("reads", [])

    def read(column, start, stop):
        reads.append((column, start, stop))
        return [column * 100 + row for row in range(start, stop)]

    columns = [Column("", "int", True), Column("x", "int"), Column("y", "str")]
    return Frame(columns, rows, mark, read, **options)


def test_cells_are_rows_of_the_window():
    assert frame().cells(1, 3) == [(1, 101, 201), (2, 102, 202)]


def test_cells_can_be_of_some_columns_in_another_order():
    assert frame().cells(0, 2, [2, 1]) == [(200, 100), (201, 101)]


def test_cells_of_no_column_are_empty_rows():
    assert frame().cells(0, 2, []) == [(), ()]


def test_a_window_past_the_end_is_cut():
    assert frame().cells(4, 99) == [(4, 104, 204)]
    assert frame().cells(9, 99) == []
    assert frame().column_values(1, 3) == [103, 104]


def test_only_the_window_is_read():
    reads = []
    frame(1_000_000, reads=reads).cells(500, 520, [1])
    assert reads == [(1, 500, 520)]


def test_frames_are_equal_by_fingerprint():
    assert frame(mark=b"a") == frame(mark=b"a")
    assert frame(mark=b"a") != frame(mark=b"b")
    assert frame(rows=4) != frame(rows=5)
    assert len({frame(), frame()}) == 1
    assert frame() != "frame"


def test_find_prefers_data_columns():
    made = Frame([Column("x", "int", True), Column("x")], 0, b"", lambda *_: [])
    assert made.find("x") == 1
    assert frame().find("y") == 2
    assert frame().find("nowhere") is None


def test_style_and_text_hooks():
    red = CellStyle(color="red")
    made = frame(style=lambda row, column: red if row == column else None, text=lambda r, c: "#")
    assert made.is_styled
    assert made.style_at(1, 1) == red
    assert made.style_at(1, 2) is None
    assert made.text_at(0, 0) == "#"
    assert not frame().is_styled
    assert frame().style_at(0, 0) is None
    assert frame().text_at(0, 0) is None
