"""Attacks on the browser door."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from sttui.core import config
from sttui.core.config import Setting

aiohttp = pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")

from sttui.serve import web, web_gate  # noqa: E402
from sttui.serve.web_gate import Gate  # noqa: E402
from tests.serve.web import Door, Page, enter, opened  # noqa: E402

SCRIPT = 'import sttui as st\nst.write("The secret is 42")'


def browser() -> Any:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


async def knock(door: Door, client: Any, **headers: str) -> int:
    """Ask for a websocket; return the status."""
    try:
        async with client.ws_connect(f"{door.url}/_sttui/ws", headers=headers):
            return 101
    except aiohttp.WSServerHandshakeError as error:
        return int(error.status)


# -- who comes in


async def test_without_a_cookie_there_is_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, SCRIPT) as door, browser() as client:
        assert await knock(door, client, Origin=door.url) == 401
        for path in ("download/x", "../app/static/x"):
            async with client.get(f"{door.url}/_sttui/{path}") as answer:
                assert answer.status == 401
        origin = {"Origin": door.url}
        async with client.post(f"{door.url}/_sttui/upload/x", headers=origin) as answer:
            assert answer.status == 401
        assert not door.server.viewers
        assert {entry["why"] for entry in door.events("refused")} == {"cookie"}


async def test_a_wrong_token_opens_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, SCRIPT) as door, browser() as client:
        for token in ("", "x", door.door.gate.token[:-1], "\x00\xff", "é" * 100):
            assert await enter(door, client, token) == 401
        assert not client.cookie_jar
        assert await knock(door, client, Origin=door.url) == 401


async def test_a_token_opens_once(tmp_path: Path) -> None:
    said = []
    async with (
        opened(tmp_path, SCRIPT, door={"on_entrance": lambda: said.append(1)}) as door,
        browser() as client,
        browser() as other,
    ):
        token = door.door.gate.token
        assert await enter(door, client, token) == 204
        assert await enter(door, other, token) == 401
        assert await enter(door, client, token) == 204, "with its cookie it needs none"
        assert door.door.gate.token != token
        assert said == [1]
        assert token not in door.log.getvalue()
        assert await enter(door, other, door.door.gate.token) == 204


async def test_the_cookie_is_for_no_script_and_no_other_site(tmp_path: Path) -> None:
    async with opened(tmp_path, SCRIPT) as door, browser() as client:
        headers = {"Origin": door.url}
        async with client.post(
            f"{door.url}/_sttui/enter", data=door.door.gate.token, headers=headers
        ) as answer:
            cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
        assert f"sttui_{door.port}=" in cookie


def test_cookies_cannot_be_made_or_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(secret="s")
    cookie = gate.enter(gate.token)
    name, until, seal = cookie.split(".")
    assert gate.identity(cookie).startswith("browser:") and name not in gate.identity(cookie)
    later = int(until) + 1
    for forged in (
        *("", ".", "..", "a.b.c", f"{name}.{until}", f"{name}.{until}.", f"x.{until}.{seal}"),
        *(f"{name}.{later}.{seal}", f"{name}.{until}.{seal}.{seal}", "é", "\x00" * 50),
    ):
        assert gate.identity(forged) == ""
    assert gate.identity(None) == ""
    assert Gate(secret="t").identity(cookie) == ""
    assert Gate(secret="s").identity(cookie) == gate.identity(cookie), "it outlives a restart"
    assert Gate(secret="s", public=True).identity(cookie) == ""
    monkeypatch.setattr(web_gate.time, "time", lambda: int(until) + 1.0)
    assert gate.identity(cookie) == ""


def test_a_cookie_of_an_open_door_opens_no_closed_one() -> None:
    cookie = Gate(secret="s", public=True).enter("")
    assert cookie and Gate(secret="s").identity(cookie) == ""


async def test_an_open_door_lets_everybody_in_but_no_foreign_page(tmp_path: Path) -> None:
    async with opened(tmp_path, SCRIPT, public=True) as door, browser() as client:
        assert "token" not in door.entrance
        async with Page(door, client) as page:
            await page.see("The secret is 42")
        assert await knock(door, client, Origin="https://evil.test") == 403


# -- from which page


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.test",
        "null",
        "",
        "http://127.0.0.1:1",
        "http://127.0.0.1.evil.test",
        "//x",
        "[",
    ],
)
async def test_foreign_pages_get_no_websocket(tmp_path: Path, origin: str) -> None:
    async with opened(tmp_path, SCRIPT) as door, browser() as client:
        await enter(door, client)
        headers = {"Origin": origin} if origin else {}
        assert await knock(door, client, **headers) == 403
        async with client.post(
            f"{door.url}/_sttui/enter", data=door.door.gate.token, headers=headers
        ) as answer:
            assert answer.status == 403
        assert not door.server.viewers
        assert door.events("refused")[-1]["why"] == "origin"


@pytest.mark.parametrize("host", ["evil.test", "evil.test:8501", "", "a@127.0.0.1", "127.0.0.1/x"])
async def test_a_foreign_name_for_our_address_is_refused(tmp_path: Path, host: str) -> None:
    """Else a page whose name leads to this machine could read the app as its own."""
    async with opened(tmp_path, SCRIPT) as door, browser() as client:
        await enter(door, client)
        headers = {"Host": host, "Origin": f"http://{host}"}
        assert await knock(door, client, **headers) in (400, 421)
        async with client.get(door.url, headers=headers) as answer:
            assert answer.status in (400, 421)
        async with client.get(f"{door.url}/metrics", headers=headers) as answer:
            assert answer.status in (400, 421)


def test_hosts_and_origins() -> None:
    gate = Gate(hosts=["Board.local", "*.example.com"], origins=["https://other.test/"])
    for host in ("localhost:1", "[::1]:80", "10.1.2.3", "board.LOCAL.", "a.b.example.com"):
        assert gate.knows_host(host), host
    for host in ("example.com", "board.local.evil", "a:b:c", "x:99999", "*", "[::1"):
        assert not gate.knows_host(host), host
    assert gate.knows_origin("http://board.local", "board.local:80")
    assert gate.knows_origin("https://board.local:443", "board.local")
    assert gate.knows_origin("https://Other.test", "board.local")
    assert not gate.knows_origin("ftp://board.local", "board.local")
    assert not gate.knows_origin("http://board.local:x", "board.local")


async def test_pages_carry_headers_that_bind_them(tmp_path: Path) -> None:
    async with opened(tmp_path, SCRIPT) as door, browser() as client:
        for path in ("/", "/two", "/_sttui/files/page.js", "/_sttui/nothing/x", "/healthz"):
            async with client.get(door.url + path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy and "script-src 'self';" in policy
                assert f"connect-src 'self' ws://127.0.0.1:{door.port};" in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["X-Frame-Options"] == "DENY"
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                assert answer.headers["Server"] == "sttui"


async def test_the_page_names_no_other_host(tmp_path: Path) -> None:
    """Nothing is loaded from elsewhere: fonts, style and scripts are ours."""
    async with opened(tmp_path, SCRIPT) as door, browser() as client:
        for name in ("", "_sttui/files/page.css", "_sttui/files/page.js", "_sttui/files/before.js"):
            async with client.get(f"{door.url}/{name}") as answer:
                text = await answer.text()
                assert answer.status == 200
                assert "http://" not in text and "https://" not in text.replace('"https:"', "")
        async with client.get(
            f"{door.url}/_sttui/files/fonts/RobotoMono-VariableFont_wght.ttf"
        ) as answer:
            assert answer.status == 200 and answer.headers["Content-Type"] == "font/ttf"


# -- paths


async def raw(door: Door, data: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(data)
    answer = await asyncio.wait_for(reader.read(-1), 20)
    writer.close()
    return answer


@pytest.mark.parametrize(
    "path",
    [
        *("../app.py", "..%2fapp.py", "%2e%2e/app.py", "%252e%252e%252fapp.py", "..\\app.py"),
        *("/etc/passwd", "%2fetc%2fpasswd", "x/../../app.py", "out", "a%00b", ".", ""),
    ],
)
async def test_paths_do_not_leave_their_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    settings = {"server.enableStaticServing": Setting(True, "")}
    monkeypatch.setattr(config.current, "_settings", settings)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "out").symlink_to(tmp_path / "app.py")
    async with opened(tmp_path, SCRIPT) as door, browser() as client:
        await enter(door, client)
        cookie = next(iter(client.cookie_jar))
        for folder in ("app/static", "_sttui/files", "_sttui/download"):
            answer = await raw(
                door,
                f"GET /{folder}/{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                f"Cookie: {cookie.key}={cookie.value}\r\n\r\n".encode(),
            )
            assert b"secret is" not in answer and b"root:" not in answer
            # What is no file may be the page, which is the same for all.
            assert b" 404 " in answer or b" 400 " in answer or b'id="terminal"' in answer


# -- sizes and time


async def test_messages_that_are_too_large_end_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "LARGEST_MESSAGE", 10_000)
    async with opened(tmp_path, SCRIPT) as door, browser() as client:
        async with Page(door, client) as page:
            await page.see("The secret is 42")
            await page.type("x" * 20_000)
            await page.until(lambda: page.socket.closed)
            assert page.socket.close_code == 1009
        assert (await client.get(f"{door.url}/healthz")).status == 200


@pytest.mark.parametrize(
    "message",
    [
        *("", "x", "{}", "[]", '["stdin"]', '["stdin", 1]', '["stdin", null]', "[" * 100_000),
        *('["resize", {"width": "x", "height": 1}]', '["sttui_go", {}]', '["exec", "ls"]'),
    ],
)
async def test_messages_that_no_page_sends_end_the_line_alone(tmp_path: Path, message: str) -> None:
    async with opened(tmp_path, SCRIPT) as door, browser() as client:
        async with Page(door, client) as page:
            await page.see("The secret is 42")
            await page.socket.send_str(message)
            await page.until(lambda: page.socket.closed)
        assert not door.events("crash") and not door.events("stuck")
        async with Page(door, client) as page:
            await page.see("The secret is 42")


@pytest.mark.parametrize("size", [(0, 0), (-5, 10**12), (4_000_000_000, 4_000_000_000)])
async def test_impossible_sizes_are_put_right(tmp_path: Path, size: tuple[int, int]) -> None:
    async with (
        opened(tmp_path, SCRIPT) as door,
        browser() as client,
        Page(door, client, width=str(size[0]), height=str(size[1])) as page,
    ):
        await page.say("resize", {"width": size[0], "height": size[1]})
        viewer = await door.until(lambda: next(iter(door.server.viewers), None))
        await door.until(lambda: viewer.app is not None and viewer.app.size.width >= 4)
        assert viewer.app.size.width <= 500 and viewer.app.size.height <= 300


async def test_those_who_never_finish_a_request_are_hung_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "SLOW", 0.3)
    async with opened(tmp_path, SCRIPT) as door, browser() as client:
        lines = [await asyncio.open_connection("127.0.0.1", door.port) for _ in range(30)]
        for number, (_, writer) in enumerate(lines):
            writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " if number % 2 else b"")
        end = time.monotonic() + 20
        while lines and time.monotonic() < end:
            assert (await client.get(f"{door.url}/healthz")).status == 200
            for line in tuple(lines):
                if line[0].at_eof() or line[0].exception() is not None:
                    lines.remove(line)
                    line[1].close()
                else:
                    # Another letter now and then does not help.
                    line[1].write(b"a")
            await asyncio.sleep(0.05)
        assert not lines


async def test_no_more_of_a_token_is_read_than_one_has(tmp_path: Path) -> None:
    async with opened(tmp_path, SCRIPT) as door:
        head = f"Host: 127.0.0.1:{door.port}\r\nOrigin: {door.url}\r\nConnection: close\r\n"
        head = f"POST /_sttui/enter HTTP/1.1\r\n{head}Content-Length: 50000000\r\n\r\n"
        answer = await raw(door, f"{head}{'x' * 500}".encode())
        assert b" 401 " in answer
