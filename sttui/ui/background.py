"""Asks the terminal what its background is, and keeps its replies out of what is typed.

The question (OSC 11) is followed by one that every terminal answers (DA1): so its answer tells
that there will be none to the first. Nobody waits for either: the question goes out first of all,
and the answer is read once the app has been imported. One that comes later is told to the app.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

Tone = Literal["light", "dark"]

QUESTION: Final = "\x1b]11;?\x1b\\\x1b[c"
FOLLOW: Final = "\x1b[?2031h"
"""Asks to be told when the terminal goes from light to dark or back."""
UNFOLLOW: Final = "\x1b[?2031l"
PATIENCE: Final = 0.1
"""Seconds from the question on that the first paint may wait for an answer."""
SILENCE: Final = 1.0
"""Seconds after which a reply that has begun is given up."""
LONGEST: Final = 4096

_ESC: Final = "\x1b"
_PASTE: Final = "\x1b[200~"
_PASTED: Final = "\x1b[201~"
_FOCUS: Final = "\x1b[I"
# They are compiled when the first of them is needed: the app's start has no time for it.
_COLOUR: Final = (
    r"(?i)(?:rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})(?:/[0-9a-f]{1,4})?"
    r"|#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2}))"
)
# What can be the beginning of a reply: strings (OSC, DCS, APC) and private sequences.
_STRING: Final = r"\x1b(?:\](?=\d)|P(?=[>!+$0-9])|_(?=G))[^\x07\x1b]*(?:\x07|\x1b\\)"
_STRING_BEGUN: Final = (
    r"\x1b(?:\](?:\d[^\x07\x1b]*)?|P(?:[>!+$0-9][^\x07\x1b]*)?|_(?:G[^\x07\x1b]*)?)\x1b?"
)
_STRING_BROKEN: Final = r"\x1b(?:\]\d|P[>!+$]|_G)[^\x07\x1b]*(?=\x1b)"
_SEQUENCE: Final = r"\x1b\[(?:[?>=][\d;]*[cnuSR]|[4689];\d+;\d+t)"
_SEQUENCE_BEGUN: Final = r"\x1b(?:\[(?:[?>=][\d;]*|[4689](?:;[\d;]*)?)?)?"
_TAIL: Final = r"[0-9a-fA-F/:rgb;?]{0,40}(?:\x07|\x1b\\)"
_SCHEME: Final = r"\x1b\[\?997;([12])n"


class Background:
    """What is known of a terminal's background, from its replies among what is typed.

    One for each terminal: `feed` takes all that comes from it and gives back what is typed.
    """

    def __init__(self, ask: Callable[[str], object] = lambda sequence: None) -> None:
        self.ask = ask
        """Writes a question to the terminal."""
        self.tone: Tone | None = None
        """What the background is; None while nobody knows."""
        self.colour = ""
        """The background as `#rrggbb`, where the terminal told it."""
        self.answered = False
        """Whether the terminal has answered all that it was asked."""
        self.changed: Callable[[Tone], object] = lambda tone: None
        """Called when the tone is known, or another."""
        self._held = ""
        self._held_since = 0.0
        self._lost = False
        self._pasting = False
        self._scheme: Tone | None = None
        self._asked = 0.0

    def question(self) -> None:
        """Ask again, but not in quick succession."""
        now = time.monotonic()
        if now - self._asked >= PATIENCE:
            self._asked = now
            self.ask(QUESTION)

    def feed(self, text: str) -> str:
        """Take what came from the terminal; return it without the replies."""
        text, self._held = self._held + text, ""
        if self._lost:
            # The end of a reply that was given up, on a line that is slow.
            self._lost = False
            if found := re.match(_TAIL, text):
                text = text[found.end() :]
        typed: list[str] = []
        while text:
            if self._pasting:
                text = self._paste(text, typed)
                continue
            at = text.find(_ESC)
            if at < 0:
                typed.append(text)
                break
            typed.append(text[:at])
            text = self._escape(text[at:], typed)
        return "".join(typed)

    def _paste(self, text: str, typed: list[str]) -> str:
        """Pass on what is pasted: whatever it holds, it is no reply."""
        before, end, rest = text.partition(_PASTED)
        if not end:
            # The mark of the end may have come in part.
            cut = next((n for n in range(5, 0, -1) if text.endswith(_PASTED[:n])), 0)
            before, self._held = text[: len(text) - cut], text[len(text) - cut :]
            self._held_since = time.monotonic()
        self._pasting = not end
        typed.append(before + end)
        return rest

    def _escape(self, text: str, typed: list[str]) -> str:
        """Take a reply off the front of a text, or pass its first character on."""
        if found := re.match(_STRING, text) or re.match(_SEQUENCE, text):
            self._reply(found[0])
            return text[found.end() :]
        if text.startswith(_PASTE):
            self._pasting = True
            typed.append(_PASTE)
            return text[len(_PASTE) :]
        begun = re.fullmatch(_STRING_BEGUN, text) or re.fullmatch(_SEQUENCE_BEGUN, text)
        if begun and len(text) <= LONGEST:
            self._held = text
            self._held_since = time.monotonic()
            return ""
        if begun:
            self._lost = True
            return ""
        if broken := re.match(_STRING_BROKEN, text):
            return text[broken.end() :]
        if text.startswith(_FOCUS) and self.colour:
            # Many terminals tell of no change; this is when one is likely to matter.
            self.question()
        typed.append(text[0])
        return text[1:]

    @property
    def is_holding(self) -> bool:
        """Whether the last characters may be the beginning of a reply."""
        return bool(self._held)

    def release(self) -> str:
        """Return what is held if it is a key after all; call it when nothing more came."""
        held = self._held
        if not held:
            return ""
        if len(held) <= 2:
            # Escape itself, or Alt with a character that replies begin with.
            self._held = ""
            return held
        if time.monotonic() - self._held_since > SILENCE:
            self._held = ""
            if self._pasting:
                return held
            self._lost = True
        return ""

    def _reply(self, reply: str) -> None:
        if reply.startswith("\x1b]11;"):
            colour = colour_of(reply)
            if colour:
                self.colour = colour
                self._tell(tone_of(colour))
                self._scheme = None
        elif found := re.fullmatch(_SCHEME, reply):
            self._scheme = "dark" if found[1] == "1" else "light"
            self._asked = 0.0
            self.question()
        elif reply.startswith("\x1b[?") and reply.endswith("c"):
            self.answered = True
            if self._scheme is not None:
                # It tells of light and dark, but not of its colours.
                self._tell(self._scheme)
                self._scheme = None

    def _tell(self, tone: Tone) -> None:
        if tone != self.tone:
            self.tone = tone
            self.changed(tone)


def colour_of(reply: str) -> str:
    """Return the colour in a reply to OSC 11 as `#rrggbb`, or ""."""
    found = re.search(_COLOUR, reply)
    if found is None:
        return ""
    parts = [part for part in found.groups() if part]
    levels = (round(int(part, 16) / (16 ** len(part) - 1) * 255) for part in parts)
    return "#" + "".join(f"{level:02x}" for level in levels)


def tone_of(colour: str) -> Tone:
    """Say whether a background is light or dark."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "light" if 0.299 * red + 0.587 * green + 0.114 * blue > 127.5 else "dark"


def tone_of_environment(environ: Mapping[str, str]) -> Tone | None:
    """Return what `COLORFGBG` ("15;0") says of the background, or None."""
    number = environ.get("COLORFGBG", "").rpartition(";")[2]
    if not number.isdecimal() or int(number) > 15:
        return None
    return "light" if int(number) in (7, *range(9, 16)) else "dark"


def can_be_asked(environ: Mapping[str, str]) -> bool:
    """Say whether a terminal takes the question for what it is."""
    # Linux's own console printed it until lately.
    return environ.get("TERM", "dumb") not in ("dumb", "linux", "")


class Question:
    """The question to the terminal that sttui was started in, and what came back so far."""

    def __init__(self, read: int, write: int, before: list[Any]) -> None:
        self.read = read
        self.write = write
        self.before = before
        """The terminal's attributes, to be set again at the end."""
        self.asked = time.monotonic()
        self.background = Background()
        self.typed = ""
        """What was typed meanwhile."""
        self.is_taken = False
        """Whether the app reads the terminal's replies by now."""

    def settle(self) -> None:
        """Read what has come; wait for the answer only as long as there is patience."""
        import codecs

        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        while not self.background.answered:
            left = self.asked + PATIENCE - time.monotonic()
            if not select.select([self.read], [], [], max(0.0, left))[0]:
                break
            try:
                data = os.read(self.read, 4096)
            except OSError:
                break
            if not data:
                break
            self.typed += self.background.feed(decode(data))

    def withdraw(self) -> None:
        """Give the terminal back as it was."""
        import termios

        if not self.is_taken:
            # Else the shell would show the answer.
            self.settle()
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(self.read, termios.TCSADRAIN, self.before)


def ask(read: int = 0, write: int = 1, environ: Mapping[str, str] = os.environ) -> Question | None:
    """Ask the terminal for its background, so that the answer is not shown by it.

    Returns:
        None where it cannot be asked.
    """
    if not can_be_asked(environ):
        return None
    try:
        import termios
    except ImportError:
        return None
    try:
        before = termios.tcgetattr(read)
        quiet = termios.tcgetattr(read)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(read, termios.TCSANOW, quiet)
        question = Question(read, write, before)
        os.write(write, QUESTION.encode())
    except (termios.error, OSError):
        return None
    return question
