"""The options of a control: what the script gave, how each reads, and how values travel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, EnumMeta
from typing import Any

from sttui import errors
from sttui.core.clean import one_line
from sttui.core.config import get_option
from sttui.core.state import Codec

_NEARLY = 5e-12
"""How far a float may be from an option and still be meant."""


class Choices:
    """A control's options. On the screen an option is its text."""

    def __init__(self, given: Any, format_func: Callable[[Any], Any] | None) -> None:
        self.given = given
        from sttui.adapt.frames import sequence_of

        self.options: list[Any] = sequence_of(given)
        _check_comparable(self.options)
        self.format_func = format_func or str
        self.texts = _texts(self.options, self.format_func)
        self.places = {text: place for place, text in enumerate(self.texts)}

    def __len__(self) -> int:
        return len(self.options)

    def text(self, value: Any) -> str:
        """Return how a value reads, also one that is no option any more."""
        try:
            return _text(self.format_func(value))
        except Exception:
            # The user's function knows its options only.
            return _text(value)

    def find(self, value: Any) -> int | None:
        """Return the place of the option that reads like `value`, or None."""
        try:
            return self.places.get(_text(self.format_func(value)))
        except Exception:
            return None

    def option(self, text: str) -> Any:
        """Return the option that reads so; `ValueError` if there is none."""
        place = self.places.get(text)
        if place is None:
            raise ValueError(f"There is no option {text!r}.")
        return self.options[place]

    def renewed(self, value: Any, place: int) -> Any:
        """Return a value that was chosen before as the option at `place` that it is now.

        A script makes its options anew in each run. The newer one of a type is taken, but a
        value of another type stays as it is, except that a member of an Enum becomes the
        member of the Enum that has been redefined.
        """
        if isinstance(value, Enum):
            return self._coerced(value)
        option = self.options[place]
        return option if type(option) is type(value) else value

    def first(self, index: Any, empty: bool = False) -> Any:
        """Return the option that is chosen at first, or None."""
        if index is not None and not isinstance(index, int):
            raise errors.StreamlitInvalidParameterTypeError("index", index, ["int", "None"])
        if index is None or not self.options:
            return None
        if not 0 <= index < len(self):
            raise errors.StreamlitValueOutOfRangeError("index", index, 0, len(self) - 1)
        return None if empty else self.options[index]

    def default_places(self, default: Any) -> list[int]:
        """Return the places of the options that the script selects at first."""
        places = []
        from sttui.adapt.frames import sequence_of

        for value in sequence_of(default):
            if value not in self.options:
                raise errors.StreamlitDefaultNotInOptionsError(value)
            places.append(self.options.index(value))
        return places

    def place(self, value: Any) -> int:
        """Return the place of the option that equals `value`; `ValueError` if there is none."""
        for place, option in enumerate(self.options):
            if value == option or (
                isinstance(value, float)
                and isinstance(option, float)
                and abs(value - option) < _NEARLY
            ):
                return place
        raise ValueError(f"{value} is none of the options")

    def _coerced(self, member: Enum) -> Enum:
        mode = get_option("runner.enumCoercion")
        known = type(member)
        wanted = self.given if isinstance(self.given, EnumMeta) else _common_type(self.options)
        if mode == "off" or known is wanted or not isinstance(wanted, EnumMeta):
            return member
        names = set(known.__members__) == set(wanted.__members__)
        values = set(known._value2member_map_) == set(wanted._value2member_map_)
        same = known.__qualname__ == wanted.__qualname__ and (
            values if mode == "nameAndValue" else names
        )
        coerced: Enum = wanted[member.name] if same else member
        return coerced


class BoolCodec(Codec):
    """True or False."""

    def decode(self, wire: Any) -> Any:
        """Take True or False."""
        return bool(wire)

    def check(self, value: Any) -> Any:
        """Take a value's truth."""
        return bool(value)

    def parse(self, texts: list[str]) -> Any:
        """Read "true" or "false"."""
        if texts[-1].lower() not in ("true", "false"):
            raise ValueError(texts[-1])
        return texts[-1].lower() == "true"

    def format(self, value: Any) -> list[str]:
        """Write "true" or "false"."""
        return ["true" if value else "false"]


class ChoiceCodec(Codec):
    """One option, or None."""

    def __init__(self, choices: Choices, default: Any, *, open: bool = False) -> None:
        self.choices = choices
        self.default = default
        self.open = open
        """Whether the viewer may enter what is no option."""

    def encode(self, value: Any) -> Any:
        """Turn an option into its text."""
        return None if value is None else self.choices.text(value)

    def decode(self, wire: Any) -> Any:
        """Turn a text into its option; None gives the default."""
        if wire is None:
            return self.default
        if self.open and wire not in self.choices.places:
            return str(wire)
        return self.choices.option(wire)

    def check(self, value: Any) -> Any:
        """Take an option; anything else gives the default."""
        return self.fit(value)

    def fit(self, value: Any) -> Any:
        """Keep an option that is still one."""
        if value is None:
            return None
        place = self.choices.find(value)
        if place is None:
            return value if self.open else self.default
        return self.choices.renewed(value, place)

    def parse(self, texts: list[str]) -> Any:
        """Read an option's text; empty text is None."""
        return self.decode(texts[-1] or None)

    def format(self, value: Any) -> list[str]:
        """Write an option's text; None is empty text."""
        return ["" if value is None else self.choices.text(value)]


class ChoicesCodec(Codec):
    """A list of options."""

    def __init__(
        self, choices: Choices, default: list[Any], *, open: bool = False, most: int | None = None
    ) -> None:
        self.choices = choices
        self.default = default
        self.open = open
        self.most = most

    def encode(self, value: Any) -> Any:
        """Turn options into a tuple of their texts."""
        return tuple(self.choices.text(v) for v in value)

    def decode(self, wire: Any) -> Any:
        """Turn texts into options; None gives the default."""
        if wire is None:
            return list(self.default)
        one = ChoiceCodec(self.choices, None, open=self.open)
        return [one.decode(text) for text in wire]

    def check(self, value: Any) -> Any:
        """Take what are options of a list of values."""
        from sttui.adapt.frames import sequence_of

        return self.fit(sequence_of(value))

    def fit(self, value: Any) -> Any:
        """Keep the options that are still ones.

        Raises:
            StreamlitSelectionCountExceedsMaxError: There are more than may be selected.
        """
        if self.most is not None and len(value) > self.most:
            raise errors.StreamlitSelectionCountExceedsMaxError(len(value), self.most)
        kept = []
        for v in value:
            place = self.choices.find(v)
            if place is not None:
                kept.append(self.choices.renewed(v, place))
            elif self.open:
                kept.append(v)
        return kept

    def copy(self, value: Any) -> Any:
        """Return a list that the script may change."""
        return list(value)

    def parse(self, texts: list[str]) -> Any:
        """Read options' texts, each once; one empty text is an empty list."""
        if texts == [""]:
            return []
        known = [text for text in dict.fromkeys(texts) if self.open or text in self.choices.places]
        if not known:
            raise ValueError("None of these is an option.")
        return self.decode(known[: self.most])

    def format(self, value: Any) -> list[str]:
        """Write options' texts; an empty list is one empty text."""
        return list(self.encode(value)) or [""]


def check_filter(mode: Any, accept_new_options: bool) -> str:
    """Return how typed text finds options; empty for not at all."""
    if mode is not None and mode not in ("fuzzy", "contains", "prefix"):
        allowed = ["'fuzzy'", "'contains'", "'prefix'", "None"]
        raise errors.StreamlitValueError("filter_mode", allowed, mode)
    if mode is None and accept_new_options:
        raise errors.StreamlitIncompatibleParametersError(
            "`filter_mode=None` and `accept_new_options=True` cannot be used together."
        )
    return mode or ""


def placeholder_of(
    given: str | None, choices: Choices, accept_new_options: bool, one: bool = True
) -> str:
    """Return what stands where nothing is chosen."""
    if given is not None:
        return one_line(str(given))
    some = "an option" if one else "options"
    if accept_new_options:
        return f"Choose or add {some}" if len(choices) else f"Add {some}"
    return f"Choose {some}" if len(choices) else "No options to select"


def _texts(options: list[Any], format_func: Callable[[Any], Any]) -> tuple[str, ...]:
    """Return how options read; thousands of them are cleaned by one look at all."""
    if format_func is str and all(type(option) is str for option in options):
        texts = options
    else:
        texts = [text if type(text) is str else str(text) for text in map(format_func, options)]
    if not "".join(texts).isprintable():
        texts = [one_line(text) for text in texts]
    return tuple(texts)


def _text(value: Any) -> str:
    return one_line(value if type(value) is str else str(value))


def _common_type(options: Sequence[Any]) -> type | None:
    kinds = {type(option) for option in options}
    return kinds.pop() if len(kinds) == 1 else None


def _check_comparable(options: list[Any]) -> None:
    """See to it that options can be compared: those that are arrays cannot."""
    if not options:
        return
    try:
        bool(options[0] == options[0])
    except ValueError:
        raise errors.StreamlitAPIException(
            f"Options must be comparable with `==`, which objects of type "
            f"`{type(options[0]).__name__}` are not. Use, for example, their indices instead."
        ) from None
