"""The `sttui` command. Each subcommand imports what it needs itself, so that all start quickly."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from sttui.version import STREAMLIT_VERSION, VERSION

FORMATS = ("text", "ansi", "svg", "html", "json", "png")
SMALLEST = (20, 5)
"""Columns and rows below which no page can be shown."""

_FLAGS = "sttui.flags"
_SCRIPT_ARGS = "sttui.script_args"


class Refusal(click.ClickException):
    """A mistake of the user's: one line, exit code 2."""

    exit_code = 2


class OneLine(click.Group):
    """A group that tells each mistake in one line, which says what to do."""

    def main(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line and leave the process with its exit code."""
        try:
            code = super().main(args, prog_name, standalone_mode=False, **extra)
        except click.Abort:
            click.echo("Stopped.", err=True)
            code = 130
        except click.ClickException as error:
            click.echo(f"sttui: {_one_line(error)}", err=True)
            code = Refusal.exit_code
        if not standalone_mode:
            return code
        sys.exit(code if isinstance(code, int) else 0)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand, or say that `run` was forgotten."""
        name = args[0]
        if name.endswith(".py") or (name not in self.commands and Path(name).is_dir()):
            raise Refusal(f"there is no command {name}; to run it: sttui run {name}")
        return super().resolve_command(ctx, args)


def _one_line(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split())
    if isinstance(error, click.UsageError) and error.ctx and "?" not in message:
        message += f" (see {error.ctx.command_path} --help)"
    return message


class ScriptCommand(click.Command):
    """A command that takes every config option as a flag, and the script's arguments."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take out what is not click's: `--section.option` flags, and all after `--`."""
        end = args.index("--") if "--" in args else len(args)
        ctx.meta[_SCRIPT_ARGS] = args[end + 1 :]
        ctx.meta[_FLAGS], rest = take_flags(args[:end])
        return super().parse_args(ctx, rest)


def take_flags(args: Sequence[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """Split `--section.option value` and `--section.option=value` from other arguments.

    A flag for true or false needs no value.
    """
    from sttui.core.options import OPTIONS

    flags, rest = [], []
    left = list(args)
    while left:
        word = left.pop(0)
        name, equals, value = word[2:].partition("=")
        if not word.startswith("--") or "." not in name:
            rest.append(word)
            continue
        if not equals:
            option = OPTIONS.get(name)
            if option and option.kind == "bool" and not (left and _is_bool(left[0])):
                value = "true"
            elif left:
                value = left.pop(0)
            else:
                raise Refusal(f"--{name} needs a value: --{name} VALUE.")
        flags.append((name, value))
    return flags, rest


def _is_bool(word: str) -> bool:
    return word.lower() in ("true", "false", "yes", "no", "on", "off", "1", "0")


def _page_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that `run` and `hello` share."""
    options = (
        click.option("--page", metavar="NAME", help="The page to begin with: title, file or path."),
        click.option("--query", metavar="QUERY", default="", help="Query parameters: x=1&y=2."),
        click.option("--once", is_flag=True, help="Run once, print the page and leave."),
        click.option(
            "--format",
            type=click.Choice(FORMATS),
            help="What --once prints.  [default: text]",
        ),
        click.option(
            "--width",
            type=click.IntRange(20, 1000),
            help="Columns that --once prints.  [default: the terminal's, or 80]",
        ),
        click.option(
            "--log-file",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write what the script prints and logs to this file too.",
        ),
        click.option(
            "--record",
            metavar="FILE.cast",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Film the terminal, for asciinema's players.",
        ),
        click.option("--guest", is_flag=True, help="Keep the viewer from files on this machine."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message=f"sttui {VERSION} (Streamlit API {STREAMLIT_VERSION})")
def main() -> None:
    """Run Streamlit scripts in the terminal."""


@main.command(
    cls=ScriptCommand, epilog="All options of `sttui config show` can be given: --section.option."
)
@click.argument("target", required=False)
@click.argument("args", nargs=-1)
@click.option("-y", "--yes", is_flag=True, help="Run a script from the web without asking.")
@_page_options
@click.pass_context
def run(
    ctx: click.Context, /, target: str | None, args: tuple[str, ...], yes: bool, **page: Any
) -> int:
    """Run a script: a file, a folder with an app in it, or a URL.

    Without TARGET the current folder is meant. ARGS, and all after `--`, go to the script.
    """
    from sttui.target import TargetError, is_url, resolve

    argv = [*args, *ctx.meta[_SCRIPT_ARGS]]
    try:
        if target and is_url(target):
            return _run_url(ctx, target, yes, argv, page)
        script, query = resolve(target)
    except TargetError as error:
        raise Refusal(str(error)) from None
    page["query"] = page["query"] or query
    return _start(ctx, script, argv, page)


@main.command(cls=ScriptCommand)
@_page_options
@click.pass_context
def hello(ctx: click.Context, /, **page: Any) -> int:
    """Show what sttui can do."""
    from sttui.target import TargetError
    from sttui.target import hello as demo

    try:
        return _start(ctx, demo(), ctx.meta[_SCRIPT_ARGS], page)
    except TargetError as error:
        raise Refusal(str(error)) from None


@main.command(cls=ScriptCommand, epilog="All options of `sttui config show` can be given.")
@click.argument("target", required=False)
@click.option("--ssh", type=click.IntRange(0, 65535), metavar="PORT", help="Listen for SSH here.")
@click.option(
    "--web", type=click.IntRange(0, 65535), metavar="PORT", help="Listen for browsers here."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--public", is_flag=True, help="Let everybody in, with any key or none.")
@click.option(
    "--authorized-keys",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Who may come in.  [default: your own ~/.ssh/authorized_keys]",
)
@click.option(
    "--ca-keys",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Let those in who have a certificate of these keys.",
)
@click.option(
    "--host-key",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The server's own key; it is made the first time.",
)
@click.option(
    "--log-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write who comes and goes to this file.  [default: stderr]",
)
@click.option("--sessions", type=click.IntRange(1), metavar="N", help="Most sessions.  [500]")
@click.option("--per-user", type=click.IntRange(1), metavar="N", help="Most of a user.  [10]")
@click.option("--per-address", type=click.IntRange(1), metavar="N", help="From a place.  [50]")
@click.pass_context
def serve(ctx: click.Context, /, target: str | None, **how: Any) -> int:
    """Serve apps over SSH and to browsers.

    TARGET is a script, a folder of scripts, or a TOML file with the table `apps`.
    """
    from sttui.serve.command import ServeError, apps_of
    from sttui.serve.command import serve as start

    if how["ssh"] is None and how["web"] is None:
        raise Refusal("say which port to listen on: --ssh 2222, or --web 8501 for browsers.")
    try:
        _load_config(next(iter(apps_of(target).values())), ctx.meta[_FLAGS])
        return start(target, argv=tuple(ctx.meta[_SCRIPT_ARGS]), **how)
    except ServeError as error:
        raise Refusal(str(error)) from None


@main.command()
def version() -> None:
    """Print the version."""
    click.echo(f"sttui {VERSION} (Streamlit API {STREAMLIT_VERSION})")


@main.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--component", is_flag=True, help="Make a component that can be installed.")
def init(folder: Path, component: bool) -> None:
    """Make a small project: an app with a page, options, secrets and a test."""
    import shlex

    from sttui.scaffold import ScaffoldError, make

    try:
        files = make(folder, component=component)
    except ScaffoldError as error:
        raise Refusal(str(error)) from None
    for file in files:
        click.echo(f"  {file}")
    place = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    then = "pip install -e . && sttui run example.py" if component else "sttui run"
    click.echo(f"Made {len(files)} files. Go on with: {place}{then}")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(as_json: bool) -> None:
    """Tell what this terminal can show, and which versions are installed."""
    from sttui.doctor import examine

    report = examine()
    click.echo(report.to_json() if as_json else report.to_text())


@main.group()
def config() -> None:
    """Look at the config options."""


@config.command(cls=ScriptCommand)
@click.pass_context
def show(ctx: click.Context) -> None:
    """List all options with their values, in the form of a config file."""
    from sttui.core.config import current

    _load_config(None, ctx.meta[_FLAGS])
    click.echo(current.to_toml())


@main.group()
def cache() -> None:
    """See or clear the results that outlive their process."""


@cache.command("show", cls=ScriptCommand)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def show_cache(ctx: click.Context, /, as_json: bool) -> None:
    """List what is kept on disk, and in the Redis of `cache.url`."""
    from sttui.kept import KeptError, show

    _load_config(None, ctx.meta[_FLAGS])
    try:
        click.echo(show(as_json))
    except KeptError as error:
        raise Refusal(str(error)) from None


@cache.command("clear", cls=ScriptCommand)
@click.argument("function", required=False)
@click.pass_context
def clear_cache(ctx: click.Context, /, function: str | None) -> None:
    """Forget all that is kept, or what is of one FUNCTION."""
    from sttui.kept import KeptError, clear

    _load_config(None, ctx.meta[_FLAGS])
    try:
        click.echo(clear(function))
    except KeptError as error:
        raise Refusal(str(error)) from None


def _run_url(ctx: click.Context, url: str, yes: bool, argv: list[str], page: dict[str, Any]) -> int:
    import tempfile

    from sttui.target import fetch, shown

    download = fetch(url)
    lines = download.data.count(b"\n") + 1
    click.echo("A script from the web runs as you, and may do all that you may do.", err=True)
    click.echo(f"  from     {shown(download.url)}", err=True)
    click.echo(f"  size     {len(download.data):,} bytes, {lines:,} lines", err=True)
    click.echo(f"  SHA-256  {download.sha256}", err=True)
    if not yes:
        if not somebody_is_here():
            raise Refusal("nobody is here to ask whether to run it; look at it, then add --yes.")
        if not click.confirm("Run it?", err=True):
            raise click.Abort
    with tempfile.TemporaryDirectory(prefix="sttui-") as folder:
        return _start(ctx, download.save(Path(folder)), argv, page)


def _start(ctx: click.Context, script: Path, argv: list[str], page: dict[str, Any]) -> int:
    _load_config(script, ctx.meta[_FLAGS])
    if page["page"] is not None:
        from sttui.core.pages import problem_with

        if problem := problem_with(script, page["page"]):
            raise Refusal(problem)
    once = page["once"] or page["format"] or page["width"] or not _is_interactive()
    return _print_page(script, argv, page) if once else _show_page(script, argv, page)


def _print_page(script: Path, argv: list[str], page: dict[str, Any]) -> int:
    import shutil

    from sttui.errors import Error
    from sttui.ui.export import run_once

    if page["record"]:
        raise Refusal("--record films a terminal, and here the page is only printed.")
    if page["format"] == "png":
        from sttui.ui.png import problem

        if sys.stdout.isatty():
            raise Refusal("a PNG is nothing for a terminal; send it to a file: > page.png")
        if lacking := problem():
            raise Refusal(lacking)
    # Under cron the output may be plain ASCII, and a page is drawn with more than that.
    if (reconfigure := getattr(sys.stdout, "reconfigure", None)) is not None:
        reconfigure(errors="replace")
    width = page["width"] or shutil.get_terminal_size((80, 24)).columns
    try:
        return run_once(
            script,
            argv=argv,
            query=page["query"],
            page=page["page"],
            width=width,
            format=page["format"] or "text",
            out=sys.stdout,
            log_file=page["log_file"],
        )
    except Error as error:
        raise Refusal(str(error)) from None


def _show_page(script: Path, argv: list[str], page: dict[str, Any]) -> int:
    relayed = _is_relayed()
    if not relayed:
        _check_size()
    if page["record"] and page["record"].exists():
        raise Refusal(f"{page['record']} exists; a recording is never written over another file.")
    import gc

    # Nothing of what is imported now is garbage; looking for some would take a tenth of the
    # time until the page is there. It begins once it is.
    gc.disable()
    from sttui.ui import background

    # The terminal answers while all the rest is imported.
    question = None if relayed else background.ask()
    try:
        return _show_in_terminal(script, argv, page, question, relayed)
    finally:
        if question is not None:
            question.withdraw()


def _check_size() -> None:
    import os

    # The terminal itself is asked: COLUMNS and LINES may be left from elsewhere.
    size = os.get_terminal_size(sys.stdout.fileno())
    if size.columns < SMALLEST[0] or size.lines < SMALLEST[1]:
        raise Refusal(
            f"the terminal has {size.columns} columns and {size.lines} rows, and {SMALLEST[0]} by "
            f"{SMALLEST[1]} are needed; make it larger, or print the page with --once."
        )


def _show_in_terminal(
    script: Path, argv: list[str], page: dict[str, Any], question: Any, relayed: bool
) -> int:
    from sttui.ui.launch import run_terminal

    return run_terminal(
        script,
        argv=argv,
        query=page["query"],
        page=page["page"],
        log_file=page["log_file"],
        record=page["record"],
        question=question,
        relayed=relayed,
        guest=page["guest"],
    )


def somebody_is_here() -> bool:
    """Whether a question would be answered."""
    return sys.stdin.isatty()


def _is_interactive() -> bool:
    import os

    if _is_relayed():
        return True
    return somebody_is_here() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _is_relayed() -> bool:
    """Whether textual-serve or textual-web started this: they speak in packets, not in keys."""
    import os

    return os.environ.get("TEXTUAL_DRIVER") == "textual.drivers.web_driver:WebDriver"


def _load_config(script: Path | None, flags: list[tuple[str, str]]) -> None:
    from sttui.core.config import current
    from sttui.core.options import ConfigError

    try:
        current.load(script, flags)
    except ConfigError as error:
        raise Refusal(str(error)) from None
    for warning in current.warnings:
        click.echo(f"sttui: {warning}", err=True)


if __name__ == "__main__":
    main()
