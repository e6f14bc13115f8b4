"""Turns what comes from a terminal into events, and lets nothing else through.

A terminal sends more than keys: replies to questions, pastes, broken sequences, and whatever a
hostile client likes. Textual types a reply into the page, takes what follows an escape in a paste
for keys, and raises at numbers it does not expect. So the stream is cut into whole tokens here;
only those that are known to be keys, or the mouse, reach Textual's parser.
"""

from __future__ import annotations

import codecs
import re
import time
from collections.abc import Callable
from typing import Final

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

KEY_PAUSE: Final = 0.05
"""Seconds after which an escape that nothing follows is the Escape key."""
REPLY_PAUSE: Final = 0.5
"""The same while a reply is awaited: it may come in pieces on a slow line."""
SILENCE: Final = 1.0
"""Seconds after which a sequence that has begun is given up."""
PASTE_SILENCE: Final = 5.0
"""Seconds after which a paste that has begun is taken to be at its end."""
LONGEST_REPLY: Final = 4096
LONGEST_SEQUENCE: Final = 64
LARGEST_PASTE: Final = 1 << 20
"""Most characters of a paste; the rest of it is left out."""

_ESC: Final = "\x1b"
_PASTE: Final = "\x1b[200~"
_PASTED: Final = "\x1b[201~"
_STRING: Final = re.compile(r"\x1b(?:\]\d|P[\d>!+$=|]|_G|[\^X])")
"""How strings begin that terminals send: OSC, DCS, APC, PM, SOS."""
_STRING_MAYBE: Final = re.compile(r"\x1b[\]P_]")
_STRING_END: Final = re.compile("\x07|\x1b\\\\|\x9c|\x18|\x1a|\x1b(?!\\Z)")
_SEQUENCE: Final = re.compile(r"\x1b\[(?:\[[A-Z]|(?!\[)[ -?]*[@-~])")
_SEQUENCE_BEGUN: Final = re.compile(r"\x1b\[(?:\[|[ -?]*)\Z")
_SEQUENCE_HEAD: Final = re.compile(r"\x1b\[(?:\[|[ -?]*)")
_MOUSE: Final = re.compile(r"\x1b\[<\d{1,4};-?\d{1,5};-?\d{1,5}[Mm]")
_KEY: Final = re.compile(
    r"\x1b\[(\d{0,7})(?:[:\d]*)(?:;(\d{0,3})(?::(\d{0,2}))?)?(?:;([\d:]{0,40}))?([u~ABCDEFHPQS])"
)
# Shift+F3 of some terminals looks the same; it is a key that nothing here is bound to.
_POSITION: Final = re.compile(r"\x1b\[\d+;\d+R")
_FOCUS: Final = ("\x1b[I", "\x1b[O")
# Newlines and tabs are what a paste may hold besides text.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_C1: Final = re.compile("[\x80-\x9f]")


class Intake:
    """The input of one terminal: `feed` takes its bytes and returns events.

    However the bytes are cut into pieces, the events are the same. Only time makes a difference:
    call `tick` once `deadline` has passed.
    """

    def __init__(self, reply: Callable[[str], object] = lambda reply: None) -> None:
        self.reply = reply
        """Called with each reply of the terminal, such as `ESC ] 11 ; rgb:... BEL`."""
        self.is_asked = False
        """Whether an answer is awaited: an escape is then held for longer."""
        self.dropped = 0
        """How many sequences were left out since nobody knows what they mean."""
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser()
        self._held = ""
        self._since = 0.0
        self._paste: list[str] | None = None
        self._paste_size = 0
        self._lost = ""
        """What is being left out up to its end: "string" or "sequence"."""
        self._skip = 0
        """Characters to leave out: the coordinates of a mouse of the oldest kind."""

    def feed(self, data: bytes) -> list[Message]:
        """Take bytes; return the events that are complete."""
        text = self._held + self._decode(data)
        self._held = ""
        if data:
            self._since = time.monotonic()
        found: list[Message] = []
        while text:
            text = self._step(text, found)
        return found

    @property
    def deadline(self) -> float | None:
        """When `tick` is to be called, by `time.monotonic`; None where nothing is held."""
        if self._paste is not None:
            return self._since + PASTE_SILENCE
        if self._lost or self._skip:
            return self._since + SILENCE
        if not self._held:
            return None
        if len(self._held) > 2:
            return self._since + SILENCE
        return self._since + (REPLY_PAUSE if self.is_asked else KEY_PAUSE)

    def tick(self) -> list[Message]:
        """Return the events of what is held for too long: nothing more came."""
        deadline = self.deadline
        if deadline is None or time.monotonic() < deadline:
            return []
        held, self._held = self._held, ""
        found: list[Message] = []
        if self._paste is not None:
            self._put_paste(held, found)
        elif self._lost or self._skip:
            self._lost, self._skip = "", 0
        elif len(held) <= 2:
            self._key(held, found)
        else:
            self.dropped += 1
            self._lost = "string" if _STRING.match(held) else "sequence"
            self._since = time.monotonic()
        return found

    # -- one token

    def _step(self, text: str, found: list[Message]) -> str:
        """Take a token off the front of a text; hold what may go on."""
        if self._paste is not None:
            return self._pasted(text, found)
        if self._lost:
            return self._lose(text)
        if self._skip:
            taken = min(self._skip, len(text))
            self._skip -= taken
            return text[taken:]
        if text[0] != _ESC:
            plain, escape, rest = text.partition(_ESC)
            for character in _C1.sub("", plain):
                self._parse(character, found)
            return escape + rest
        return self._escape(text, found)

    def _escape(self, text: str, found: list[Message]) -> str:
        if len(text) == 1:
            return self._hold(text)
        if text[1] == "[":
            return self._sequence(text, found)
        if _STRING.match(text):
            return self._string(text)
        if len(text) == 2 and (text[1] == "O" or _STRING_MAYBE.match(text)):
            return self._hold(text)
        if text[1] == _ESC:
            self._key(_ESC, found)
            return text[1:]
        size = 3 if text[1] == "O" and text[:3] in ANSI_SEQUENCES_KEYS else 2
        self._key(text[:size], found)
        return text[size:]

    def _hold(self, text: str) -> str:
        self._held = text
        return ""

    def _string(self, text: str) -> str:
        """Take a whole string; it is a reply."""
        end = _STRING_END.search(text, 2)
        if end is None:
            if len(text) <= LONGEST_REPLY:
                return self._hold(text)
            self.dropped += 1
            self._lost = "string"
            # Its end may have come in part.
            return _ESC if text.endswith(_ESC) else ""
        if end[0] == _ESC:
            # Something else begins: the string is broken.
            self.dropped += 1
            return text[end.start() :]
        if end.end() <= LONGEST_REPLY and end[0] not in "\x18\x1a":
            self.reply(text[: end.end()])
        else:
            self.dropped += 1
        return text[end.end() :]

    def _lose(self, text: str) -> str:
        """Leave out what goes on of something too long, or too late."""
        if self._lost == "string":
            if end := _STRING_END.search(text):
                self._lost = ""
                return text[end.start() if end[0] == _ESC else end.end() :]
            return self._hold(_ESC) if text.endswith(_ESC) else ""
        for at, character in enumerate(text):
            if not " " <= character <= "?":
                self._lost = ""
                return text[at + ("@" <= character <= "~") :]
        return ""

    def _sequence(self, text: str, found: list[Message]) -> str:
        whole = _SEQUENCE.match(text)
        if whole is None:
            if _SEQUENCE_BEGUN.match(text):
                if len(text) <= LONGEST_SEQUENCE:
                    return self._hold(text)
                self._lost = "sequence"
                self.dropped += 1
                return ""
            # Something else begins in the midst of it.
            self.dropped += 1
            head = _SEQUENCE_HEAD.match(text)
            return text[head.end() if head else 2 :]
        sequence, rest = whole[0], text[whole.end() :]
        if sequence == _PASTE:
            self._paste, self._paste_size = [], 0
        elif sequence == "\x1b[M":
            self._skip = 3
        elif sequence == _PASTED or len(sequence) > LONGEST_SEQUENCE:
            self.dropped += 1
        elif sequence in _FOCUS or _MOUSE.fullmatch(sequence):
            self._parse(sequence, found)
        elif sequence[2] in "?>=" or sequence[-1] == "t" or _POSITION.fullmatch(sequence):
            self.reply(sequence)
        elif sequence in ANSI_SEQUENCES_KEYS:
            self._parse(sequence, found)
        elif known := _known_key(sequence):
            self._parse(known, found)
        elif _KEY.fullmatch(sequence) is None:
            self.dropped += 1
        return rest

    # -- pastes

    def _pasted(self, text: str, found: list[Message]) -> str:
        """Collect what is pasted: whatever it holds, it is neither a key nor a reply."""
        before, end, rest = text.partition(_PASTED)
        if end:
            self._put_paste(before, found)
            return rest
        # The mark of the end may have come in part.
        cut = next((n for n in range(5, 0, -1) if text.endswith(_PASTED[:n])), 0)
        self._collect(text[: len(text) - cut])
        return self._hold(text[len(text) - cut :])

    def _collect(self, text: str) -> None:
        assert self._paste is not None
        room = LARGEST_PASTE - self._paste_size
        self._paste.append(text[:room])
        self._paste_size += len(text[:room])

    def _put_paste(self, last: str, found: list[Message]) -> None:
        self._collect(last)
        text = "".join(self._paste or ())
        self._paste = None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text := _CONTROLS.sub("", text):
            found.append(events.Paste(text))

    # -- Textual's parser

    def _key(self, sequence: str, found: list[Message]) -> None:
        if sequence == _ESC:
            found.append(events.Key("escape", _ESC))
        elif not "\x80" <= sequence[1] <= "\x9f":
            self._parse(sequence, found)

    def _parse(self, token: str, found: list[Message]) -> None:
        """Let Textual's parser name a token; it must not wait for more, nor keep anything."""
        try:
            found.extend(self._parser.feed(token))
            if self._parser._timeout_time is not None:
                self._parser._timeout_time = 0.0
                found.extend(self._parser.tick())
        except Exception:
            self.dropped += 1
            self._parser = XTermParser()


def _known_key(sequence: str) -> str:
    """Return a sequence of kitty's keyboard protocol as Textual reads it, or "".

    What it does not read, and would take for keys or raise at, is left out: releases of keys,
    alternate codes, numbers that are no characters.
    """
    found = _KEY.fullmatch(sequence)
    if found is None:
        return ""
    code, modifiers, kind, text, final = (part or "" for part in found.groups())
    if kind == "3" or int(modifiers or 0) > 256:
        return ""
    if final == "u":
        if not code or (f"{int(code)}u" not in FUNCTIONAL_KEYS and not _is_text(int(code))):
            return ""
    elif f"{int(code or 1)}{final}" not in FUNCTIONAL_KEYS:
        return ""
    typed = ":".join(part for part in text.split(":") if part and _is_text(int(part)))
    return f"\x1b[{int(code or 1)};{int(modifiers or 1)}{';' + typed if typed else ''}{final}"


def _is_text(code: int) -> bool:
    """Say whether a number is that of a character that can be typed."""
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or 0xE000 <= code <= 0xF8FF:
        return False
    return code >= 32 and not 0x7F < code < 0xA0
