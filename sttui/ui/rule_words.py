"""What a column takes, in a few words."""

from __future__ import annotations

from typing import Any, Final

from sttui.core.clean import one_line
from sttui.elements.rules import Rule

_WORDS: Final = {
    "text": "text",
    "markdown": "text",
    "link": "link",
    "number": "number",
    "checkbox": "yes or no",
    "date": "date, YYYY-MM-DD",
    "time": "time, HH:MM",
    "datetime": "date and time, YYYY-MM-DD HH:MM",
    "list": "list, apart by commas",
    "multiselect": "list, apart by commas",
}


def words_of(rule: Rule) -> str:
    """Return what a column takes: `price: number, 0 to 10, needed`."""
    name = "index" if rule.name == "_index" else one_line(rule.name)
    if not rule.editable:
        return f"{name}: cannot be edited"
    parts = [_WORDS.get(rule.type, "")]
    if rule.type == "number":
        whole = rule.kind == "int"
        parts = ["seconds" if rule.kind == "timedelta" else "whole number" if whole else "number"]
    if rule.options:
        texts = [text for _, text in rule.options]
        some = f"one of {len(texts)}" if len(texts) > 4 else ", ".join(texts)
        parts = [some] if rule.type == "selectbox" else [*parts, some]
    parts.append(_span(rule.low, rule.high))
    if rule.most is not None:
        parts.append(f"up to {rule.most} characters")
    if rule.required:
        parts.append("needed")
    return f"{name}: {', '.join(part for part in parts if part)}"


def _span(low: Any, high: Any) -> str:
    if low is not None and high is not None:
        return f"{low} to {high}"
    if low is not None:
        return f"at least {low}"
    return f"at most {high}" if high is not None else ""
