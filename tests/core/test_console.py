"""What scripts print goes to the console of their session, all else where it went before."""

from __future__ import annotations

import io

from sttui.core.console import LINE_LENGTH, LINES, Console, Routed


def test_lines_are_put_together_and_limited() -> None:
    console = Console()
    console.write("one ")
    console.write("line\nan")
    assert list(console.lines) == ["one line"]
    assert console.text() == "one line\nan"
    console.write("other\n" + "x" * (LINE_LENGTH + 5) + "\n")
    assert console.lines[1] == "another"
    assert len(console.lines[2]) == LINE_LENGTH
    console.write("\n" * (LINES + 10))
    assert len(console.lines) == LINES
    assert console.count == LINES + 13


def test_a_log_has_everything_and_whoever_watches_is_told() -> None:
    log, told = io.StringIO(), []
    console = Console(log)
    console.on_write = lambda: told.append(1)
    console.write("a")
    console.write("b\n")
    assert (log.getvalue(), len(told)) == ("ab\n", 2)


def test_text_of_no_session_goes_outside() -> None:
    outside = io.StringIO()
    routed = Routed(outside)
    assert routed.write("hello") == 5
    routed.flush()
    routed.close()
    print("still open", file=routed)
    assert outside.getvalue() == "hellostill open\n"
    assert routed.writable()
    assert not routed.isatty()
    assert not routed.closed
    assert Routed(None).write("into nothing") == 12
