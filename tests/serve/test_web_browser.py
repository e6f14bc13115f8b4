"""The browser door in a real browser: headless Chromium, driven by Playwright."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pyte
import pytest

pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")
playwright = pytest.importorskip("playwright.async_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")

from tests.serve.web import Door, opened  # noqa: E402

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
BOARD = """
import sttui as st
st.set_page_config(page_title="My board")
name = st.text_input("Name")
st.write(f"Hello {name or 'nobody'}; {st.query_params.to_dict()}")
if st.button("More"):
    st.query_params["n"] = str(int(st.query_params.get("n", 0)) + 1)
    st.rerun()
st.link_button("Docs", "/docs")
"""
PAGES = """
import sttui as st
def one():
    st.write("This is the first page")
    st.page_link(second, label="Go on")
def two():
    st.write("This is the second page")
second = st.Page(two, title="Two")
st.navigation([st.Page(one, title="One"), second]).run()
"""
FILES = """
import sttui as st
file = st.file_uploader("Table", type=["csv"])
if file:
    st.write(f"{file.name} has {file.size} bytes")
if st.download_button("Report", "a,b", "report.csv"):
    st.write("It was sent")
"""


class Tab:
    """A tab; what its terminal is sent is drawn here as well, since its own is a picture."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.asked: list[str] = []
        self.problems: list[str] = []
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._on_console)
        page.on("websocket", self._on_socket)

    def _on_console(self, message: Any) -> None:
        if message.type == "error":
            self.problems.append(message.text)

    def _on_socket(self, socket: Any) -> None:
        size = re.search(r"width=(\d+)&height=(\d+)", socket.url)
        assert size is not None
        self._sized(int(size[2]), int(size[1]))
        socket.on("framereceived", self._on_frame)
        socket.on("framesent", self._on_sent)

    def _sized(self, rows: int, columns: int) -> None:
        self.screen.reset()
        self.screen.resize(rows, columns)

    def _on_frame(self, data: Any) -> None:
        if isinstance(data, bytes):
            self._stream.feed(data)

    def _on_sent(self, data: Any) -> None:
        found = re.fullmatch(r'\["resize",\{"width":(\d+),"height":(\d+)\}\]', str(data))
        if found:
            self.screen.resize(int(found[2]), int(found[1]))

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    async def until(self, seen: Any, timeout: float = 30.0) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while not seen():
            if loop.time() > end:
                raise AssertionError(f"{self.text}\n{self.page.url} {self.problems}")
            await asyncio.sleep(0.02)

    async def see(self, text: str) -> None:
        await self.until(lambda: text in self.text)

    async def click(self, text: str, *, below: int = 0) -> None:
        lines = self.screen.display
        row = next(y for y, line in enumerate(lines) if text in line)
        box = await self.page.locator(".xterm-screen").bounding_box()
        x = (lines[row].index(text) + 1.5) * box["width"] / self.screen.columns
        y = (row + below + 0.5) * box["height"] / self.screen.lines
        await self.page.mouse.click(box["x"] + x, box["y"] + y)


@pytest.fixture
async def browser() -> AsyncIterator[Any]:
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(viewport={"width": 900, "height": 600})
        yield context
        await browser.close()


async def open_tab(browser: Any, address: str) -> Tab:
    tab = Tab(await browser.new_page())
    await tab.page.goto(address)
    return tab


def fine(door: Door, tab: Tab) -> None:
    """Check that nothing went wrong in the tab, and that it asked no other host."""
    assert tab.problems == []
    hosts = {url.split("/")[2] for url in tab.asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {f"localhost:{door.port}"}


async def test_open_type_click_paste_and_resize(tmp_path: Path, browser: Any) -> None:
    async with opened(tmp_path, BOARD) as door:
        tab = await open_tab(browser, f"{door.entrance}")
        await tab.see("Hello nobody")
        assert "token" not in tab.page.url
        await tab.until(lambda: door.door.counts["tabs"] == 1)
        assert await tab.page.title() == "My board"

        await tab.page.keyboard.press("Tab")
        await tab.page.keyboard.type("Ada")
        await tab.page.keyboard.press("Enter")
        await tab.see("Hello Ada")

        await browser.grant_permissions(["clipboard-read", "clipboard-write"])
        await tab.page.evaluate("navigator.clipboard.writeText(' and\\nBob')")
        await tab.page.keyboard.press("Control+v")
        await tab.page.keyboard.press("Enter")
        await tab.until(lambda: re.search("Hello Ada.and.?Bob", tab.text))

        await tab.click("More")
        await tab.see("{'n': '1'}")
        await tab.page.wait_for_url("**/?n=1")

        await tab.page.set_viewport_size({"width": 500, "height": 400})
        viewer = next(iter(door.server.viewers))
        size = 900 / tab.screen.columns
        await tab.until(lambda: viewer.app is not None and viewer.app.size.width * size < 520)
        await tab.see("{'n': '1'}")
        fine(door, tab)


async def test_a_reload_keeps_the_session_and_tabs_have_their_own(
    tmp_path: Path, browser: Any
) -> None:
    async with opened(tmp_path, BOARD) as door:
        tab = await open_tab(browser, door.entrance)
        await tab.see("Hello nobody")
        await tab.page.keyboard.press("Tab")
        await tab.page.keyboard.type("Ada")
        await tab.page.keyboard.press("Enter")
        await tab.see("Hello Ada")
        await tab.page.keyboard.type(" Lovel")
        await tab.see("Ada Lovel")

        other = await open_tab(browser, f"http://localhost:{door.port}/?n=7")
        await other.see("Hello nobody; {'n': '7'}")

        tab.screen.reset()
        await tab.page.reload()
        await tab.see("Ada Lovel")
        await tab.see("Hello Ada")
        assert len(door.events("open")) == 2
        assert len(door.server.viewers) == 2
        fine(door, tab)
        fine(door, other)


async def test_back_and_forward_turn_pages(tmp_path: Path, browser: Any) -> None:
    async with opened(tmp_path, PAGES) as door:
        tab = await open_tab(browser, door.entrance)
        await tab.see("This is the first page")
        await tab.click("Go on")
        await tab.see("This is the second page")
        await tab.page.wait_for_url("**/two")
        await tab.page.go_back()
        await tab.see("This is the first page")
        assert tab.page.url == f"http://localhost:{door.port}/"
        await tab.page.go_forward()
        await tab.see("This is the second page")
        await tab.page.goto(f"http://localhost:{door.port}/two")
        await tab.see("This is the second page")
        fine(door, tab)


async def test_files_go_both_ways(tmp_path: Path, browser: Any) -> None:
    table = tmp_path / "table.csv"
    table.write_text("a,b,c")
    async with opened(tmp_path, FILES) as door:
        tab = await open_tab(browser, door.entrance)
        await tab.see("Report")
        async with tab.page.expect_download() as waiting:
            await tab.click("Report")
        download = await waiting.value
        assert download.suggested_filename == "report.csv"
        assert Path(await download.path()).read_text() == "a,b"
        await tab.see("It was sent")

        await tab.click("Table", below=1)
        await tab.page.locator("#upload").wait_for(state="visible")
        assert "up to 200 MB" in await tab.page.locator("#upload").inner_text()
        async with tab.page.expect_file_chooser() as chooser:
            await tab.page.get_by_text("Choose from this computer").click()
        await (await chooser.value).set_files(table)
        await tab.see("table.csv has 5 bytes")
        await tab.page.locator("#upload").wait_for(state="hidden")

        # The keys are the terminal's again.
        await tab.page.keyboard.press("Control+c")
        await tab.page.keyboard.press("Control+c")
        await tab.page.get_by_text("The session has ended.").wait_for()
        fine(door, tab)


async def test_a_file_is_dropped(tmp_path: Path, browser: Any) -> None:
    async with opened(tmp_path, FILES) as door:
        tab = await open_tab(browser, door.entrance)
        await tab.see("Report")
        await tab.click("Table", below=1)
        await tab.page.locator("#upload").wait_for(state="visible")
        drop = """name => {
            const data = new DataTransfer();
            data.items.add(new File(["a,b"], name));
            const event = new DragEvent("drop", {dataTransfer: data, bubbles: true});
            document.querySelector("#upload").dispatchEvent(event);
        }"""
        await tab.page.evaluate(drop, "tool.exe")
        await tab.page.get_by_text("not of the types").wait_for()
        await tab.page.evaluate(drop, "dropped.csv")
        await tab.see("dropped.csv has 3 bytes")


async def test_links_open_in_a_tab(tmp_path: Path, browser: Any) -> None:
    async with opened(tmp_path, BOARD) as door:
        script = tmp_path / "app.py"
        docs = f"http://localhost:{door.port}/docs"
        script.write_text(script.read_text().replace("/docs", docs))
        tab = await open_tab(browser, door.entrance)
        await tab.see("Docs")
        async with browser.expect_page() as opening:
            await tab.click("Docs")
        page = await opening.value
        assert page.url in (docs, "about:blank")
        assert await page.evaluate("window.opener") is None


async def test_without_the_address_there_is_a_word_of_why(tmp_path: Path, browser: Any) -> None:
    async with opened(tmp_path, BOARD) as door:
        tab = await open_tab(browser, f"http://localhost:{door.port}/")
        await tab.page.get_by_text("open the address that the server printed").wait_for()
        tab = await open_tab(browser, f"http://localhost:{door.port}/#token=guess")
        await tab.page.get_by_text("This address has been used").wait_for()
        assert "guess" not in tab.page.url
        assert not door.server.viewers


async def test_a_line_that_is_lost_is_found_again(tmp_path: Path, browser: Any) -> None:
    async with opened(tmp_path, BOARD) as door:
        tab = await open_tab(browser, door.entrance)
        await tab.see("Hello nobody")
        await tab.page.keyboard.press("Tab")
        await tab.page.keyboard.type("Ada")
        await tab.page.keyboard.press("Enter")
        await tab.see("Hello Ada")
        tab.screen.reset()
        for line in tuple(door.door.lines):
            assert line._transport is not None
            line._transport.abort()
        await tab.see("Hello Ada")
        assert len(door.events("open")) == 1
        await tab.page.get_by_text("The line is lost").wait_for(state="hidden")


async def test_a_foreign_page_cannot_reach_the_app(tmp_path: Path, browser: Any) -> None:
    """It is of the same site but for the port, so the browser sends the cookie."""

    async def page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>")
        writer.close()

    foreign = await asyncio.start_server(page, "127.0.0.1", 0)
    async with foreign, opened(tmp_path, BOARD) as door:
        tab = await open_tab(browser, door.entrance)
        await tab.see("Hello nobody")
        evil = await browser.new_page()
        await evil.goto(f"http://localhost:{foreign.sockets[0].getsockname()[1]}/")
        said = await evil.evaluate(
            """address => new Promise(done => {
                const socket = new WebSocket(address);
                socket.onopen = () => done("open");
                socket.onerror = () => done("refused");
            })""",
            f"ws://localhost:{door.port}/_sttui/ws?at=/",
        )
        assert said == "refused"
        assert door.events("refused")[0]["why"] == "origin"
        assert len(door.events("open")) == 1
