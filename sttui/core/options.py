"""Every option sttui knows: Streamlit's own, by Streamlit's names, and a few of ours.

One table serves the command line, the environment, the config files and `get_option`.
An option of a web server is kept here too, so that a project's config.toml stays valid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from sttui.errors import Error


class ConfigError(Error):
    """An option that does not exist or a value that does not fit, told in one line."""


class Option(NamedTuple):
    """One row of the table."""

    name: str
    kind: str
    default: object
    help: str
    choices: tuple[object, ...] = ()
    scriptable: bool = False
    """Whether a script may change it with `st.set_option`."""


_YES = frozenset({"true", "yes", "on", "y", "t", "1"})
_NO = frozenset({"false", "no", "off", "n", "f", "0"})

_TABLE = (
    # sttui's own
    Option("sttui.streamlitAlias", "bool", True, "Let a script's `import streamlit` mean sttui."),
    Option(
        "sttui.images",
        "str",
        "auto",
        "How pictures are drawn: real pixels where the terminal is known to have them, half "
        "blocks, or not at all.",
        ("auto", "blocks", "kitty", "none"),
    ),
    Option("sttui.reducedMotion", "bool", False, "Nothing spins, floats or scrolls smoothly."),
    Option(
        "sttui.keymap",
        "str",
        "default",
        "Keys to move by, besides the arrows.",
        ("default", "vim", "emacs"),
    ),
    Option("sttui.keys", "dict", None, 'Keys of your own by action: { rerun = "f5", quit = "x" }.'),
    # How a script runs
    Option("runner.magicEnabled", "bool", True, "Write bare expressions to the page."),
    Option("runner.postScriptGC", "bool", True, "Collect garbage after each run."),
    Option("runner.fastReruns", "bool", True, "Stop a run as soon as a newer one is asked for."),
    Option(
        "runner.enforceSerializableSessionState",
        "bool",
        False,
        "Raise if the session state holds what cannot be pickled.",
    ),
    Option(
        "runner.enumCoercion",
        "str",
        "nameOnly",
        "Which members of a redefined Enum still count as the same choice.",
        ("off", "nameOnly", "nameAndValue"),
    ),
    Option("runner.parallelMaxWorkers", "int", None, "Most threads for parallel fragments."),
    Option("runner.cacheBackgroundRefreshMaxWorkers", "int", 4, "Most threads that renew caches."),
    Option(
        "runner.cacheBackgroundRefreshTTLMultiplier",
        "float",
        2.0,
        "How many times its ttl a cached value may be served while it is renewed.",
    ),
    Option("runner.connectionDefaultTTL", "float", None, "Seconds that a connection is kept."),
    Option("runner.cacheHashSeed", "int", 0, "Seed for the sample by which large data is hashed."),
    Option("magic.displayRootDocString", "bool", False, "Write the script's docstring too."),
    Option(
        "magic.displayLastExprIfNoSemicolon",
        "bool",
        False,
        "Write the script's last expression even if it is a call.",
    ),
    # Where caches outlive the process
    Option(
        "cache.url",
        "str",
        None,
        "A Redis or Valkey that keeps what cache_data caches, for many servers: `redis://...`.",
    ),
    Option("cache.folder", "str", None, "Folder for `persist`; unset means the user's own."),
    Option("cache.maxSize", "any", "5gb", "Most disk space for `persist`, as in `500mb`."),
    Option(
        "cache.key",
        "str",
        None,
        "Signs what is cached; servers with the same key can read each other's results.",
    ),
    # What a viewer sees
    Option(
        "client.showErrorDetails",
        "str",
        "full",
        "How much of an uncaught exception the page shows.",
        ("full", "stacktrace", "type", "none", True, False),
        True,
    ),
    Option(
        "client.toolbarMode",
        "str",
        "auto",
        "Which items the menu holds.",
        ("auto", "developer", "viewer", "minimal"),
        True,
    ),
    Option("client.disableDataExport", "bool", False, "Offer no export of tables.", (), True),
    Option(
        "client.showSidebarNavigation", "bool", True, "List the pages in the sidebar.", (), True
    ),
    Option(
        "client.showErrorLinks",
        "str",
        "auto",
        "Whether an error offers links for help.",
        ("auto", True, False),
    ),
    Option("client.allowedOrigins", "list", (), "Pages that may frame the app (browser only)."),
    Option("ui.hideTopBar", "bool", False, "Show no header."),
    # Watching and limits
    Option("server.runOnSave", "bool", False, "Rerun at once when the source changes."),
    Option("server.allowRunOnSave", "bool", True, "Offer `Always rerun` when the source changes."),
    Option(
        "server.fileWatcherType",
        "str",
        "auto",
        "How source changes are noticed.",
        ("auto", "watchdog", "poll", "none"),
    ),
    Option("server.folderWatchList", "list", (), "More folders to watch."),
    Option("server.folderWatchBlacklist", "list", (), "Folders not to watch."),
    Option("server.maxUploadSize", "int", 200, "Largest file for file_uploader, in megabytes."),
    Option("server.maxMessageSize", "int", 200, "Largest message to a viewer, in megabytes."),
    Option("server.maxWidgetStateSize", "int", 25, "Most widget state in one run, in megabytes."),
    Option("server.maxCacheDataSize", "any", None, "Most memory for cache_data, as in `500mb`."),
    Option("server.disconnectedSessionTTL", "int", 120, "Seconds a left session is kept."),
    Option("server.enableExpensiveMemoryStats", "bool", False, "Measure memory by a full walk."),
    # Serving
    Option("server.headless", "bool", True, "Open no browser at start."),
    Option("server.showEmailPrompt", "bool", True, "Unused: sttui never asks for an address."),
    Option("server.address", "str", None, "Address to listen on."),
    Option("server.port", "int", 8501, "Port to listen on."),
    Option("server.baseUrlPath", "str", "", "Path under which the app is served."),
    Option("server.customComponentBaseUrlPath", "str", "", "Path of custom components."),
    Option("server.scriptHealthCheckEnabled", "bool", False, "Answer health checks by a run."),
    Option("server.enableCORS", "bool", True, "Guard against requests from other origins."),
    Option("server.corsAllowedOrigins", "list", (), "Origins that may connect all the same."),
    Option("server.allowedHosts", "list", (), "Host names under which the app may be reached."),
    Option("server.enableXsrfProtection", "bool", True, "Guard against forged requests."),
    Option(
        "server.xsrfCookieSameSite",
        "str",
        "lax",
        "SameSite mark of the cookie against forged requests.",
        ("lax", "strict", "none"),
    ),
    Option("server.cookieSecret", "str", None, "Key that signs cookies."),
    Option("server.enableWebsocketCompression", "bool", False, "Compress what goes to browsers."),
    Option("server.websocketPingInterval", "int", None, "Seconds between signs of life."),
    Option("server.enableStaticServing", "bool", False, "Serve the folder `static`."),
    Option("server.sslCertFile", "str", None, "Certificate for https."),
    Option("server.sslKeyFile", "str", None, "Key for https."),
    Option("server.trustedUserHeaders", "dict", None, "Request headers that make up st.user."),
    Option("server.unsafeMetricsUserAttributes", "list", (), "Parts of st.user in the metrics."),
    Option("server.enableAgentApi", "bool", False, "Let agents use the app over HTTP."),
    Option("server.agentWaitTimeout", "int", 30, "Seconds an agent's request waits for a run."),
    Option("server.agentSessionTTL", "int", 900, "Seconds an idle agent session is kept."),
    Option("server.agentMaxSessions", "int", 100, "Most agent sessions at once."),
    Option("server.agentPreviewRows", "int", 100, "Most rows in an answer to an agent."),
    Option("browser.serverAddress", "str", "localhost", "Address under which viewers come."),
    Option("browser.serverPort", "int", 8501, "Port under which viewers come."),
    Option("browser.gatherUsageStats", "bool", False, "Unused: sttui sends no statistics."),
    # Logging, secrets, the rest
    Option(
        "logger.level",
        "str",
        "info",
        "Least severe log record that is kept.",
        ("error", "warning", "info", "debug"),
    ),
    Option("logger.messageFormat", "str", "%(asctime)s %(message)s", "Form of a log record."),
    Option("logger.enableRich", "bool", False, "Colour exceptions in the log.", (), True),
    Option("logger.hideWelcomeMessage", "bool", False, "Print nothing at start."),
    Option("secrets.files", "list", None, "Where secrets are read; unset means the usual places."),
    Option(
        "global.disableWidgetStateDuplicationWarning",
        "bool",
        False,
        "Do not warn where a widget has a default and a value in session state.",
    ),
    Option(
        "global.showWarningOnDirectExecution",
        "bool",
        True,
        "Warn when a script is started with plain python.",
    ),
    Option("global.developmentMode", "bool", False, "For the development of Streamlit."),
    Option("global.e2eTest", "bool", False, "For the development of Streamlit."),
    Option("global.unitTest", "bool", False, "For the development of Streamlit."),
    Option("global.appTest", "bool", False, "Set while AppTest runs a script."),
    Option("global.suppressDeprecationWarnings", "bool", False, "Show no deprecation warnings."),
    Option("global.minCachedMessageSize", "float", 10000.0, "For Streamlit's web client."),
    Option("global.maxCachedMessageAge", "int", 2, "For Streamlit's web client."),
)

_HUES = ("red", "orange", "yellow", "blue", "green", "violet", "gray")

# Only [theme] itself holds these; every other row of a theme may differ by section.
_THEME_ROOT = (
    Option("base", "str", None, "`light`, `dark`, or a file or https address with a theme."),
    Option("baseFontSize", "int", None, "Unused: a terminal has one size of text."),
    Option("baseFontWeight", "int", None, "Unused: a terminal has its own weight of text."),
    Option("fontFaces", "list", None, "Unused: a terminal has its own font."),
    Option("metricValueFontSize", "any", None, "Unused: a terminal has one size of text."),
    Option("metricValueFontWeight", "int", None, "Unused: a metric's value is bold."),
    Option("showSidebarBorder", "bool", None, "Draw a line between sidebar and page."),
)
_THEME = (
    Option("primaryColor", "str", None, "Colour of what is active."),
    Option("backgroundColor", "str", None, "Colour behind the page."),
    Option("secondaryBackgroundColor", "str", None, "Colour behind widgets."),
    Option("textColor", "str", None, "Colour of text."),
    Option("linkColor", "str", None, "Colour of links."),
    Option("linkUnderline", "bool", None, "Underline links."),
    Option("codeTextColor", "str", None, "Colour of code."),
    Option("codeBackgroundColor", "str", None, "Colour behind code."),
    Option("borderColor", "str", None, "Colour of borders."),
    Option("showWidgetBorder", "bool", None, "With false, fields that have a border lose it."),
    Option("dataframeBorderColor", "str", None, "Colour of a table's lines."),
    Option("dataframeHeaderBackgroundColor", "str", None, "Colour behind a table's header."),
    Option("dataframeHeaderTextColor", "str", None, "Colour of a table's header."),
    Option("chartCategoricalColors", "list", None, "Colours of a chart's series."),
    Option("chartSequentialColors", "list", None, "Ten colours from little to much."),
    Option("chartDivergingColors", "list", None, "Ten colours from below to above a middle."),
    Option("font", "str", None, "Unused: a terminal has its own font."),
    Option("headingFont", "str", None, "Unused: a terminal has its own font."),
    Option("headingFontSizes", "any", None, "Unused: a terminal has one size of text."),
    Option("headingFontWeights", "any", None, "Unused: headings have looks of their own."),
    Option("codeFont", "str", None, "Unused: a terminal has its own font."),
    Option("codeFontSize", "any", None, "Unused: a terminal has one size of text."),
    Option("codeFontWeight", "int", None, "Unused: a terminal has its own weight of text."),
    Option("baseRadius", "any", None, "Round corners, or with `none` square ones."),
    Option("buttonRadius", "any", None, "Unused: a button has no corners."),
    Option("paddingTop", "any", None, "Unused: the page begins below its header."),
    Option("paddingBottom", "any", None, "Unused: the page ends with its last element."),
    *(Option(f"{hue}Color", "str", None, f"The colour that `{hue}` means.") for hue in _HUES),
    *(
        Option(f"{hue}BackgroundColor", "str", None, f"The `{hue}` of backgrounds.")
        for hue in _HUES
    ),
    *(Option(f"{hue}TextColor", "str", None, f"The `{hue}` of text.") for hue in _HUES),
)
THEME_SECTIONS = ("sidebar", "light", "dark", "light.sidebar", "dark.sidebar")


def _rows() -> Iterator[Option]:
    yield from _TABLE
    for row in (*_THEME_ROOT, *_THEME):
        yield Option(f"theme.{row.name}", *row[1:])
    for section in THEME_SECTIONS:
        for row in _THEME:
            yield Option(f"theme.{section}.{row.name}", *row[1:])


OPTIONS: Mapping[str, Option] = {row.name: row for row in _rows()}


def find(name: str, source: str) -> Option:
    """Return the option of that name, or say which one was likely meant.

    Args:
        name: The name as written, like `server.runOnSave`.
        source: Where it was written, for the message.
    """
    if (option := OPTIONS.get(name)) is not None:
        return option
    near = nearest(name)
    hint = f"did you mean {near}?" if near else "`sttui config show` lists all."
    raise ConfigError(f"{source}: there is no option {name}; {hint}")


def nearest(name: str) -> str | None:
    """Return the option whose name comes closest, if one comes close."""
    import difflib

    lower = {known.lower(): known for known in OPTIONS}
    found = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=0.7)
    return lower[found[0]] if found else None


def parse(option: Option, raw: object, source: str) -> object:
    """Return the value in the option's type.

    Args:
        option: The row that says what is expected.
        raw: A string from the command line or the environment, or a value from TOML.
        source: Where it was written, for the message.
    """
    try:
        value = _PARSERS[option.kind](raw)
    except (TypeError, ValueError):
        noun = _NOUNS[option.kind]
        raise ConfigError(f"{source}: {option.name} takes {noun}, not {raw!r}") from None
    if option.choices and value not in option.choices:
        value = _as_choice(option, value, source)
    return value


def _as_choice(option: Option, value: object, source: str) -> object:
    for choice in option.choices:
        if isinstance(value, str) and str(choice).lower() == value.lower():
            return choice
    allowed = ", ".join(
        str(choice).lower() if choice in (True, False) else str(choice) for choice in option.choices
    )
    raise ConfigError(f"{source}: {option.name} is one of {allowed}, not {value!r}")


def _bool(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError


def _int(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise TypeError
    number = float(raw)
    if number != int(number):
        raise ValueError
    return int(number)


def _float(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise TypeError
    return float(raw)


def _str(raw: object) -> object:
    if isinstance(raw, list | dict):
        raise TypeError
    return raw if isinstance(raw, bool) else str(raw)


def _list(raw: object) -> list[object]:
    if isinstance(raw, list | tuple):
        return list(raw)
    if not isinstance(raw, str):
        raise TypeError
    text = raw.strip()
    if text.startswith("["):
        return list(_toml(text))
    return [part.strip() for part in (text.split(",") if "," in text else text.split())]


def _dict(raw: object) -> dict[str, object]:
    value = _toml(raw) if isinstance(raw, str) else raw
    if not isinstance(value, dict):
        raise TypeError
    return value


def _toml(text: str) -> list[object] | dict[str, object]:
    import json
    import tomllib

    try:
        value = json.loads(text)
    except ValueError:
        value = tomllib.loads(f"value = {text}")["value"]
    if not isinstance(value, list | dict):
        raise TypeError
    return value


_PARSERS: Mapping[str, Callable[[object], object]] = {
    "bool": _bool,
    "int": _int,
    "float": _float,
    "str": _str,
    "list": _list,
    "dict": _dict,
    "any": lambda raw: raw,
}
_NOUNS = {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "list": "a list",
    "dict": "a table",
    "any": "a value",
}
