"""The errors that scripts can catch: Streamlit's names, with messages that say what to do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any


class Error(Exception):
    """Base of all errors of sttui."""


class NoSessionContext(Error):
    """A command that needs a session was called outside of one."""


class MarkdownFormattedException(Error):
    """An error whose message is markdown."""


class StreamlitAPIException(MarkdownFormattedException):
    """A command was used in a way that cannot work."""


class StreamlitAPIWarning(StreamlitAPIException, Warning):
    """Something to show with `st.exception`, not to raise."""


class DuplicateWidgetID(StreamlitAPIException):
    """Two elements of one run have the same identity."""


class StreamlitDuplicateElementId(DuplicateWidgetID):
    """Two elements without a key have the same type and arguments."""

    def __init__(self, element_type: str) -> None:
        super().__init__(
            f"There are multiple `{element_type}` elements with the same auto-generated ID: "
            "an element without a key is told from others by its type and arguments, and "
            f"these are equal. Give each `{element_type}` a `key` of its own."
        )


class StreamlitDuplicateElementKey(DuplicateWidgetID):
    """Two elements have the same key."""

    def __init__(self, user_key: str) -> None:
        super().__init__(
            f"Two elements have `key='{user_key}'`. Give each element a `key` of its own."
        )


class LocalizableStreamlitException(StreamlitAPIException):
    """An error whose message is a format string with named values."""

    def __init__(self, message: str, **kwargs: Any) -> None:
        super().__init__(message.format(**kwargs))
        self.exec_kwargs = kwargs


class StreamlitInvalidParameterTypeError(LocalizableStreamlitException):
    """An argument has a type that the parameter does not take."""

    def __init__(
        self, parameter: str, value: Any, allowed: Sequence[str], detail: str = ""
    ) -> None:
        super().__init__(
            "`{parameter}` is of type `{type}`, but must be {allowed}. {detail}",
            parameter=parameter,
            type=type(value).__name__,
            allowed=" or ".join(f"`{name}`" for name in allowed),
            detail=detail,
        )


class StreamlitValueError(LocalizableStreamlitException):
    """An argument is none of the values that the parameter takes."""

    def __init__(self, parameter: str, allowed: Sequence[str], value: Any = None) -> None:
        super().__init__(
            "Invalid `{parameter}`{got}. It must be one of: {allowed}.",
            parameter=parameter,
            got=f" value {value!r}" if value is not None else "",
            allowed=", ".join(allowed),
        )


class StreamlitInvalidURLError(LocalizableStreamlitException):
    """A URL is malformed or of a scheme that is not allowed."""

    def __init__(self, url: str, protocols: Collection[str] = ("http", "https", "mailto")) -> None:
        super().__init__(
            '"{url}" is not a valid URL. It must begin with {protocols}.',
            url=url,
            protocols=", ".join(f'"{p}:"' for p in protocols),
        )


class StreamlitInvalidColumnSpecError(LocalizableStreamlitException):
    """`st.columns` got no positive number of columns and no positive ratios."""

    def __init__(self) -> None:
        super().__init__(
            "The `spec` of `st.columns` must be a positive number of columns, "
            "or a list of positive numbers: the columns' relative widths."
        )


class StreamlitInvalidLayoutContextError(LocalizableStreamlitException):
    """A layout command stands where it can not be."""


class StreamlitSelectionCountExceedsMaxError(LocalizableStreamlitException):
    """More options are selected than `max_selections` allows."""

    def __init__(self, current_selections_count: int, max_selections_count: int) -> None:
        super().__init__(
            "Multiselect has {n} option{s} selected but `max_selections` is {most}. Either "
            "`default` holds too many, or `st.session_state` was given too many: "
            "select at most {most}.",
            n=current_selections_count,
            s="" if current_selections_count == 1 else "s",
            most=max_selections_count,
        )


class StreamlitMixedNumericTypesError(LocalizableStreamlitException):
    """Numbers of one widget are of different types."""

    def __init__(self, **numbers: Any) -> None:
        types = "".join(
            f"\n`{name}` has {type(value).__name__} type."
            for name, value in numbers.items()
            if value is not None
        )
        super().__init__("All numerical arguments must be of the same type.{types}", types=types)


class StreamlitValueBelowMinError(LocalizableStreamlitException):
    """The value is less than the minimum."""

    def __init__(self, value: Any, min_value: Any) -> None:
        super().__init__(
            "`value` is {value}, below the `min_value` of {min_value}.",
            value=value,
            min_value=min_value,
        )


class StreamlitValueAboveMaxError(LocalizableStreamlitException):
    """The value is greater than the maximum."""

    def __init__(self, value: Any, max_value: Any) -> None:
        super().__init__(
            "`value` is {value}, above the `max_value` of {max_value}.",
            value=value,
            max_value=max_value,
        )


class StreamlitInvalidMinMaxError(LocalizableStreamlitException):
    """The minimum is not less than the maximum."""

    def __init__(self, min_value: Any, max_value: Any) -> None:
        problem = "must not be equal" if min_value == max_value else "are the wrong way round"
        super().__init__(
            "The `min_value` {low} and the `max_value` {high} {problem}.",
            low=min_value,
            high=max_value,
            problem=problem,
        )


class StreamlitValueOutOfRangeError(LocalizableStreamlitException):
    """A parameter is outside of the range it may have."""

    def __init__(
        self, parameter: str, value: Any, min_value: Any, max_value: Any, detail: str = ""
    ) -> None:
        super().__init__(
            "The `{parameter}` parameter, set to {value}, is outside the required range "
            "[{low}, {high}]. {detail}",
            parameter=parameter,
            value=value,
            low=min_value,
            high=max_value,
            detail=detail,
        )


class StreamlitJSNumberBoundsError(LocalizableStreamlitException):
    """A number is too large to be shown exactly."""


class StreamlitDefaultNotInOptionsError(LocalizableStreamlitException):
    """A default is none of the options."""

    def __init__(self, value: Any, parameter: str = "default") -> None:
        super().__init__(
            "The {parameter} value {value!r} is none of the options. "
            "Every {parameter} value must be one of them.",
            value=value,
            parameter=parameter,
        )


class StreamlitInvalidNumberFormatError(LocalizableStreamlitException):
    """A number format string cannot format a number."""

    def __init__(self, format: str) -> None:
        super().__init__(
            "The format {format} of `st.number_input` cannot write a number.",
            format=format,
        )


class StreamlitBadTimeStringError(LocalizableStreamlitException):
    """A duration such as `1d` or `250ms` cannot be read."""

    def __init__(self, bad_string: str) -> None:
        super().__init__(
            "Time string {bad!r} is not understood. Write e.g. '1d', '2h 30m', '10s' or '250ms'.",
            bad=bad_string,
        )


class StreamlitInvalidColorError(LocalizableStreamlitException):
    """A colour is neither hex, a tuple of numbers, nor a known name."""

    def __init__(self, color: Any) -> None:
        super().__init__(
            "`{color!r}` is not a colour. Write a hex string such as '#ff0000', a tuple of three "
            "or four numbers such as (255, 0, 0), or a basic colour name such as 'red'.",
            color=color,
        )


class StreamlitInvalidWidthError(LocalizableStreamlitException):
    """A width is neither a positive number of pixels nor a known word."""

    def __init__(self, value: Any, allow_content: bool = False) -> None:
        super().__init__(
            "Invalid width value: {value!r}. A width is a positive number of pixels{words}.",
            value=value,
            words=", 'stretch' or 'content'" if allow_content else " or 'stretch'",
        )


class StreamlitInvalidHeightError(LocalizableStreamlitException):
    """A height is neither a positive number of pixels nor a known word."""

    def __init__(self, value: Any, allow_content: bool = False) -> None:
        super().__init__(
            "Invalid height value: {value!r}. A height is a positive number of pixels{words}.",
            value=value,
            words=", 'stretch' or 'content'" if allow_content else " or 'stretch'",
        )


class StreamlitIncompatibleParametersError(LocalizableStreamlitException):
    """Two parameters exclude each other."""


class StreamlitMissingRequiredParameterError(LocalizableStreamlitException):
    """A parameter that is needed here was not given."""


class StreamlitPageNotFoundError(LocalizableStreamlitException):
    """A page that a command names is not there."""

    def __init__(
        self, page: str, main_script_directory: str = "", uses_pages_directory: bool = False
    ) -> None:
        super().__init__(
            "Could not find page: {page}. Pages are given relative to the folder of the main "
            "script{folder}.",
            page=page,
            folder=f" ({main_script_directory})" if main_script_directory else "",
        )


class StreamlitInvalidFormCallbackError(LocalizableStreamlitException):
    """A widget in a form has a callback, which only its submit button may have."""

    def __init__(self) -> None:
        super().__init__(
            "A widget in a form sends nothing by itself, so it cannot have a callback: give it to "
            "the form's `st.form_submit_button`."
        )


class StreamlitValueAssignmentNotAllowedError(LocalizableStreamlitException):
    """The key of a button or the like was set through `st.session_state`."""

    def __init__(self, key: str) -> None:
        super().__init__(
            "Values for the widget with `key` '{key}' cannot be set using `st.session_state`.",
            key=key,
        )


class StreamlitWidgetAlreadyInstantiatedError(LocalizableStreamlitException):
    """A widget's key was set after the widget was drawn."""

    def __init__(self, key: str) -> None:
        super().__init__(
            "`st.session_state.{key}` cannot be modified after the widget with key `{key}` is "
            "instantiated. Set it before the widget is drawn, or in a callback.",
            key=key,
        )


class UnserializableSessionStateError(LocalizableStreamlitException):
    """A value in session state cannot be pickled."""


class StreamlitQueryParamDictValueError(LocalizableStreamlitException):
    """A query parameter was given a dictionary."""

    def __init__(self, key: str) -> None:
        super().__init__("You cannot set a query params key (`{key}`) to a dictionary.", key=key)


class StreamlitSecretNotFoundError(Error, FileNotFoundError):
    """No secrets were found where one was asked for."""


class FragmentStorageKeyError(Error, KeyError):
    """A fragment is not there any more."""


class FragmentHandledException(Exception):
    """An exception that a fragment has shown already."""


class MediaFileStorageError(Exception):
    """A picture's file cannot be read."""


class NotBuiltYet(Error):
    """A name of Streamlit's that sttui does not have yet."""


class BidiComponentError(LocalizableStreamlitException):
    """Something is wrong with a component of version 2."""


class BidiComponentInvalidIdError(BidiComponentError):
    """A part of a component's identity holds what separates the parts."""

    def __init__(self, part: str, delimiter: str) -> None:
        super().__init__(
            "The `{part}` of a component's ID must not contain `{delimiter}`.",
            part=part,
            delimiter=delimiter,
        )


class BidiComponentInvalidCallbackNameError(BidiComponentError):
    """A component's callback has no name between `on_` and `_change`."""

    def __init__(self, callback_name: str) -> None:
        super().__init__(
            "The callback `{callback_name}` names no value: call it `on_<name>_change`, with the "
            "name of the state or trigger value that it waits for.",
            callback_name=callback_name,
        )


class BidiComponentInvalidDefaultKeyError(BidiComponentError):
    """A component's default is for a value that no callback names."""

    def __init__(self, state_key: str, available_keys: list[str]) -> None:
        super().__init__(
            "`default` has a value for `{state_key}`, which no callback names: pass "
            "`on_{state_key}_change=lambda: None` too. Named are: {available_keys}.",
            state_key=state_key,
            available_keys=", ".join(available_keys) or "none",
        )


class BidiComponentUnserializableDataError(BidiComponentError):
    """A component's `data` is nothing that can be sent to it."""

    def __init__(self) -> None:
        super().__init__(
            "The `data` of a component must be plain data: text, numbers, lists, dictionaries, "
            "bytes or tables."
        )


class StreamlitComponentRegistryError(Error):
    """An installed component cannot be loaded."""
