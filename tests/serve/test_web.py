"""The browser door, by clients that are no browsers: sessions, addresses, files, figures."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sttui.core import config
from sttui.core.config import Setting

aiohttp = pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")

from sttui.serve.web import Tls, WebDoor, WebError  # noqa: E402
from sttui.serve.web_gate import Gate  # noqa: E402
from sttui.serve.web_start import gate_from_config, tls_from_config  # noqa: E402
from tests.serve.web import Page, enter, opened  # noqa: E402

BOARD = """
import sttui as st
st.title("Board")
name = st.text_input("Name")
st.write(f"Hello {name or 'nobody'}; {st.query_params.to_dict()}")
if st.button("More"):
    st.query_params["n"] = str(int(st.query_params.get("n", 0)) + 1)
    st.rerun()
"""
PAGES = """
import sttui as st
def one():
    st.write("This is the first page")
    st.page_link(second, label="Go on")
def two():
    st.write(f"This is the second, {st.query_params.to_dict()}")
second = st.Page(two, title="Two")
st.navigation([st.Page(one, title="One"), second]).run()
"""


def have(monkeypatch: pytest.MonkeyPatch, name: str, value: Any) -> None:
    """Set an option."""
    settings = {**config.current._settings, name: Setting(value, "")}
    monkeypatch.setattr(config.current, "_settings", settings)


def jar() -> Any:
    return aiohttp.CookieJar(unsafe=True)


def browser() -> Any:
    """Return a client with cookies of its own; those of an address are kept too."""
    return aiohttp.ClientSession(cookie_jar=jar())


async def test_a_page_shows_an_app_and_types_into_it(tmp_path: Path) -> None:
    async with opened(tmp_path, BOARD) as door, browser() as client:
        async with client.get(door.url) as answer:
            assert answer.status == 200
            assert 'class="textual-terminal"' in await answer.text()
        async with Page(door, client) as page:
            await page.see("Hello nobody")
            assert (await page.told_of("sttui_title"))[1] == "app"
            await page.type("\tAda\r")
            await page.see("Hello Ada")
            await page.type("\x1b[200~ of \x1b[31mLondon\x1b[201~\r")
            await page.see("Hello Ada of [31mLondon")


async def test_the_protocol_is_that_of_textual_serve(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, BOARD) as door,
        browser() as client,
        Page(door, client) as page,
    ):
        await page.say("ping", "12345")
        assert await page.told_of("pong") == ["pong", "12345"]
        await page.see("Board")
        await page.say("focus")
        await page.say("blur")
        await page.say("resize", {"width": 60, "height": 10})
        viewer = next(iter(door.server.viewers))
        await page.until(lambda: viewer.app is not None and viewer.app.size == (60, 10))


async def test_query_parameters_go_both_ways(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, BOARD) as door,
        browser() as client,
        Page(door, client, at="/?n=4&x=a%20b") as page,
    ):
        await page.see("{'n': '4', 'x': 'a b'}")
        await page.click("More")
        await page.see("'n': '5'")
        await page.until(lambda: ["sttui_place", "/?n=5&x=a+b", False] in page.messages)
        await page.say("sttui_go", "/?n=9")
        await page.see("{'n': '9'}")


async def test_paths_are_pages_and_back_leads_to_the_one_before(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, PAGES) as door,
        browser() as client,
        Page(door, client, at="/two?a=1") as page,
    ):
        await page.see("This is the second, {'a': '1'}")
        assert page.messages[-1][0] != "sttui_place" or page.messages[-1][1] == "/two?a=1"
        await page.say("sttui_go", "/")
        await page.see("This is the first page")
        await page.click("Go on")
        await page.see("This is the second")
        await page.until(lambda: ["sttui_place", "/two", True] in page.messages)


async def test_a_page_that_is_not_there_gives_way_to_the_first(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, PAGES) as door,
        browser() as client,
        Page(door, client, at="/three") as page,
    ):
        await page.see("This is the first page")
        assert (await page.told_of("sttui_place"))[1] == "/"


async def test_a_reload_finds_its_session_and_another_tab_has_its_own(tmp_path: Path) -> None:
    async with opened(tmp_path, BOARD) as door, browser() as client:
        async with Page(door, client) as first:
            await first.see("Hello nobody")
            await first.type("\tAda\r")
            await first.see("Hello Ada")
            await first.type(" Lovel")
            await first.see("Ada Lovel")
            tab = (await first.told_of("sttui_tab"))[1]
            async with Page(door, client, at="/?other=1") as second:
                await second.see("Hello nobody")
                assert (await second.told_of("sttui_tab"))[1] != tab
        async with Page(door, client, tab=tab) as again:
            await again.see("Ada Lovel")
            await again.see("Hello Ada")
            assert (await again.told_of("sttui_tab"))[1] == tab
        assert len(door.events("open")) == 2


async def test_a_tab_that_is_duplicated_gets_a_session_of_its_own(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, BOARD) as door,
        browser() as client,
        Page(door, client) as first,
    ):
        await first.see("Hello nobody")
        tab = (await first.told_of("sttui_tab"))[1]
        async with Page(door, client, tab=tab) as second:
            await second.see("Hello nobody")
            assert (await second.told_of("sttui_tab"))[1] != tab
            assert not first.socket.closed


async def test_the_session_of_a_line_that_is_dead_is_taken_over(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, BOARD) as door,
        browser() as client,
        Page(door, client) as first,
    ):
        first.mute = True
        await first.see("Hello nobody")
        await first.type("\tAda\r")
        await first.see("Hello Ada")
        tab = (await first.told_of("sttui_tab"))[1]
        async with Page(door, client, tab=tab) as second:
            await second.see("Hello Ada")
            await first.told_of("sttui_closed")


async def test_another_browser_cannot_take_a_session_over(tmp_path: Path) -> None:
    async with opened(tmp_path, BOARD) as door, browser() as client, browser() as thief:
        async with Page(door, client) as first:
            await first.see("Hello nobody")
            await first.type("\tAda\r")
            await first.see("Hello Ada")
            tab = (await first.told_of("sttui_tab"))[1]
        async with Page(door, thief, tab=tab) as other:
            await other.see("Hello nobody")


async def test_what_st_context_and_st_user_know(tmp_path: Path) -> None:
    script = """
    import sttui as st
    c = st.context
    st.write(str((c.url, c.locale, c.timezone, c.timezone_offset, c.ip_address, c.cookies)))
    st.write(str((c.headers["user-agent"], "Cookie" in c.headers, st.user.to_dict())))
    """
    async with opened(tmp_path, script) as door, browser() as client:
        client.headers["User-Agent"] = "Test/1"
        told = {"locale": "de-AT", "zone": "Europe/Vienna", "offset": "-60"}
        async with Page(door, client, **told) as page:
            await page.see(f"('{door.url}', 'de-AT', 'Europe/Vienna', -60, None, {{}})")
            await page.see("('Test/1', False, {'is_logged_in': False})")


async def test_several_apps_have_a_menu_and_paths(tmp_path: Path) -> None:
    scripts = {"board": BOARD, "pages": PAGES}
    async with opened(tmp_path, scripts) as door, browser() as client:
        async with Page(door, client) as page:
            await page.see("Which app?")
            await page.type("2")
            assert (await page.told_of("open_url"))[1] == {"url": "/pages/", "new_tab": False}
        async with Page(door, client, at="/pages/two") as page:
            await page.see("This is the second")
            await page.say("sttui_go", "/pages/")
            await page.see("This is the first page")


async def test_a_path_below_which_all_stands(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, PAGES, door={"base": "/tools/board/"}) as door,
        browser() as client,
    ):
        async with client.get(f"{door.url}/tools/board/healthz") as answer:
            assert await answer.text() == "ok"
        async with client.get(f"{door.url}/healthz") as answer:
            assert answer.status == 404
        async with Page(door, client, at="/tools/board/two") as page:
            await page.see("This is the second")
            await page.say("sttui_go", "/tools/board/")
            await page.see("This is the first")
            await page.click("Go on")
            await page.until(lambda: ["sttui_place", "/tools/board/two", True] in page.messages)
        assert [cookie["path"] for cookie in client.cookie_jar] == ["/tools/board"]


async def test_links_open_in_the_viewers_browser(tmp_path: Path) -> None:
    script = """
    import sttui as st
    st.link_button("Docs", "https://example.com/docs?a=1")
    """
    async with (
        opened(tmp_path, script) as door,
        browser() as client,
        Page(door, client) as page,
    ):
        await page.see("Docs")
        await page.click("Docs")
        told = await page.told_of("open_url")
        assert told[1] == {"url": "https://example.com/docs?a=1", "new_tab": True}


async def test_a_session_that_ends_says_so(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, BOARD) as door,
        browser() as client,
        Page(door, client) as page,
    ):
        await page.see("Board")
        await page.type("q")
        assert await page.told_of("sttui_closed") == ["sttui_closed", ""]
        await page.until(lambda: page.socket.closed)
        assert not door.server.viewers and not door.door.tabs


async def test_a_full_server_says_so(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, BOARD, sessions=1) as door,
        browser() as client,
        Page(door, client) as first,
        Page(door, client, at="/?x=1") as second,
    ):
        await first.see("Board")
        assert "All places are taken" in (await second.told_of("sttui_closed"))[1]


def small(address: Any) -> socket.socket:
    """Return a socket that takes little at a time."""
    made = socket.socket(address[0], address[1], address[2])
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.setblocking(False)
    return made


async def test_a_reader_that_stalls_is_sent_fewer_frames(tmp_path: Path) -> None:
    script = """
    import sttui as st, time
    box = st.empty()
    for n in range(100000):
        box.write(f"{n} " * 400)
        time.sleep(0.005)
    """
    connector = aiohttp.TCPConnector(socket_factory=small)
    slow = aiohttp.ClientSession(cookie_jar=jar(), connector=connector)
    async with opened(tmp_path, script) as door, slow as client:
        await enter(door, client)
        line = await client.ws_connect(
            f"{door.url}/_sttui/ws",
            params={"at": "/", "width": "200", "height": "60"},
            headers={"Origin": door.url},
        )
        line._conn.transport.pause_reading()
        viewer = await door.until(lambda: next(iter(door.server.viewers), None))
        driver = await door.until(lambda: viewer.app and viewer.app.driver)
        await door.until(lambda: driver.left_out > 0, 60)
        assert driver.line.waiting() < 2_000_000
        line._conn.transport.resume_reading()
        before = driver.left_out
        await door.until(lambda: driver._behind is None and driver.left_out >= before)
        await line.close()


# -- figures, static files, certificates


async def test_health_and_figures(tmp_path: Path) -> None:
    async with opened(tmp_path, BOARD) as door, browser() as client:
        async with Page(door, client) as page:
            await page.see("Board")
            async with client.get(f"{door.url}/metrics") as answer:
                assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
                text = await answer.text()
        assert text.endswith("# EOF\n")
        assert 'sttui_sessions{state="viewed"} 1' in text
        assert "sttui_web_tabs_total 1" in text
        door.server.is_draining = True
        async with client.get(f"{door.url}/healthz") as answer:
            assert answer.status == 503


async def test_figures_are_not_for_strangers_behind_a_proxy(tmp_path: Path) -> None:
    async with opened(tmp_path, BOARD) as door, browser() as client:
        headers = {"X-Forwarded-For": "203.0.113.9"}
        async with client.get(f"{door.url}/metrics", headers=headers) as answer:
            assert answer.status == 401


async def test_static_files_are_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a b.html").write_text("<script>alert(1)</script>")
    have(monkeypatch, "server.enableStaticServing", True)
    async with opened(tmp_path, BOARD) as door, browser() as client:
        address = f"{door.url}/app/static/a%20b.html"
        async with client.get(address) as answer:
            assert answer.status == 401
        await enter(door, client)
        async with client.get(address) as answer:
            assert answer.status == 200
            assert "sandbox" in answer.headers["Content-Security-Policy"]
            assert "alert" in await answer.text()
        async with client.get(f"{door.url}/app/static/none.png") as answer:
            assert answer.status == 404


async def test_https(tmp_path: Path) -> None:
    certificate, key = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt"),
            *("ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    async with opened(tmp_path, BOARD, door={"tls": Tls(certificate, key)}) as door:
        assert door.entrance.startswith(f"https://localhost:{door.port}/#token=")
        connector = aiohttp.TCPConnector(ssl=False)
        async with aiohttp.ClientSession(cookie_jar=jar(), connector=connector) as client:
            url = f"https://127.0.0.1:{door.port}"
            async with client.post(
                f"{url}/_sttui/enter", data=door.door.gate.token, headers={"Origin": url}
            ) as answer:
                assert answer.status == 204
                assert "Secure" in answer.headers["Set-Cookie"]


async def test_certificates_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, "server.sslCertFile", str(tmp_path / "none.pem"))
    with pytest.raises(WebError, match="needs both"):
        tls_from_config()
    have(monkeypatch, "server.sslKeyFile", str(tmp_path / "none.pem"))
    found = tls_from_config()
    assert found is not None
    with pytest.raises(WebError, match=r"no certificate with its key"):
        found.context()


def test_the_config_names_hosts_and_origins(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, "server.allowedHosts", ["*.example.com"])
    have(monkeypatch, "server.corsAllowedOrigins", ["https://a.test"])
    gate = gate_from_config("127.0.0.1")
    assert gate.knows_host("app.example.com:8501") and not gate.knows_host("example.org")
    assert gate.knows_origin("https://a.test", "app.example.com")


def test_addresses() -> None:
    door: Any = WebDoor.__new__(WebDoor)
    door.base, door.gate, door._tls = "/x", Gate(public=True), None
    assert door.address("0.0.0.0", 80) == "http://localhost:80/x/"
    assert door.address("fd00::1", 80) == "http://[fd00::1]:80/x/"
    door.gate = Gate()
    assert door.address("127.0.0.1", 80).endswith(f"/x/#token={door.gate.token}")


async def test_nothing_is_left_of_tabs_that_are_gone(tmp_path: Path) -> None:
    async with opened(tmp_path, BOARD, ttl=0.0) as door, browser() as client:
        for _ in range(3):
            async with Page(door, client) as page:
                await page.see("Board")
        await door.until(lambda: not door.server.viewers and not door.door.tabs)
        await door.until(lambda: not door.door.lines)
        names = {task.get_name() for task in asyncio.all_tasks()}
        assert "sttui-viewer" not in names
