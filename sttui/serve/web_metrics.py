"""Figures of a running server, in the format of OpenMetrics."""

from __future__ import annotations

import contextlib
import resource
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from sttui.serve.server import Server
from sttui.serve.web_line import WebLine

METRICS_TYPE: Final = "application/openmetrics-text; version=1.0.0; charset=utf-8"

_BEGAN: Final = time.time()


def metrics(server: Server, counts: Mapping[str, int], lines: Iterable[WebLine]) -> str:
    """Return the figures."""
    viewers = tuple(server.viewers)
    looking = sum(viewer.is_attached for viewer in viewers)
    open_lines = tuple(lines)
    sent = counts.get("sent", 0) + sum(line.sent for line in open_lines)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    parts = [
        _metric("sttui_sessions", "gauge", "Sessions", [("viewed", looking)], "state"),
        f'sttui_sessions{{state="kept"}} {len(viewers) - looking}',
        _metric("sttui_scripts_running", "gauge", "Scripts that run now"),
        f"sttui_scripts_running {sum(viewer.session.is_running for viewer in viewers)}",
        _metric("sttui_web_tabs_open", "gauge", "Browser tabs that are connected"),
        f"sttui_web_tabs_open {len(open_lines)}",
        _metric("sttui_web_tabs", "counter", "Browser tabs that have connected"),
        f"sttui_web_tabs_total {counts.get('tabs', 0)}",
        _metric("sttui_web_refused", "counter", "Requests that were refused"),
        f"sttui_web_refused_total {counts.get('refused', 0)}",
        _metric("sttui_web_sent_bytes", "counter", "Bytes sent to browsers", unit="bytes"),
        f"sttui_web_sent_bytes_total {sent}",
        _metric("process_cpu_seconds", "counter", "Processor time", unit="seconds"),
        f"process_cpu_seconds_total {usage.ru_utime + usage.ru_stime:.2f}",
        _metric("process_resident_memory_bytes", "gauge", "Memory", unit="bytes"),
        f"process_resident_memory_bytes {_memory()}",
        _metric("process_start_time_seconds", "gauge", "When it began", unit="seconds"),
        f"process_start_time_seconds {_BEGAN:.3f}",
        "# EOF\n",
    ]
    return "\n".join(parts)


def _metric(
    name: str,
    kind: str,
    help: str,
    values: Iterable[tuple[str, int]] = (),
    label: str = "",
    *,
    unit: str = "",
) -> str:
    lines = [f"# TYPE {name} {kind}"]
    if unit:
        lines.append(f"# UNIT {name} {unit}")
    lines.append(f"# HELP {name} {help}.")
    lines += [f'{name}{{{label}="{word}"}} {value}' for word, value in values]
    return "\n".join(lines)


def _memory() -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
