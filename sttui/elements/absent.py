"""Names of Streamlit's that are not built yet: using one says so on the page, and that is all."""

from __future__ import annotations

from collections.abc import Iterator
from types import FunctionType
from typing import Any, Final

from sttui.core.run import Place, draw
from sttui.elements.status import Alert

_COMMANDS = """
    altair_chart area_chart audio audio_input badge balloons bar_chart button camera_input caption
    chat_input chat_message checkbox code color_picker columns container data_editor dataframe
    date_input datetime_input divider download_button echarts_chart empty error exception expander
    feedback file_uploader form form_submit_button graphviz_chart grid header help html iframe image
    info json latex line_chart link_button map markdown menu_button mermaid_chart metric multiselect
    number_input page_link pagination pdf pills plotly_chart popover progress pydeck_chart pyplot
    radio scatter_chart segmented_control select_slider selectbox skeleton slider snow space spinner
    status subheader success table tabs text text_area text_input time_input title toast toggle
    vega_lite_chart video warning write write_stream
"""
COMMANDS: Final = frozenset(_COMMANDS.split())
"""Commands that containers have as methods too."""

_OTHERS = """
    App Page bottom cache_data cache_resource column_config components connection connections
    context dialog echo fragment get_option login logo logout navigation query_params rerun secrets
    session_state set_option set_page_config sidebar stop switch_page user
"""
OTHERS: Final = frozenset(_OTHERS.split())
"""Names that only `st` itself has."""


class Absent:
    """Stands for a command that is not there yet: a call writes a note in its place."""

    def __init__(self, name: str, at: Place) -> None:
        self._name = name
        self._at = at

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Write the note; what comes back can be used for anything and does nothing."""
        body = f"`st.{self._name}` is not there yet: sttui goes on without it."
        draw(self._at, Alert(level="warning", body=body))
        if len(args) == 1 and isinstance(args[0], FunctionType) and not kwargs:
            return args[0]
        return Nothing(self._at)

    def __getattr__(self, name: str) -> Absent:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self._name}.{name}", self._at)

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return f"<st.{self._name}: not there yet>"


class Nothing:
    """What an absent command returns: false, empty, and good for any use to no effect."""

    def __init__(self, at: Place) -> None:
        self._at = at

    def __getattr__(self, name: str) -> Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Do nothing; as a decorator, give the function back."""
        return args[0] if len(args) == 1 and isinstance(args[0], FunctionType) else self

    def __enter__(self) -> Place:
        return self._at

    def __exit__(self, *exc_info: object) -> None:
        return None

    def __getitem__(self, key: Any) -> Nothing:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "None"
