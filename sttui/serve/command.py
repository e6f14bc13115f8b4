"""`sttui serve`: finds the apps, opens the doors, says what to type, and ends in order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sttui.core import console
from sttui.errors import Error
from sttui.target import APP_NAMES, TargetError, resolve

if TYPE_CHECKING:
    import asyncssh

    from sttui.serve.keys import Keys
    from sttui.serve.server import Server


class ServeError(Error):
    """What keeps a server from starting, told in one line with what to do."""


class Door(Protocol):
    """A way in that is open."""

    async def close(self) -> None:
        """Let nobody in any more, and hang up."""


Opening = Callable[["Server"], Awaitable[tuple[Door, list[str]]]]
"""Opens a door; returns it, with what to say of it."""


def serve(
    target: str | None,
    *,
    ssh: int | None = None,
    web: int | None = None,
    host: str,
    public: bool = False,
    authorized_keys: Sequence[Path] = (),
    ca_keys: Sequence[Path] = (),
    host_key: Path | None = None,
    log_file: Path | None = None,
    argv: tuple[str, ...] = (),
    **limits: int | None,
) -> int:
    """Serve apps until the process is told to end; return the exit code.

    Args:
        target: A script, a folder of them, or a TOML file with the table `apps`.
        ssh: The port of the SSH door; 0 for any that is free, None for no such door.
        web: The same of the door for browsers.
        host: The address to listen on.
        public: Whether everybody may come in.
        authorized_keys: Files with the keys that may come in; by default the user's own.
        ca_keys: Files with keys whose certificates may come in.
        host_key: The file of the server's key.
        log_file: Where the audit log is appended to; stderr by default.
        argv: What stands in the scripts' `sys.argv` after their path.
        limits: How many sessions there may be: `sessions`, `per_user`, `per_address`.

    Raises:
        ServeError: It cannot start.
    """
    from sttui.serve.server import App, Log, Server, limits_from_config

    ways: list[Opening] = []
    scripts = apps_of(target)
    if ssh is not None:
        files = tuple(authorized_keys), tuple(ca_keys)
        ways.append(_ssh_way(host, ssh, *files, host_key, public=public))
    if web is not None:
        ways.append(_web_way(host, web, public=public))
    out = log_file.open("a", encoding="utf-8") if log_file is not None else None
    try:
        server = Server(
            [App(name, path) for name, path in scripts.items()],
            limits=limits_from_config(**limits),
            log=Log(out),
            argv=argv,
        )
        return asyncio.run(_run(server, ways))
    finally:
        console.uninstall()
        if out is not None:
            out.close()


async def _run(server: Server, ways: list[Opening]) -> int:
    from sttui.serve.server import Watchdog

    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    lines: list[str] = []
    async with contextlib.AsyncExitStack() as stack:
        for way in ways:
            door, said = await way(server)
            stack.push_async_callback(door.close)
            lines += said
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, told.set)
        watchdog = Watchdog(loop, server.log)
        watchdog.start()
        stack.callback(watchdog.stop)
        server.get_ready()
        print("\n".join([*lines, "  Ctrl+C stops it."]), file=sys.__stdout__, flush=True)
        await told.wait()
        told.clear()
        # Whoever asks twice does not want to wait.
        draining = asyncio.ensure_future(server.drain())
        again = asyncio.ensure_future(told.wait())
        await asyncio.wait({draining, again}, return_when=asyncio.FIRST_COMPLETED)
        again.cancel()
    return 0


def _ssh_way(
    host: str,
    port: int,
    authorized: tuple[Path, ...],
    authorities: tuple[Path, ...],
    host_key: Path | None,
    *,
    public: bool,
) -> Opening:
    try:
        import asyncssh  # noqa: F401
    except ImportError:
        raise ServeError(
            'serving over SSH needs asyncssh: pip install "sttui-framework[ssh]"'
        ) from None
    from sttui.serve import keys as keys_module

    own = () if authorities else (keys_module.own_keys(),)
    allowed = keys_module.Keys(authorized or own, authorities, public=public)
    try:
        allowed.check()
        key = keys_module.host_key(host_key)
    except keys_module.KeysError as error:
        raise ServeError(str(error)) from None

    async def open_door(server: Server) -> tuple[Door, list[str]]:
        from sttui.serve.ssh import SshDoor

        door = SshDoor(server, allowed, key)
        try:
            got = await door.open(host, port)
        except OSError as error:
            where = f"port {port} of {host}"
            raise ServeError(f"{where} cannot be used: {error.strerror}; try another") from None
        return door, _banner(list(server.apps), allowed, key, host, got)

    return open_door


def _banner(
    names: list[str], allowed: Keys, key: asyncssh.SSHKey, host: str, port: int
) -> list[str]:
    from sttui.serve.keys import user_name

    where = "localhost" if host in ("127.0.0.1", "::1", "localhost") else host
    user = user_name() if len(names) == 1 else names[0]
    lines = [
        f"Serving {', '.join(names)} over SSH on {host}, port {port}.",
        f"  Type       ssh -p {port} {user}@{where}",
        f"  Host key   {key.get_fingerprint()} (ED25519)",
    ]
    if allowed.public:
        lines.append("  Entrance   EVERYBODY who reaches this port may use the app, with any key")
    else:
        files = ", ".join(map(str, (*allowed.files, *allowed.ca_files)))
        lines.append(f"  Entrance   the keys in {files}")
    return lines


def _web_way(host: str, port: int, *, public: bool) -> Opening:
    try:
        import aiohttp  # noqa: F401
        import textual_serve  # noqa: F401
    except ImportError:
        raise ServeError(
            "serving to browsers needs aiohttp and textual-serve: "
            'pip install "sttui-framework[web]"'
        ) from None

    async def open_door(server: Server) -> tuple[Door, list[str]]:
        from sttui.serve.web import WebError
        from sttui.serve.web_start import start

        try:
            return await start(server, host, port, public=public)
        except WebError as error:
            raise ServeError(str(error)) from None

    return open_door


def apps_of(target: str | None) -> dict[str, Path]:
    """Return the scripts that are meant, by their names.

    Raises:
        ServeError: There are none.
    """
    path = Path(target or ".").expanduser()
    if path.suffix == ".toml":
        return _listed(path)
    if path.is_dir() and not any((path / name).is_file() for name in APP_NAMES):
        found = {one.stem: one.absolute() for one in sorted(path.glob("[!_.]*.py"))}
        for folder in sorted(path.glob("[!_.]*/")):
            main = next((folder / name for name in APP_NAMES if (folder / name).is_file()), None)
            if main is not None:
                found.setdefault(folder.name, main.absolute())
        if not found:
            raise ServeError(f"there is no app in {path}; a script's name ends in .py")
        return found
    try:
        script, _ = resolve(target)
    except TargetError as error:
        raise ServeError(str(error)) from None
    name = script.parent.name if script.name in APP_NAMES else script.stem
    return {name or "app": script}


def _listed(path: Path) -> dict[str, Path]:
    import tomllib

    try:
        apps = tomllib.loads(path.read_text("utf-8")).get("apps")
    except OSError as error:
        raise ServeError(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ServeError(f"{path} is not TOML: {error}") from None
    if not isinstance(apps, dict) or not apps:
        raise ServeError(f'{path} names no apps; write [apps] and lines such as sales = "sales.py"')
    found = {}
    for name, place in apps.items():
        script = path.parent / str(place)
        if not script.is_file():
            raise ServeError(f"{path} names {place}, and there is no such file")
        found[name] = script.absolute()
    return found
