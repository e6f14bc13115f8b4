"""Threads and executors: those of a script belong to its run, all others to nobody."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from sttui.core.run import running
from sttui.core.threads import add_script_run_ctx, get_script_run_ctx, inherit_context
from sttui.testing.v1 import AppTest


def test_threads_outside_of_a_run_belong_to_none() -> None:
    inherit_context()
    inherit_context()
    seen: list[object] = []
    thread = threading.Thread(target=lambda: seen.append(get_script_run_ctx()))
    thread.start()
    thread.join()
    with ThreadPoolExecutor(1) as pool:
        seen.append(pool.submit(running).result())
    assert seen == [None, None]


def test_a_thread_can_be_given_a_run() -> None:
    at = AppTest.from_string("""
        import sttui as st
        from sttui.core.threads import get_script_run_ctx
        st.session_state.ctx = get_script_run_ctx()
        st.text("body")
    """).run()
    run = at.session_state.ctx
    seen: list[object] = []
    thread = threading.Thread(target=lambda: seen.append(running()))
    assert add_script_run_ctx(thread, run) is thread
    thread.start()
    thread.join()
    assert seen == [run]
    assert running() is None


def test_the_calling_thread_itself() -> None:
    def work() -> None:
        add_script_run_ctx(ctx=marker)
        seen.append(running())

    marker, seen = object(), []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [marker]
    assert running() is None


def test_a_timer_and_a_subclass_belong_to_their_run() -> None:
    at = AppTest.from_string("""
        import sttui as st, threading
        class Worker(threading.Thread):
            def run(self): st.text("from a subclass")
        worker = Worker(); worker.start(); worker.join()
        timer = threading.Timer(0, lambda: st.text("from a timer")); timer.start(); timer.join()
    """).run()
    assert at.text.values == ["from a subclass", "from a timer"]
