"""Files over the browser door: downloads, uploads, and who may have them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

aiohttp = pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")

from sttui.serve import web_files  # noqa: E402
from tests.serve.conftest import Place  # noqa: E402
from tests.serve.web import Door, Page, enter, opened  # noqa: E402

DOWNLOAD = """
import sttui as st
if st.download_button("Report", "a,b\\n1,2\\n", "../../été.csv", "text/csv"):
    st.write("It was pressed")
st.download_button("Late", lambda: 1 / 0, "late.txt")
"""
UPLOAD = """
import sttui as st
file = st.file_uploader("Table", type=["csv"], max_upload_size=1)
if file:
    st.write(f"{file.name} has {file.size} bytes: {file.read()[:20]}")
files = st.file_uploader("Pictures", accept_multiple_files=True)
st.write(f"Pictures: {[f.name for f in files]}")
"""
CHAT = """
import sttui as st
said = st.chat_input("Say", accept_file="multiple")
if said:
    st.write(f"{said.text}: {[(f.name, f.read()) for f in said.files]}")
"""


def browser() -> Any:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


async def fetch(door: Door, client: Any, key: str) -> tuple[int, str, Any]:
    async with client.get(f"{door.url}/_sttui/download/{key}") as answer:
        return answer.status, await answer.text(), answer.headers


async def post(door: Door, client: Any, key: str, data: Any, **query: str) -> tuple[int, str]:
    address = f"{door.url}/_sttui/upload/{key}"
    headers = {"Origin": door.url}
    async with client.post(address, params=query, data=data, headers=headers) as answer:
        return answer.status, await answer.text()


async def asked(page: Page, label: str) -> dict[str, Any]:
    """Click on an uploader; return what the browser is asked for."""
    page.messages.clear()
    row = next(y for y, line in enumerate(page.lines) if label in line) + 1
    await page.type(f"\x1b[<0;10;{row + 1}M\x1b[<0;10;{row + 1}m")
    wanted: dict[str, Any] = (await page.told_of("sttui_upload"))[1]
    return wanted


async def test_a_download_goes_to_the_browser_once(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, DOWNLOAD) as door,
        browser() as client,
        browser() as thief,
        Page(door, client) as page,
    ):
        await page.see("Report")
        await page.click("Report")
        key = (await page.told_of("sttui_download"))[1]
        await page.see("It was pressed")
        await enter(door, thief)
        assert (await fetch(door, thief, key))[0] == 404
        status, text, headers = await fetch(door, client, key)
        assert (status, text) == (200, "a,b\n1,2\n")
        assert headers["Content-Type"].startswith("text/csv")
        assert headers["Content-Disposition"].startswith("attachment; ")
        assert "/" not in headers["Content-Disposition"].split("''")[-1]
        assert "sandbox" in headers["Content-Security-Policy"]
        assert (await fetch(door, client, key))[0] == 404
        assert not list(tmp_path.rglob("*.csv"))


async def test_a_download_that_cannot_be_made(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, DOWNLOAD) as door,
        browser() as client,
        Page(door, client) as page,
    ):
        await page.see("Late")
        await page.click("Late")
        key = (await page.told_of("sttui_download"))[1]
        status, text, _ = await fetch(door, client, key)
        assert status == 500 and "ZeroDivisionError" in text


async def test_an_offer_does_not_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_files, "LASTING", -1.0)
    async with (
        opened(tmp_path, DOWNLOAD) as door,
        browser() as client,
        Page(door, client) as page,
    ):
        await page.see("Report")
        await page.click("Report")
        key = (await page.told_of("sttui_download"))[1]
        assert (await fetch(door, client, key))[0] == 404


async def test_files_come_from_the_browser(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, UPLOAD) as door,
        browser() as client,
        Page(door, client) as page,
    ):
        await page.see("Choose a file (.csv): press Enter")
        wanted = await asked(page, "Table")
        assert wanted["label"] == "Table" and wanted["types"] == [".csv"]
        assert wanted["max_size"] == 1 and not wanted["multiple"]
        key = wanted["key"]
        assert (await post(door, client, key, b"a,b", name="../x/t.csv", last=""))[0] == 204
        await page.see("x/t.csv has 3 bytes: b'a,b'")
        assert (await post(door, client, key, b"a,b", name="t.csv", last=""))[0] == 404
        key = (await asked(page, "Pictures"))["key"]
        assert (await post(door, client, key, b"1", name="one.png"))[0] == 204
        assert (await post(door, client, key, b"2", name="two.png", last=""))[0] == 204
        await page.see("Pictures: ['one.png', 'two.png']")


async def test_files_that_are_not_as_asked_for(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, UPLOAD) as door,
        browser() as client,
        browser() as thief,
        Page(door, client) as page,
    ):
        await page.see("Table")
        key = (await asked(page, "Table"))["key"]
        await enter(door, thief)
        assert (await post(door, thief, key, b"a", name="t.csv", last=""))[0] == 404
        assert (await post(door, client, "guess", b"a", name="t.csv", last=""))[0] == 404
        status, text = await post(door, client, key, b"a", name="t.exe", last="")
        assert status == 415 and "types" in text
        status, text = await post(door, client, key, b"a" * 1_000_001, name="t.csv", last="")
        assert status == 413 and text == "t.csv is larger than 1 MB."

        async def endless() -> Any:
            for _ in range(100):
                yield b"a" * 100_000

        assert (await post(door, client, key, endless(), name="t.csv", last=""))[0] == 413
        assert (await post(door, client, key, b"ok", name="t.csv"))[0] == 204
        assert (await post(door, client, key, b"ok", name="u.csv", last=""))[0] == 409
        await page.say("sttui_refuse", key)
        await page.say("ping", "1")
        await page.told_of("pong")
        assert (await post(door, client, key, b"ok", name="t.csv", last=""))[0] == 404


async def test_a_file_that_stops_coming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_files, "PAUSE", 0.2)

    async def stuck() -> Any:
        yield b"a"
        await asyncio.sleep(20)

    async with (
        opened(tmp_path, UPLOAD) as door,
        browser() as client,
        Page(door, client) as page,
    ):
        await page.see("Table")
        key = (await asked(page, "Table"))["key"]
        assert (await post(door, client, key, stuck(), name="t.csv", last=""))[0] == 408


async def test_files_go_with_a_message(tmp_path: Path) -> None:
    async with (
        opened(tmp_path, CHAT) as door,
        browser() as client,
        Page(door, client) as page,
    ):
        await page.see("❯")
        await page.click("Say")
        await page.type("\x0f")
        key = (await page.told_of("sttui_upload"))[1]["key"]
        assert (await post(door, client, key, b"1", name="a.txt", last=""))[0] == 204
        await page.see("▪ a.txt")
        await page.type("Look\r")
        await page.see("Look: [('a.txt', b'1')]")


@pytest.mark.parametrize("script", [UPLOAD, CHAT])
async def test_files_of_the_server_are_not_a_viewers(
    serve: Any, tmp_path: Path, script: str
) -> None:
    """Neither by typing a path nor by pasting one, over whatever line he comes."""
    secret = tmp_path / "secret.csv"
    secret.write_text("the secret is 42")
    place: Place = serve(script)
    viewer, wire = place.come()
    await wire.until(lambda: "Pictures" in wire.text or "❯" in wire.text)
    for data in (b"\t\r", b"\x0f", f"\x1b[200~{secret}\x1b[201~\r".encode(), b"/etc/passwd\r"):
        viewer.feed(data)
    await wire.see("Files cannot be sent over this line.")
    await wire.until(lambda: not viewer.session.is_running)
    assert "is 42" not in wire.text and "root:" not in wire.text
    assert "bin/" not in wire.text


async def test_nothing_is_saved_on_the_server(serve: Any, tmp_path: Path) -> None:
    place: Place = serve(DOWNLOAD)
    viewer, wire = place.come()
    await wire.see("Report")
    viewer.feed(b"\t\r")
    await wire.see("Files cannot be sent over this line.")
    assert not list(tmp_path.rglob("*.csv"))
