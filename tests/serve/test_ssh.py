"""The SSH door, with a real OpenSSH client on a real terminal."""

from __future__ import annotations

import contextlib
import inspect
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal

pytest.importorskip("asyncssh")
pytestmark = pytest.mark.skipif(shutil.which("ssh") is None, reason="there is no OpenSSH client")

SCRIPT = """
import sttui as st
st.title("Board")
name = st.text_input("Your name")
who = st.user.get("name", "nobody")
st.write(f"Hello {name or who}; {st.query_params.to_dict()}")
"""
OTHER = 'import sttui as st\nst.write("The other app")'
TRUE = re.compile(rb"\x1b\[[0-9;]*[34]8;2;")


def key(folder: Path, name: str, comment: str = "") -> Path:
    path = folder / name
    run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment or name, "-f", str(path)])
    return path


def run(command: list[str], timeout: float = 30) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout
    )


class Served:
    """`sttui serve` as a process of its own."""

    def __init__(self, folder: Path, *args: str, target: str = "app.py") -> None:
        self.folder = folder
        self.log = folder / "audit.jsonl"
        command = [sys.executable, "-m", "sttui", "serve", target, "--ssh", "0", *args]
        home = folder / "home"
        home.mkdir(exist_ok=True)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "SSH_"))}
        with (folder / "errors").open("w") as errors:
            self.process = subprocess.Popen(
                [*command, "--log-file", str(self.log)],
                cwd=folder,
                env={**kept, "HOME": str(home), "TERM": "dumb", "NO_COLOR": "1"},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.banner = self._read_banner()
        found = re.search(r"port (\d+)", self.banner)
        assert found, self.banner + (folder / "errors").read_text()
        self.port = found[1]

    def _read_banner(self) -> str:
        assert self.process.stdout is not None
        text = ""
        while "Ctrl+C" not in text and (line := self.process.stdout.readline()):
            text += line
        return text

    def ssh(self, *args: str, name: str = "ada", secret: str | None = "ada") -> list[str]:
        """Return the command of a client that knows nothing but what is given here."""
        options = {
            "StrictHostKeyChecking": "accept-new",
            "UserKnownHostsFile": str(self.folder / "known"),
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "LogLevel": "ERROR",
            "SendEnv": "COLORTERM NO_COLOR EVIL",
        }
        settings = [part for item in options.items() for part in ("-o", "=".join(item))]
        identity = (
            ["-i", str(self.folder / secret)] if secret else ["-o", "PubkeyAuthentication=no"]
        )
        where = ["-p", self.port, *args[: 1 if args[:1] in (("-T",), ("-t",)) else 0]]
        rest = args[1:] if args[:1] in (("-T",), ("-t",)) else args
        return ["ssh", "-F", "none", *settings, *identity, *where, f"{name}@127.0.0.1", *rest]

    @contextlib.contextmanager
    def terminal(
        self,
        *args: str,
        name: str = "ada",
        secret: str | None = "ada",
        size: tuple[int, int] = (80, 24),
        **env: str,
    ) -> Iterator[Terminal]:
        terminal = Terminal(self.ssh(*args, name=name, secret=secret), size=size, env=env)
        try:
            yield terminal
        finally:
            terminal.close()

    def wait_for(self, event: str, count: int = 1) -> str:
        """Wait until something stands in the log; return the log."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            text = self.log.read_text()
            if text.count(f'"event":"{event}"') >= count:
                return text
            time.sleep(0.02)
        raise AssertionError(f"no {event} in:\n{text}")

    def close(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            if self.process.stdout is not None:
                self.process.stdout.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("served")
    (made / "app.py").write_text(inspect.cleandoc(SCRIPT))
    for name in ("ada", "bob", "eve"):
        key(made, name, f"{name}@laptop")
    keys = [(made / f"{name}.pub").read_text() for name in ("ada", "bob")]
    (made / "keys").write_text("# mine\n" + "".join(keys))
    return made


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    server = Served(folder, "--authorized-keys", "keys")
    yield server
    assert server.close() == 0
    assert (folder / "errors").read_text() == ""


# -- the screen


def test_somebody_types_resizes_and_leaves(served: Served) -> None:
    with served.terminal(COLORTERM="truecolor") as terminal:
        terminal.see("Hello ada; {}")
        terminal.press("tab", "Ada L", "enter")
        terminal.see("Hello Ada L")
        assert TRUE.search(terminal.output)
        terminal.resize(120, 30)
        terminal.until(lambda: terminal.text.splitlines()[0].rstrip().endswith("Menu"))
        terminal.see("Hello Ada L")
        terminal.press("escape", "\x1b[Z", "\x1b[Z")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
        terminal.drain()
        assert terminal.output.rstrip().endswith(b"\x1b[?1049l\x1b[?25h")


def test_two_terminals_of_different_kinds(served: Served) -> None:
    with (
        served.terminal(COLORTERM="truecolor") as one,
        served.terminal(name="bob", secret="bob", TERM="xterm", COLORTERM="") as two,
    ):
        one.see("Hello ada")
        two.see("Hello bob")
        one.press("tab", "One", "enter")
        two.press("tab", "Two", "enter")
        one.see("Hello One")
        two.see("Hello Two")
        assert TRUE.search(one.output)
        assert not TRUE.search(two.output)
        for terminal in (one, two):
            terminal.press("ctrl+q")
            terminal.wait()


def test_a_lost_line_is_taken_up_again(served: Served) -> None:
    with served.terminal() as terminal:
        terminal.see("Hello ada")
        terminal.press("tab", "half a na")
        terminal.see("half a na")
        before = served.log.read_text().count('"event":"detach"')
        # The laptop is closed.
        os.killpg(terminal.process.pid, signal.SIGKILL)
    served.wait_for("detach", before + 1)
    with served.terminal(size=(100, 30)) as terminal:
        terminal.see("half a na")
        terminal.press("me", "enter")
        terminal.see("Hello half a name")
        terminal.press("ctrl+q")
        terminal.wait()


def test_a_page_with_a_query(served: Served) -> None:
    with served.terminal("-t", "?x=1&y=two") as terminal:
        terminal.see("{'x': '1', 'y': 'two'}")
        terminal.press("ctrl+q")
        terminal.wait()


# -- without a terminal


def test_without_a_terminal_the_page_is_printed(served: Served) -> None:
    done = run(served.ssh("-T", "?x=1"))
    assert done.returncode == 0
    assert done.stdout.startswith("Board\n━━━━━")
    assert "Hello ada; {'x': '1'}" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_terminal_that_cannot_be_drawn_on_gets_the_page_as_text(served: Served) -> None:
    with served.terminal("-t", "?x=2", TERM="dumb") as terminal:
        assert terminal.wait() == 0
        terminal.drain()
        assert b"Hello ada; {'x': '2'}\r\n" in terminal.output
        assert b"\x1b" not in terminal.output


def test_a_page_that_is_not_there(served: Served) -> None:
    done = run(served.ssh("-T", "nowhere"))
    assert done.returncode == 2
    assert "There is no page 'nowhere'" in done.stdout


@pytest.mark.parametrize(
    "command",
    ["rm -rf /", "cat /etc/passwd", "$(id)", "../../etc/passwd", "`id`", "a;b", "scp -t .", "?a b"],
)
def test_no_command_is_run(served: Served, command: str) -> None:
    done = run(served.ssh("-T", command))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Only pages can be asked for" in done.stderr


# -- who may come in


def test_a_foreign_key_is_refused_and_written_down(served: Served) -> None:
    done = run(served.ssh("-T", secret="eve"))
    assert done.returncode == 255
    assert "Permission denied (publickey)" in done.stderr
    assert '"event":"refused"' in served.wait_for("refused")


def test_there_are_no_passwords(served: Served) -> None:
    done = run(served.ssh("-T", secret=None))
    assert done.returncode == 255
    assert "Permission denied (publickey)" in done.stderr


def test_the_log_says_who_came(served: Served) -> None:
    run(served.ssh("-T", name="bob", secret="bob"))
    log = served.log.read_text()
    fingerprint = run(["ssh-keygen", "-lf", str(served.folder / "bob.pub")]).stdout.split()[1]
    assert f'"user":"bob","key":"{fingerprint}","address":"127.0.0.1"' in log
    assert '"comment":"bob@laptop"' in log


def test_a_key_that_is_added_may_come_in_at_once(served: Served) -> None:
    key(served.folder, "new")
    assert run(served.ssh("-T", secret="new")).returncode == 255
    with (served.folder / "keys").open("a") as file:
        file.write((served.folder / "new.pub").read_text())
    assert run(served.ssh("-T", secret="new")).returncode == 0


def test_the_servers_key_is_its_own_and_stays(served: Served) -> None:
    path = served.folder / "home" / ".local" / "state" / "sttui" / "ssh_host_ed25519_key"
    assert path.stat().st_mode & 0o777 == 0o600
    fingerprint = run(["ssh-keygen", "-lf", str(path)]).stdout.split()[1]
    assert f"Host key   {fingerprint} (ED25519)" in served.banner


@pytest.mark.parametrize("what", [["-W"], ["-R", "0:127.0.0.1:22"]])
def test_nothing_is_forwarded(served: Served, what: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.settimeout(0.5)
        port = inside.getsockname()[1]
        command = served.ssh("-T")
        forward = [*what, "-N", "-o", "ExitOnForwardFailure=yes"]
        if what[0] == "-W":
            forward = ["-W", f"127.0.0.1:{port}"]
        done = run([*command[:-2], *forward, command[-1]])
        assert done.returncode == 255
        assert "administratively" in done.stderr or "forwarding failed" in done.stderr
        with pytest.raises(TimeoutError):
            inside.accept()


def test_there_is_no_file_transfer(served: Served) -> None:
    done = run(served.ssh("-T", "-s", "sftp"))
    assert done.returncode != 0
    assert "subsystem request failed" in done.stderr


def test_a_stranger_who_says_nothing_harms_nobody(served: Served) -> None:
    idle = [socket.create_connection(("127.0.0.1", int(served.port))) for _ in range(10)]
    try:
        idle[0].sendall(b"\xff" * 1000)
        idle[1].sendall(b"SSH-2.0-x\r\n" + b"\x00\x00\xff\xff" * 50)
        assert run(served.ssh("-T")).returncode == 0
    finally:
        for one in idle:
            one.close()


def test_strangers_cannot_fill_the_waiting_room(served: Served) -> None:
    idle = [socket.create_connection(("127.0.0.1", int(served.port))) for _ in range(20)]
    try:
        served.wait_for("busy")
        # Those of one address have a quarter of it; the rest is hung up on at once.
        idle[-1].settimeout(10)
        with contextlib.suppress(ConnectionResetError):
            assert idle[-1].recv(4096) == b""
    finally:
        for one in idle:
            one.close()


# -- other ways to serve


def test_public_lets_everybody_in_with_a_key_or_none(folder: Path) -> None:
    server = Served(folder, "--public")
    try:
        assert "EVERYBODY" in server.banner
        # Whoever shows a key that stands in no list has not logged in.
        with server.terminal(secret="eve", name="eve") as terminal:
            terminal.see("Hello nobody")
        with server.terminal(secret=None, name="who") as terminal:
            terminal.see("Hello nobody")
    finally:
        server.close()


def test_certificates_of_a_trusted_key_may_come_in(folder: Path) -> None:
    ca, guest = key(folder, "ca"), key(folder, "guest")
    sign = ["ssh-keygen", "-q", "-s", str(ca), "-I", "guest", "-n", "carl", "-V", "+1h"]
    run([*sign, str(guest) + ".pub"])
    server = Served(folder, "--ca-keys", "ca.pub")
    try:
        assert run(server.ssh("-T", name="carl", secret="guest")).returncode == 0
        assert run(server.ssh("-T", name="eve", secret="guest")).returncode == 255
        assert run(server.ssh("-T", name="carl", secret="eve")).returncode == 255
    finally:
        server.close()


def test_several_apps_by_name_or_by_choice(folder: Path) -> None:
    place = folder / "several"
    place.mkdir()
    (place / "board.py").write_text(inspect.cleandoc(SCRIPT))
    (place / "other.py").write_text(OTHER)
    (place / "_part.py").write_text("")
    server = Served(folder, "--authorized-keys", "keys", target="several")
    try:
        assert "Serving board, other" in server.banner
        with server.terminal(name="other") as terminal:
            terminal.see("The other app")
        with server.terminal() as terminal:
            terminal.see("Which app?")
            terminal.press("down", "enter")
            terminal.see("The other app")
        with server.terminal() as terminal:
            terminal.see("Which app?")
            terminal.press("q")
            assert terminal.wait() == 0
        assert "The other app" in run(server.ssh("-T", "other")).stdout
        listed = run(server.ssh("-T"))
        assert listed.returncode == 1
        assert "board, other" in listed.stderr
    finally:
        server.close()


def test_stopping_tells_everybody_and_gives_terminals_back(folder: Path) -> None:
    server = Served(folder, "--authorized-keys", "keys")
    with server.terminal() as terminal:
        terminal.see("Hello ada")
        assert server.close() == 0
        terminal.wait()
        terminal.drain()
        assert b"\x1b[?1049l\x1b[?25h" in terminal.output
    assert '"event":"drain"' in server.log.read_text()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["app.py"], "--ssh 2222"),
        (["nowhere.py", "--ssh", "0"], "there is no file"),
        (["app.py", "--ssh", "0"], "authorized_keys"),
        (["app.py", "--ssh", "0", "--authorized-keys", "empty"], "there is no key in"),
        (["app.py", "--ssh", "0", "--public", "--host-key", "open"], "chmod 600"),
        (["app.py", "--ssh", "0", "--public", "--host-key", "rubbish"], "holds no key"),
        (["apps.toml", "--ssh", "0"], "names no apps"),
    ],
)
def test_what_cannot_be_served_is_said_in_a_line(folder: Path, args: list[str], words: str) -> None:
    (folder / "empty").touch()
    (folder / "apps.toml").touch()
    (folder / "open").touch(0o644)
    (folder / "rubbish").touch(0o600)
    (folder / "nobody").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "sttui", "serve", *args],
        cwd=folder,
        env={**os.environ, "HOME": str(folder / "nobody")},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
