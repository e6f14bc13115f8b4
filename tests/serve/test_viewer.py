"""Viewers of one server: each with his own screen, colours, output and life."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sttui.serve import driver as drivers
from tests.serve.conftest import TERM, Place, gone

Serve = Callable[..., Place]

FORM = """
import sttui as st
name = st.text_input("Your name")
st.write(f"Hello {name or 'you'}")
if st.button("Press"):
    st.write("Pressed")
"""
TRUE = re.compile(rb"\x1b\[[0-9;]*[34]8;2;")
INDEXED = re.compile(rb"\x1b\[[0-9;]*[34]8;5;")


async def test_a_page_is_shown_and_keys_reach_it(serve: Serve) -> None:
    viewer, wire = serve(FORM).come()
    await wire.see("Hello you")
    viewer.feed(b"\tAda\r")
    await wire.see("Hello Ada")
    assert wire.sent.startswith(b"\x1b[?1049h\x1b[?1002h\x1b[?1006h")
    assert b"?1003h" not in wire.sent


async def test_quitting_gives_the_terminal_back_and_ends_the_session(serve: Serve) -> None:
    place = serve(FORM)
    viewer, wire = place.come()
    await wire.see("Hello you")
    viewer.feed(b"q")
    await wire.until(lambda: wire.closed is not None)
    assert wire.sent.endswith(b"\x1b[?1049l\x1b[?25h")
    assert not place.server.viewers
    assert viewer.session.closed


async def test_sizes_and_their_changes(serve: Serve) -> None:
    script = "import sttui as st\nst.divider()"
    viewer, wire = serve(script).come(size=(60, 20))
    await wire.see("─" * 40)
    before = wire.text.count("─")
    wire.screen.resize(20, 100)
    viewer.resize(100, 20)
    await wire.until(lambda: wire.text.count("─") > before)


async def test_each_terminal_gets_the_colours_that_it_has(serve: Serve) -> None:
    # Textual keeps how a style was written for whoever came first.
    place = serve(FORM)
    terminals = [
        TERM,
        {"TERM": "xterm-256color"},
        {"TERM": "xterm"},
        {"TERM": "xterm-256color", "NO_COLOR": "1"},
        TERM,
    ]
    wires = []
    for number, environ in enumerate(terminals):
        _, wire = place.come(f"user{number}", environ=environ)
        await wire.see("Hello you")
        wires.append(wire.sent)
    true, indexed, sixteen, none, again = wires
    assert TRUE.search(true) and TRUE.search(again)
    assert INDEXED.search(indexed) and not TRUE.search(indexed)
    assert not TRUE.search(sixteen) and not INDEXED.search(sixteen)
    assert re.search(rb"\x1b\[[0-9;]*[39][0-7][;m]", sixteen)
    plain = none.replace(b"39;49m", b"m")
    assert not re.search(rb"\x1b\[[0-9;]*[349][0-9](;[0-9]+)*m", plain)


async def test_the_environment_of_the_server_has_no_say(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TMUX", "/tmp/tmux")
    viewer, wire = serve(FORM).come()
    await wire.see("Hello you")
    assert TRUE.search(wire.sent)
    viewer.context.run(viewer.app.copy_to_clipboard, "text")  # type: ignore[union-attr]
    await wire.until(lambda: b"\x1b]52;c;dGV4dA==\x07" in wire.sent)
    assert b"\x1bPtmux" not in wire.sent


async def test_a_terminal_that_tells_its_name_gets_all_colours(serve: Serve) -> None:
    viewer, wire = serve(FORM).come(environ={"TERM": "xterm-256color"})
    await wire.see("Hello you")
    assert not TRUE.search(wire.sent)
    viewer.feed(b"\x1bP>|WezTerm 20240203\x1b\\")
    await wire.until(lambda: TRUE.search(wire.sent) is not None)
    assert "Hello you" in wire.text


async def test_a_light_terminal_gets_a_light_page(serve: Serve) -> None:
    viewer, wire = serve(FORM).come()
    await wire.see("Hello you")
    assert viewer.app is not None and viewer.app.theming.tone == "dark"
    viewer.feed(b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62c")
    await wire.until(lambda: viewer.app is not None and viewer.app.theming.tone == "light")
    await wire.until(lambda: viewer.session.viewer.theme == "light")


async def test_what_a_script_prints_stays_in_its_session(serve: Serve) -> None:
    # Textual sends all of it to the app that began last, and to a dead one once that has ended.
    before = sys.stdout, sys.stderr
    place = serve("import sttui as st\nprint('by', st.user.name)\nst.write('Ready')")
    after = sys.stdout, sys.stderr
    first, one = place.come("ada")
    await one.see("Ready")
    second, two = place.come("bob")
    await two.see("Ready")
    first.feed(b"r")
    await one.until(lambda: first.session.console.text().count("by ada") == 2)
    assert second.session.console.text() == "by bob"
    await first.close()
    second.feed(b"r")
    await two.until(lambda: second.session.console.text().count("by bob") == 2)
    await second.close()
    assert (sys.stdout, sys.stderr) == after
    assert before is not after


async def test_a_crash_ends_one_session_and_shows_nobody_its_values(
    serve: Serve, capfd: pytest.CaptureFixture[str]
) -> None:
    place = serve(FORM)
    first, one = place.come("ada")
    second, two = place.come("bob")
    await one.see("Hello you")
    await two.see("Hello you")

    def fall() -> None:
        password = "hunter2-" + "x" * 3
        raise RuntimeError("fell over" if password else "")

    assert first.app is not None
    asyncio.get_running_loop().call_soon(first.app.call_later, fall, context=first.context)
    await one.until(lambda: one.closed is not None)
    assert one.closed is not None and first.incident in one.closed
    assert f'"incident":"{first.incident}"' in place.log.getvalue()
    assert "fell over" in place.log.getvalue()
    second.feed(b"\tBob\r")
    await two.see("Hello Bob")
    shown = "".join(capfd.readouterr()) + place.log.getvalue() + one.closed + one.text
    assert "hunter2" not in shown


async def test_the_loop_stays_as_it_was(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    def eager(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("the factory of tasks was replaced for the whole loop")

    monkeypatch.setattr(asyncio, "eager_task_factory", eager, raising=False)
    _, wire = serve(FORM).come()
    await wire.see("Hello you")
    assert asyncio.get_running_loop().get_task_factory() is None


async def test_each_viewer_has_a_context_of_his_own(serve: Serve) -> None:
    from textual._context import active_app

    place = serve(FORM)
    first, one = place.come("ada")
    second, two = place.come("bob")
    await one.see("Hello you")
    await two.see("Hello you")
    assert first.context[active_app] is first.app
    assert second.context[active_app] is second.app
    with pytest.raises(LookupError):
        active_app.get()


async def test_a_viewer_cannot_stop_the_process_or_open_a_browser(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "kill", lambda *args: pytest.fail("a signal was sent"))
    monkeypatch.setattr("webbrowser.open", lambda *args: pytest.fail("a browser was opened"))
    viewer, wire = serve(FORM).come()
    await wire.see("Hello you")
    app = viewer.app
    assert app is not None and app.driver is not None
    assert not app.driver.can_suspend
    viewer.context.run(app.action_suspend_process)
    viewer.context.run(app.open_url, "https://example.org/")
    await wire.see("https://example.org/")


async def test_no_thread_but_the_scripts_own(serve: Serve) -> None:
    before = threading.active_count()
    place = serve(FORM)
    for number in range(5):
        _, wire = place.come(f"user{number}")
        await wire.see("Hello you")
    assert threading.active_count() - before == 5


# -- slow lines


async def test_a_slow_line_gets_fewer_frames_and_then_the_last(serve: Serve) -> None:
    viewer, wire = serve(FORM).come()
    await wire.see("Hello you")
    wire.stuck = drivers.FULL + 1
    sent = len(wire.sent)
    for name in (b"\tAnn\r", b"\x1b[F Bea\r", b" Cia\r"):
        viewer.feed(name)
    await wire.until(lambda: viewer.session.number >= 2 and not viewer.session.is_running)
    app = viewer.app
    assert app is not None and app.driver is not None
    driver = app.driver
    await wire.until(lambda: driver.left_out > 0)
    assert len(wire.sent) == sent
    wire.stuck = 0
    await wire.see("Hello Ann Bea Cia")


async def test_a_line_that_does_not_drain_is_given_up(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drivers, "STALLED", 0.1)
    viewer, wire = serve(FORM).come()
    await wire.see("Hello you")
    wire.stuck = drivers.FULL + 1
    viewer.feed(b"r\t")
    await wire.until(lambda: wire.closed is not None)
    assert not viewer.has_ended


async def test_a_flood_of_keys_is_bounded(serve: Serve) -> None:
    viewer, wire = serve(FORM).come()
    await wire.see("Hello you")
    app = viewer.app
    assert app is not None and app.driver is not None
    for _ in range(20):
        viewer.context.run(app.driver.feed, b"x" * 4096)
        assert app.backlog <= drivers.MOST_EVENTS + 100
    await wire.until(lambda: app.backlog == 0)


# -- leaving and coming back


async def test_a_lost_line_leaves_the_session_with_its_half_typed_text(serve: Serve) -> None:
    place = serve(FORM)
    viewer, wire = place.come()
    await wire.see("Hello you")
    viewer.feed(b"\thalf ty")
    await wire.see("half ty")
    place.server.disconnected(viewer, wire)
    again, other = place.come(environ={"TERM": "xterm"}, size=(100, 30))
    assert again is viewer
    await other.see("half ty")
    assert not TRUE.search(other.sent)
    viewer.feed(b"ped\r")
    await other.see("Hello half typed")
    assert wire.sent.count(b"half typed") == 0


async def test_a_script_runs_on_while_nobody_looks(serve: Serve, tmp_path: Path) -> None:
    place = serve(
        """
        import sttui as st, pathlib, time
        st.write("Begun")
        while not pathlib.Path(st.query_params.gate).exists():
            time.sleep(0.01)
        st.write("Done")
        """
    )
    gate = tmp_path / "gate"
    viewer, wire = place.come(query=f"gate={gate}")
    await wire.see("Begun")
    place.server.disconnected(viewer, wire)
    assert viewer.session.is_running
    gate.touch()
    await wire.until(lambda: not viewer.session.is_running)
    again, other = place.come()
    assert again is viewer
    await other.see("Done")


async def test_somebody_else_gets_a_session_of_his_own(serve: Serve) -> None:
    place = serve(FORM)
    viewer, wire = place.come("ada")
    await wire.see("Hello you")
    place.server.disconnected(viewer, wire)
    other, _ = place.come("bob")
    nobody, _ = place.come("")
    assert other is not viewer and nobody is not viewer
    assert place.come("ada")[0] is viewer


async def test_a_session_that_nobody_comes_back_to_ends(serve: Serve) -> None:
    place = serve(FORM, ttl=0.05)
    viewer, wire = place.come()
    await wire.see("Hello you")
    place.server.disconnected(viewer, wire)
    await wire.until(lambda: viewer.session.closed)
    assert not place.server.viewers


async def test_only_so_many_sessions_are_kept(serve: Serve) -> None:
    place = serve(FORM, kept=2)
    came = [place.come(f"user{number}") for number in range(4)]
    for viewer, wire in came:
        await wire.see("Hello you")
        place.server.disconnected(viewer, wire)
    assert list(place.server.viewers) == [viewer for viewer, _ in came[2:]]


async def test_a_session_without_a_name_is_not_kept(serve: Serve) -> None:
    place = serve(FORM)
    viewer, wire = place.come("")
    await wire.see("Hello you")
    place.server.disconnected(viewer, wire)
    assert not place.server.viewers
    await wire.until(lambda: viewer.session.closed)


async def test_leaving_gives_the_terminal_back_and_keeps_the_session(serve: Serve) -> None:
    place = serve(FORM)
    viewer, wire = place.come()
    await wire.see("Hello you")
    viewer.leave()
    assert wire.sent.endswith(b"\x1b[?1049l\x1b[?25h")
    assert wire.closed is not None and "goes on" in wire.closed
    place.server.disconnected(viewer, wire)
    assert place.come()[0] is viewer


# -- screens that rest, and that wait


async def test_a_screen_that_rests_keeps_no_lines_and_is_drawn_again(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drivers, "REST", 0.05)
    viewer, wire = serve(FORM).come()
    await wire.see("Hello you")
    app = viewer.app
    assert app is not None
    caches = [node._styles_cache._cache for node in app.screen.walk_children()]
    await wire.until(lambda: not any(caches))
    viewer.feed(b"\tAda\r")
    await wire.see("Hello Ada")
    await wire.until(lambda: not any(caches))
    app.redraw()
    await wire.until(lambda: any(caches))
    assert "Hello Ada" in wire.text and "Press" in wire.text


async def test_a_screen_that_waits_becomes_that_of_whoever_comes(serve: Serve) -> None:
    place = serve(
        """
        import sttui as st
        st.write(f"{st.user.name} {st.query_params.to_dict()} {st.context.theme.type}")
        """
    )
    place.server.get_ready()
    (waiting,) = place.server._ready.values()
    assert not place.server.viewers
    app = waiting.app
    assert app is not None
    while not app._running:
        await asyncio.sleep(0.01)
    assert waiting.session.number == 0
    viewer, wire = place.come("ada", environ={"TERM": "xterm"}, size=(60, 20), query="x=1")
    assert viewer is waiting
    await wire.see("ada {'x': '1'} dark")
    assert not TRUE.search(wire.sent)
    other, two = place.come("bob")
    assert other is not waiting
    await two.see("bob {} dark")


async def test_what_waits_ends_with_the_server(serve: Serve) -> None:
    place = serve(FORM)
    place.server.get_ready()
    (waiting,) = place.server._ready.values()
    await place.server.drain()
    assert waiting.has_ended and waiting.session.closed


async def test_the_watchdog_writes_what_holds_the_loop_up(serve: Serve) -> None:
    from sttui.serve.server import Watchdog

    place = serve(FORM)
    watchdog = Watchdog(asyncio.get_running_loop(), place.server.log)
    watchdog.patience = 0.02
    watchdog.start()
    end = time.monotonic() + 10
    # As a handler does that computes for long.
    while '"event":"stuck"' not in place.log.getvalue() and time.monotonic() < end:
        time.sleep(0.005)
    await asyncio.sleep(0)
    watchdog.stop()
    assert "test_the_watchdog_writes" in place.log.getvalue()


# -- limits, and the end


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"sessions": 2}, "All places are taken"),
        ({"per_user": 2}, "You have 2 sessions open"),
        ({"per_address": 2}, "from your address"),
    ],
)
async def test_one_too_many_is_told_politely(
    serve: Serve, limits: dict[str, int], words: str
) -> None:
    from sttui.serve.server import Refused

    place = serve(FORM, **limits)
    for _ in range(2):
        place.come()
    with pytest.raises(Refused, match=words):
        place.come()
    assert len(place.server.viewers) == 2


async def test_a_full_server_lets_go_of_what_nobody_looks_at(serve: Serve) -> None:
    place = serve(FORM, sessions=1)
    viewer, wire = place.come("ada")
    await wire.see("Hello you")
    place.server.disconnected(viewer, wire)
    other, two = place.come("bob")
    await two.see("Hello you")
    assert list(place.server.viewers) == [other]


async def test_draining_lets_nobody_in_and_ends_all(serve: Serve) -> None:
    from sttui.serve.server import Refused

    place = serve(FORM)
    viewer, wire = place.come()
    await wire.see("Hello you")
    await place.server.drain()
    assert wire.closed is not None and viewer.session.closed
    assert not place.server.viewers
    with pytest.raises(Refused, match="about to stop"):
        place.come()


async def test_a_hundred_who_come_and_go_leave_nothing_behind(serve: Serve) -> None:
    place = serve(FORM)
    # The first ones fill caches that are for all.
    left: list[weakref.ref[Any]] = []
    for number in range(100):
        if number == 5:
            threads = threading.active_count()
            descriptors = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc") else 0
        viewer, wire = place.come(f"user{number}")
        await wire.see("Hello you")
        kept: list[Any] = [viewer, viewer.session, viewer.session.tree, viewer.app]
        viewer.feed(b"\tx")
        if number % 2:
            viewer.feed(b"\x1b\x1b[Z")
            await viewer.close()
        else:
            place.server.disconnected(viewer, wire)
            place.server._expire(viewer)
            await viewer.close()
        if number >= 5:
            left += [weakref.ref(one) for one in kept]
        del viewer, wire, kept
    assert await gone(left)
    for _ in range(100):
        if threading.active_count() <= threads:
            break
        await asyncio.sleep(0.02)
    assert threading.active_count() <= threads
    if descriptors:
        assert len(os.listdir("/proc/self/fd")) <= descriptors
