"""`AppTest`: an app that runs when a test says so, and whose page is read like data."""

from __future__ import annotations

import contextlib
import inspect
import itertools
import sys
import textwrap
import weakref
from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

from sttui import compat
from sttui.core.element import Control
from sttui.core.session import Session
from sttui.core.wire import Changed, Event, Pressed, Rerun
from sttui.sessions import new_session
from sttui.testing.v1.errors import AppTestError
from sttui.testing.v1.nodes import Block, Element, Queries, nodes_below

_numbers = itertools.count(1)
_OUTSIDE = -1
"""Number of no run: a test may set the values of widgets at any time."""
_GRACE = 1.0
"""Seconds that a script has to end after its time is over, before it is made to."""


class AppTest(Queries):
    """A simulated app: set values, `run()`, and look at what is on the page.

    Make one by `from_file`, `from_string` or `from_function`.

    Attributes:
        session_state: The app's `st.session_state`, also outside of a run.
        query_params: The app's query parameters: set before a run, read after it.
        secrets: What `st.secrets` holds.
        user: What `st.user` holds.
        context: What `st.context` knows: locale, timezone, timezone_offset, url, is_embedded
            and theme.
        default_timeout: Seconds that a run may take.

    Example:
        >>> from sttui.testing.v1 import AppTest
        >>> at = AppTest.from_string("import sttui as st; st.title('Hello')").run()
        >>> at.title[0].value
        'Hello'
    """

    def __init__(
        self,
        script_path: str | Path,
        *,
        default_timeout: float = 3,
        code: str | None = None,
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        self.default_timeout = default_timeout
        self.session = new_session(
            Path(script_path),
            code=code,
            names={"__args": args or (), "__kwargs": kwargs or {}},
            own_process=False,
        )
        # The session's thread waits for events as long as there may be any.
        weakref.finalize(self, self.session.close)
        self.session_state = TestedState(self.session)
        self.query_params: dict[str, Any] = {}
        self.secrets: dict[str, Any] = {}
        self.user: dict[str, Any] = {"email": "test@example.com"}
        self.context: dict[str, Any] = {}
        self.pending: dict[str, Any] = {}
        """Values that the test has set since the last run, by the widgets' ids."""
        self.uploads: dict[str, list[tuple[str, bytes, str]]] = {}
        self.triggered: dict[str, Any] = {}
        """What components have triggered since the last run, by the ids of those values."""
        self._page: str | None = None

    @classmethod
    def from_string(cls, script: str, *, default_timeout: float = 3) -> Self:
        """Test an app that is given as text.

        Args:
            script: The script; indentation that all lines share is removed.
            default_timeout: Seconds that a run may take.
        """
        name = f"<AppTest {next(_numbers)}>"
        return cls(name, default_timeout=default_timeout, code=textwrap.dedent(script))

    @classmethod
    def from_function(
        cls,
        script: Callable[..., Any],
        *,
        default_timeout: float = 3,
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> Self:
        """Test an app that is the body of a function, which must import what it uses.

        Args:
            script: The function.
            default_timeout: Seconds that a run may take.
            args: The function's positional arguments.
            kwargs: The function's keyword arguments.
        """
        source = textwrap.dedent("".join(inspect.getsourcelines(script)[0]))
        code = f"{source}\n{script.__name__}(*__args, **__kwargs)\n"
        name = f"<AppTest {next(_numbers)}>"
        return cls(name, default_timeout=default_timeout, code=code, args=args, kwargs=kwargs)

    @classmethod
    def from_file(cls, script_path: str | Path, *, default_timeout: float = 3) -> Self:
        """Test an app that is a file.

        Args:
            script_path: The script; a relative path starts at the file that calls this.
            default_timeout: Seconds that a run may take.
        """
        path = Path(script_path)
        if not path.is_absolute():
            path = Path(sys._getframe(1).f_code.co_filename).parent / path
        if not path.is_file():
            raise FileNotFoundError(f"There is no script {path.resolve()}.")
        return cls(path, default_timeout=default_timeout)

    @property
    def main(self) -> Block:
        """The page without its sidebar."""
        return Block(self.session.tree.roots["main"], self)

    @property
    def sidebar(self) -> Block:
        """The sidebar."""
        return Block(self.session.tree.roots["sidebar"], self)

    def run(self, *, timeout: float | None = None) -> Self:
        """Run the script with what the test has set since the last run.

        Args:
            timeout: Seconds that the run may take, if not `default_timeout`.

        Raises:
            RuntimeError: The run takes longer.
        """
        session = self.session
        session.secrets = self.secrets or None
        session.facts = self._facts()
        session.query.values = _lists(self.query_params)
        events = self._events()
        rerun = Rerun() if self._page is None else Rerun(page=self._page, query=self._query())
        self._page = None
        self.pending.clear()
        self.uploads.clear()
        self.triggered.clear()
        with _hosting(session):
            session.send(*events, rerun)
            seconds = self.default_timeout if timeout is None else timeout
            if not session.wait(seconds):
                session.stop()
                if not session.wait(_GRACE):
                    session.stop(force=True)
                raise RuntimeError(f"The script ran for more than {seconds} s.")
        self.query_params = _plain(session.query.values)
        return self

    def switch_page(self, page_path: str) -> Self:
        """Go to another page with the next run.

        Args:
            page_path: The page's file; its path starts at the folder of the main script.

        Raises:
            ValueError: There is no such file, or the app has no such page.

        Example:
            >>> from sttui.testing.v1 import AppTest
            >>> at = AppTest.from_file("app.py").run()  # doctest: +SKIP
            >>> at.switch_page("pages/settings.py").run()  # doctest: +SKIP
        """
        path = (self.session.script.path.absolute().parent / page_path).resolve()
        if not path.is_file():
            raise ValueError(f"There is no page {page_path!r}: {path} is no file.")
        self._page = self._key_of(path)
        return self

    def _key_of(self, path: Path) -> str:
        """Return the key of the page that a file is; by its name as long as no page is known."""
        from sttui.core.pages import entry_of

        known = self.session.navigation
        key = entry_of(path).key
        if known is None:
            return key
        keys = [entry.key for entry in known.pages if entry.file == str(path)]
        if not keys:
            names = [entry.file or entry.key for entry in known.pages]
            raise ValueError(f"The app has no page {str(path)!r}. It has: {', '.join(names)}.")
        return key if key in keys else keys[0]

    def _query(self) -> str:
        """Return the query parameters for another page: what is bound to this one stays here."""
        bound = {key for key, state in self.session.query.bound.items() if state.page}
        items = self.session.query.values.items()
        return urlencode([(k, text) for k, texts in items if k not in bound for text in texts])

    def value_of(self, id: str) -> Any:
        """Return a widget's value: what the test has set, else that of the last run."""
        if id in self.pending:
            return self.pending[id]
        state = self.session.state.controls.get(id)
        if state is None:
            return None
        if state.key in self.session.state.plain:
            return self.session.state.plain[state.key]
        return state.shown if state.trigger else state.codec.copy(state.value)

    def wire_of(self, id: str, value: Any) -> Any:
        """Return a value in the form that a screen would send.

        Raises:
            ValueError: The widget cannot have this value.
        """
        codec = self.session.state.controls[id].codec
        options = getattr(self._record(id), "options", None) or ()
        # What a viewer sees is the formatted option, and a test may name that.
        wire = codec.encode(value)
        if isinstance(value, list | tuple) and isinstance(wire, list | tuple):
            wire = tuple(
                item if text not in options and item in options else text
                for item, text in zip(value, wire, strict=True)
            )
        elif options and wire not in options and value in options:
            wire = value
        codec.decode(wire)
        return wire

    def _record(self, id: str) -> Control | None:
        return next((control for control in self._controls() if control.id == id), None)

    def _controls(self) -> Iterator[Control]:
        for slot in self.session.tree.walk():
            if isinstance(slot.element, Control):
                yield slot.element

    def _events(self) -> list[Event]:
        """Turn what the test has set into what a screen would have sent, in page order."""
        states = self.session.state.controls
        ids = [control.id for control in self._controls() if control.id in self.pending]
        pending = {id: self.pending[id] for id in ids if id in states}
        uploads = {id: tuple(files) for id, files in self.uploads.items() if id in states}
        fired = [id for id, value in pending.items() if states[id].trigger and value]
        sent = {states[id].form for id in fired}
        changed = [
            Changed(id=id, value=self.wire_of(id, value))
            for id, value in pending.items()
            if not states[id].trigger and (not states[id].form or states[id].form in sent)
        ]
        for id, files in uploads.items():
            if not states[id].trigger:
                changed.append(Changed(id=id, value=files))
            elif id not in fired:
                fired.append(id)
        values = {
            id: (pending.get(id) or "", uploads[id]) if id in uploads else pending[id]
            for id in fired
        }
        changed += [
            Changed(id=id, value=value)
            for id, value in self.triggered.items()
            if id in states and (not states[id].form or states[id].form in sent)
        ]
        return [*changed, *(Pressed(id=id, value=value) for id, value in values.items())]

    def _facts(self) -> dict[str, Any] | None:
        for name in self.context:
            if name not in _FACTS:
                raise AppTestError(f"AppTest.context has no {name!r}, but {', '.join(_FACTS)}.")
        return dict(self.context) or None

    def _nodes(self) -> Iterator[Element]:
        for root in self.session.tree.roots.values():
            yield from nodes_below(root, self)

    def __repr__(self) -> str:
        return "\n".join(
            repr(Block(root, self)) for root in self.session.tree.roots.values() if root.children
        )


_FACTS = ("timezone", "timezone_offset", "locale", "url", "is_embedded", "theme")


class TestedState:
    """`at.session_state`: the app's session state, by item or by attribute."""

    __test__ = False

    def __init__(self, session: Session) -> None:
        object.__setattr__(self, "_session", session)

    def __getitem__(self, key: str) -> Any:
        session: Session = object.__getattribute__(self, "_session")
        return session.state.get(str(key), _OUTSIDE)

    def __setitem__(self, key: str, value: Any) -> None:
        session: Session = object.__getattribute__(self, "_session")
        session.state.set(str(key), value, _OUTSIDE)

    def __delitem__(self, key: str) -> None:
        session: Session = object.__getattribute__(self, "_session")
        session.state.delete(str(key))

    def __getattr__(self, key: str) -> Any:
        try:
            return self[key]
        except KeyError:
            raise AttributeError(f"session_state has no {key!r}") from None

    def __setattr__(self, key: str, value: Any) -> None:
        self[key] = value

    def __delattr__(self, key: str) -> None:
        try:
            del self[key]
        except KeyError:
            raise AttributeError(f"session_state has no {key!r}") from None

    def __contains__(self, key: object) -> bool:
        return key in self.to_dict()

    def __iter__(self) -> Iterator[str]:
        return iter(self.to_dict())

    def __len__(self) -> int:
        return len(self.to_dict())

    def __repr__(self) -> str:
        return repr(self.to_dict())

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, or `default` if there is none."""
        return self.to_dict().get(key, default)

    def keys(self) -> KeysView[str]:
        """Return all keys."""
        return self.to_dict().keys()

    def values(self) -> ValuesView[Any]:
        """Return all values."""
        return self.to_dict().values()

    def items(self) -> ItemsView[str, Any]:
        """Return all keys and values."""
        return self.to_dict().items()

    def to_dict(self) -> dict[str, Any]:
        """Return a dictionary of all keys and values."""
        session: Session = object.__getattribute__(self, "_session")
        return {key: session.state.get(key, _OUTSIDE) for key in tuple(session.state.keys())}


@contextlib.contextmanager
def _hosting(session: Session) -> Iterator[None]:
    """Let `import streamlit` mean sttui while a script runs, and put back what runs replace."""
    main = sys.modules["__main__"]
    folder = str(session.script.path.absolute().parent)
    sys.path.insert(0, folder)
    try:
        with compat.aliased():
            yield
    finally:
        sys.modules["__main__"] = main
        with contextlib.suppress(ValueError):
            sys.path.remove(folder)


def _lists(params: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        key: [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
        for key, value in params.items()
    }


def _plain(values: Mapping[str, list[str]]) -> dict[str, Any]:
    return {key: items[0] if len(items) == 1 else list(items) for key, items in values.items()}
