"""Stands in for streamlit-extras: those of its parts that make sense in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from sttui.container import Container, bottom, main, sidebar
from sttui.core.clean import one_line
from sttui.core.pages import find
from sttui.core.run import RerunException, current
from sttui.elements.flow import stop
from sttui.elements.navigation import switch_page as _switch_page

COLORS = ("red", "orange", "yellow", "green", "blue", "violet", "gray", "grey")
LINE = 18
"""Pixels of an empty line."""


def add_vertical_space(num_lines: int = 1) -> None:
    """Leave some lines empty."""
    if num_lines > 0:
        main.space(LINE * num_lines)


def add_logo(logo_url: str, height: int = 120) -> None:
    """Show a picture at the top of the sidebar."""
    sidebar.image(logo_url, width=height)


def badge(type: str, name: str | None = None, url: str | None = None) -> None:
    """Show the badge of a package, a repository or an account, as a link."""
    links = {
        "pypi": f"https://pypi.org/project/{name}",
        "github": f"https://github.com/{name}",
        "twitter": f"https://twitter.com/intent/follow?screen_name={name}",
        "streamlit": url,
        "buymeacoffee": f"https://www.buymeacoffee.com/{name}",
    }
    main.markdown(
        f":blue-badge[{_plain(type)}] {_link(_plain(name or 'app'), links.get(type) or url)}"
    )


def buy_me_a_coffee(
    username: str, floating: bool = True, text: str = "Buy me a coffee", **looks: Any
) -> None:
    """Show a link to where a coffee can be bought for somebody."""
    del floating, looks
    main.link_button(f"☕ {text}", f"https://www.buymeacoffee.com/{username}")


def bottom_container() -> Container:
    """Return the place at the bottom of the page."""
    return bottom


@contextmanager
def chart_container(
    data: Any,
    tabs: Sequence[str] = ("Chart", "Dataframe", "Export"),
    export_formats: Sequence[str] = ("CSV",),
) -> Iterator[None]:
    """Show what the block draws in a tab, with its data in a second and a download in a third."""
    from sttui.adapt.frames import pandas_of

    del export_formats
    chart, table, export = main.tabs([*tabs, "Chart", "Dataframe", "Export"][:3])
    with chart:
        yield
    table.dataframe(data, width="stretch")
    export.download_button("Download data as CSV", pandas_of(data).to_csv(), "data.csv", "text/csv")


def colored_header(
    label: str = "Nice title", description: str = "Cool description", color_name: str = "red-70"
) -> None:
    """Show a header with a line in a colour below it, and a description."""
    color = color_name.partition("-")[0]
    main.subheader(label, divider=color if color in COLORS else "gray")
    if description:
        main.caption(description)


def nothing(*args: Any, **kwargs: Any) -> None:
    """Do nothing: what is asked for is how a page looks in a browser."""


@contextmanager
def echo_expander(
    code_location: str = "above", expander: bool = True, label: str = "Show code"
) -> Iterator[None]:
    """Run a block and show its code."""
    del expander, label
    with main.echo("below" if code_location == "below" else "above"):
        yield


class Grid:
    """Cells that commands fill one after another, row by row."""

    def __init__(
        self, rows: Sequence[Any], gap: str, vertical_align: str, repeated: bool = True
    ) -> None:
        self._rows = list(rows)
        self._repeated = repeated
        self._options: dict[str, Any] = {"gap": gap, "vertical_alignment": vertical_align}
        self._place: Container = main.container()
        self._row = 0
        self._cells: list[Container] = []

    def _next(self) -> Container:
        if not self._cells:
            if not self._repeated and self._row >= len(self._rows):
                raise ValueError("The row has no cell left.")
            spec = self._rows[self._row % len(self._rows)]
            self._row += 1
            self._cells = list(self._place.columns(spec, **self._options))
        return self._cells.pop(0)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not hasattr(Container, name):
            raise AttributeError(name)
        return lambda *args, **kwargs: getattr(self._next(), name)(*args, **kwargs)


def grid(*spec: int | Sequence[int], gap: str = "small", vertical_align: str = "top") -> Grid:
    """Return a place whose commands fill the cells of a grid.

    Args:
        *spec: For each row the number of its cells, or their widths; the rows repeat.
        gap: "small", "medium" or "large".
        vertical_align: "top", "center" or "bottom".
    """
    return Grid(spec or (1,), gap, vertical_align)


def row(spec: int | Sequence[int], gap: str = "small", vertical_align: str = "top") -> Grid:
    """Return a place whose commands fill the cells of one row."""
    return Grid((spec,), gap, vertical_align, repeated=False)


def key(text: str, write: bool = True) -> str:
    """Show the name of a key, and return its markdown."""
    body = f"`{one_line(text)}`"
    if write:
        main.markdown(body)
    return body


def keyboard_to_url(
    key: str | None = None, key_code: int | None = None, url: str | None = None
) -> None:
    """Show a link; a key for it would be one of a browser's."""
    del key, key_code
    if url:
        main.markdown(_link(url, url))


def rain(
    emoji: str, font_size: int = 64, falling_speed: int = 5, animation_length: Any = "infinite"
) -> None:
    """Let something fall over the page for a moment."""
    del font_size, falling_speed, animation_length
    main.toast(f"{one_line(emoji)} " * 3)
    main.snow()


def date_range_picker(
    title: str,
    default_start: date | None = None,
    default_end: date | None = None,
    min_date: date | None = None,
    max_date: date | None = None,
    error_message: str = "Please select start and end date",
    **kwargs: Any,
) -> tuple[date, date]:
    """Ask for two dates; the script goes on once both are there."""
    start = default_start or date.today()
    chosen: Any = main.date_input(
        title, (start, default_end or start), min_value=min_date, max_value=max_date, **kwargs
    )
    if len(chosen) != 2:
        main.error(error_message)
        stop()
    return chosen[0], chosen[1]


def mention(label: str, url: str, icon: str = "🔗", write: bool = True) -> str | None:
    """Show a link with an icon before it, or return its markdown."""
    body = f"{'' if icon in ('github', 'notion', 'streamlit', 'twitter') else icon} "
    body = f"{body}{_link(label, url)}".strip()
    if not write:
        return body
    main.markdown(body)
    return None


def redirect(url: str, **others: Any) -> None:
    """Show a link to where a browser would go."""
    del others
    main.link_button(f"Go to {one_line(url)}", url)


def skeleton(height: int | None = None) -> Container:
    """Return a place for what takes a while to come."""
    del height
    return main.empty()


def star_rating(rating: float, color: str = "#FFD700") -> None:
    """Show up to five stars."""
    del color
    full = round(max(0.0, min(5.0, rating)))
    main.markdown(f":yellow[{'★' * full}{'☆' * (5 - full)}] {rating:g}")


def button(*args: Any, key: str | None = None, **kwargs: Any) -> bool:
    """Show a button that stays pressed until it is pressed again."""
    if key is None:
        raise ValueError("Must pass key")
    state = current().session.state
    if key not in state.plain:
        state.set(key, False, current().number)
    if "type" not in kwargs:
        kwargs["type"] = "primary" if state.get(key, current().number) else "secondary"
    options = {**kwargs, "key": f"__{key}", "on_click": partial(toggle_state, key)}
    main.button(*args, **options)
    return bool(state.get(key, current().number))


def toggle_state(key: str) -> None:
    """Press a stateful button, or let it go."""
    run = current()
    run.session.state.set(key, not run.session.state.plain.get(key), run.number)


def to_do(st_commands: Sequence[Sequence[Any]], checkbox_id: str) -> bool:
    """Show a task with a box to tick; what is done is struck out."""
    box, text = main.columns([1, 20])
    done = box.checkbox(" ", key=checkbox_id, label_visibility="collapsed")
    with text:
        for command, *args in st_commands:
            if done and args and isinstance(args[0], str):
                args = [f"~~{args[0]}~~", *args[1:]]
            command(*args)
    return done


def stoggle(summary: str, content: str) -> None:
    """Show a summary that opens to more."""
    main.expander(summary).markdown(content, unsafe_allow_html=True)


def stylable_container(key: str, css_styles: str | list[str]) -> Container:
    """Return a container; how it would look in a browser has no effect."""
    del css_styles
    return main.container(key=key)


def switch_page(page_name: str) -> None:
    """Go to the page of that title."""
    known = current().session.navigation
    found = find(known.pages, page_name.replace("_", " ")) if known is not None else None
    if found is None:
        _switch_page(page_name)
    current().session.turn_to(found.key, "")
    raise RerunException


def tagger_component(
    content: str,
    tags: Sequence[str],
    color_name: Sequence[str] | str | None = None,
    text_color_name: Sequence[str] | str | None = None,
) -> None:
    """Show a text with tags behind it."""
    del text_color_name
    colors = (
        [color_name] * len(tags)
        if color_name is None or isinstance(color_name, str)
        else color_name
    )
    if len(colors) != len(tags):
        raise ValueError(f"{len(colors)} colors do not fit {len(tags)} tags.")
    marks = " ".join(
        f":{_known_color(color)}-badge[{_plain(tag)}]"
        for tag, color in zip(tags, colors, strict=True)
    )
    main.markdown(f"{content} {marks}")


def floating_button(label: str, key: str | None = None, *args: Any, **kwargs: Any) -> bool:
    """Show a button; here it stands where it is written."""
    return main.button(label, key, *args, **kwargs)


def no_default_selectbox(label: str, options: Any, *args: Any, **kwargs: Any) -> Any:
    """Show a select box in which nothing is chosen at first."""
    kwargs.pop("no_selection_label", None)
    return main.selectbox(label, options, None, *args, **kwargs)


def st_toggle_switch(
    label: str | None = None, key: str | None = None, default_value: bool = False, **looks: Any
) -> bool:
    """Show a switch."""
    del looks
    return main.toggle(label or "", default_value, key)


def dataframe_explorer(df: Any, case: bool = True) -> Any:
    """Show controls that filter a table by columns, and return the rows that are left."""
    from sttui.adapt.frames import pandas_of

    frame = pandas_of(df)
    keep: Any = None
    columns = main.multiselect("Filter dataframe on", list(frame.columns), key="__explored")
    for column in columns:
        found = _wanted(frame[column], case)
        keep = found if keep is None else keep & found
    return frame if keep is None else frame[keep]


def _wanted(values: Any, case: bool) -> Any:
    """Ask which values of a column are wanted, and return for each row whether it is."""
    label, key = f"Values for {values.name}", f"__explored_{values.name}"
    kind = values.dtype.kind
    if kind in "iuf" and (low := values.min()) < (high := values.max()):
        whole = kind != "f"
        bounds: Any = (int(low), int(high)) if whole else (float(low), float(high))
        step: Any = max(1, int(high - low) // 100) if whole else float(high - low) / 100
        slider: Any = main.slider
        return values.between(*slider(label, *bounds, bounds, step=step, key=key))
    if kind == "M" and len(values):
        days = values.dt.date
        span: Any = main.date_input(label, (days.min(), days.max()), key=key)
        return (days >= span[0]) & (days <= span[-1]) if span else days.notna()
    if values.nunique() < 10:
        options = list(values.dropna().unique())
        return values.isin(main.multiselect(label, options, options, key=key))
    text = main.text_input(f"Text in {values.name}", key=key)
    return values.astype(str).str.contains(text, case=case, regex=False)


def _known_color(color: str | None) -> str:
    name = (color or "gray").removeprefix("light").removeprefix("dark")
    return name if name in COLORS else "blue"


def _plain(text: str) -> str:
    """Return a text that is safe within the brackets of markdown."""
    return one_line(str(text)).replace("[", "(").replace("]", ")")


def _link(label: str, url: str | None) -> str:
    return f"[{_plain(label)}]({url})" if url else _plain(label)


NAMES: Mapping[str, Mapping[str, Callable[..., Any] | type]] = {
    "add_vertical_space": {"add_vertical_space": add_vertical_space},
    "app_logo": {"add_logo": add_logo},
    "badges": {"badge": badge},
    "bottom_container": {"bottom": bottom_container},
    "buy_me_a_coffee": {"button": buy_me_a_coffee},
    "chart_container": {"chart_container": chart_container},
    "colored_header": {"colored_header": colored_header},
    "customize_running": {"center_running": nothing},
    "dataframe_explorer": {"dataframe_explorer": dataframe_explorer},
    "echo_expander": {"echo_expander": echo_expander},
    "floating_button": {"floating_button": floating_button},
    "grid": {"grid": grid, "GridDeltaGenerator": Grid},
    "keyboard_text": {"key": key, "load_key_css": nothing},
    "keyboard_url": {"keyboard_to_url": keyboard_to_url},
    "let_it_rain": {"rain": rain},
    "mandatory_date_range": {"date_range_picker": date_range_picker},
    "mention": {"mention": mention},
    "metric_cards": {"style_metric_cards": nothing},
    "no_default_selectbox": {"selectbox": no_default_selectbox},
    "redirect": {"redirect": redirect},
    "row": {"row": row},
    "skeleton": {"skeleton": skeleton},
    "star_rating": {"star_rating": star_rating},
    "stateful_button": {"button": button, "toggle_state": toggle_state},
    "stodo": {"to_do": to_do},
    "stoggle": {"stoggle": stoggle},
    "stylable_container": {"stylable_container": stylable_container},
    "switch_page_button": {"switch_page": switch_page},
    "tags": {"tagger_component": tagger_component},
    "toggle_switch": {"st_toggle_switch": st_toggle_switch},
}
"""What each module of the package has here."""
