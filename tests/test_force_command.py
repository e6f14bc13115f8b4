"""`ForceCommand sttui run app.py`: a real sshd, and OpenSSH's client in a terminal."""

from __future__ import annotations

import contextlib
import getpass
import os
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

ROOT = Path(__file__).parents[1]
SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
TOOLS = [shutil.which("ssh"), shutil.which("ssh-keygen")]
SEPARATION = Path("/run/sshd")

pytestmark = pytest.mark.skipif(
    SSHD is None or None in TOOLS, reason="there is no OpenSSH server and client here"
)

SCRIPT = """\
import os
import sttui as st

with open(os.path.join(os.path.dirname(__file__), "pid"), "w") as file:
    file.write(str(os.getpid()))
st.title("Far away")
name = st.text_input("Name", live="0ms")
st.text(f"Hello {name}!")
st.download_button("Take it", "data", "taken.txt")
"""


class Server:
    """An OpenSSH server of this user's own, for one key, whose every session is the app."""

    def __init__(self, folder: Path, *args: str) -> None:
        self.folder = folder
        self.key = folder / "key"
        for path in (folder / "host", self.key):
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True
            )
        (folder / "allowed").write_text((folder / "key.pub").read_text())
        (folder / "app.py").write_text(SCRIPT)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = " ".join([sys.executable, "-m", "sttui", "run", str(folder / "app.py"), *args])
        (folder / "config").write_text(
            f"Port {self.port}\n"
            "ListenAddress 127.0.0.1\n"
            f"HostKey {folder}/host\n"
            f"PidFile {folder}/sshd.pid\n"
            f"AuthorizedKeysFile {folder}/allowed\n"
            "StrictModes no\n"
            "UsePAM no\n"
            "PasswordAuthentication no\n"
            "KbdInteractiveAuthentication no\n"
            "PermitRootLogin prohibit-password\n"
            "DisableForwarding yes\n"
            "PermitUserRC no\n"
            "AcceptEnv COLORTERM\n"
            "Subsystem sftp internal-sftp\n"
            f"SetEnv XDG_CONFIG_HOME={folder} XDG_STATE_HOME={folder} PYTHONPATH={ROOT}\n"
            f"ForceCommand {command}\n"
        )
        self.log = folder / "sshd.log"
        assert SSHD is not None
        self.process = subprocess.Popen(
            [SSHD, "-D", "-E", str(self.log), "-f", str(folder / "config")]
        )
        end = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            if self.process.poll() is not None or time.monotonic() > end:
                pytest.skip(f"sshd does not start here: {self.log.read_text()}")
            time.sleep(0.02)

    def client(self, *args: str) -> list[str]:
        """Return what connects to it."""
        return [
            *("ssh", "-F", "none", "-p", str(self.port), "-i", str(self.key)),
            *("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"),
            *("-o", "IdentitiesOnly=yes", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes"),
            *args[:-1],
            f"{getpass.getuser()}@127.0.0.1",
            *args[-1:],
        ]

    @contextlib.contextmanager
    def connected(
        self, *args: str, size: tuple[int, int] = (100, 30), **env: str
    ) -> Iterator[Terminal]:
        """Use the app in a terminal of our own."""
        terminal = Terminal(self.client("-tt", *args, ""), size=size, env=env)
        try:
            yield terminal
        finally:
            terminal.close()

    def app_has_ended(self) -> bool:
        """Say whether the app's process is gone."""
        try:
            os.kill(int((self.folder / "pid").read_text()), 0)
        except ProcessLookupError:
            return True
        return False

    def close(self) -> None:
        """End the server."""
        self.process.terminate()
        self.process.wait()


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    made = os.geteuid() == 0 and not SEPARATION.exists()
    if made:
        # What sshd goes into where it needs nothing; distributions make it at boot.
        SEPARATION.mkdir(mode=0o755)
    server = Server(tmp_path, *getattr(request, "param", ()))
    try:
        yield server
    finally:
        server.close()
        if made:
            SEPARATION.rmdir()


def edge(terminal: Terminal) -> int:
    """Return where the first line ends, and so the app's right edge."""
    return len(terminal.screen.display[0].rstrip())


def test_the_app_is_used_over_ssh_in_the_clients_terminal(server: Server) -> None:
    with server.connected() as terminal:
        terminal.see("Hello !")
        assert 95 < edge(terminal) <= 100
        terminal.until(lambda: "Quit" in terminal.screen.display[29])
        # SSH sends TERM alone: 256 colours it is, and light or dark the terminal is asked for.
        assert b"\x1b]11;?" in terminal.output
        assert b"38;5;" in terminal.output
        assert b"38;2;" not in terminal.output
        terminal.press("tab")
        terminal.see("Apply")
        terminal.press("Ada")
        terminal.see("Hello Ada!")
        terminal.resize(60, 20)
        terminal.until(lambda: 55 < edge(terminal) <= 60)
        terminal.see("Hello Ada!")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
        assert b"\x1b[?1049l" in terminal.output
        assert server.app_has_ended()


def test_all_colours_where_the_client_says_so(server: Server) -> None:
    with server.connected("-o", "SendEnv=COLORTERM", COLORTERM="truecolor") as terminal:
        terminal.see("Hello !")
        assert b"38;2;" in terminal.output


def test_the_app_ends_with_the_line(server: Server) -> None:
    with server.connected() as terminal:
        terminal.see("Hello !")
        assert not server.app_has_ended()
        terminal.process.send_signal(signal.SIGKILL)
        end = time.monotonic() + 30
        while not server.app_has_ended():
            assert time.monotonic() < end
            time.sleep(0.02)


def test_without_a_terminal_the_page_is_text_whatever_was_asked_for(server: Server) -> None:
    done = subprocess.run(
        server.client("-T", "cat /etc/passwd; id"), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "Hello !" in done.stdout
    assert "root:" not in done.stdout
    assert "uid=" not in done.stdout


def test_no_other_command_is_run_in_a_terminal(server: Server) -> None:
    terminal = Terminal(server.client("-tt", "touch done-by-ssh; id"), size=(80, 24))
    try:
        terminal.see("Hello !")
        assert "uid=" not in terminal.text
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
    finally:
        terminal.close()


@pytest.mark.parametrize("server", [("--guest",)], indirect=True)
def test_a_guest_gets_nothing_onto_the_servers_disk(server: Server) -> None:
    with server.connected() as terminal:
        terminal.see("Take it")
        assert "Console" not in terminal.text
        terminal.press("tab", "tab")
        terminal.see("Save a file")
        terminal.press("enter")
        terminal.see("Files cannot be sent")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0


def test_nobody_without_the_key_comes_in(server: Server, tmp_path: Path) -> None:
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    server.key = other
    done = subprocess.run(server.client("-T", ""), capture_output=True, text=True, timeout=60)
    assert done.returncode == 255
    assert "Permission denied" in done.stderr
