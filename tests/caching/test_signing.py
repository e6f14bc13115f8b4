"""The key: made once, private, and refused where others could know it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sttui.caching import signing
from sttui.caching.signing import Untrusted
from sttui.core.config import Config


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a state folder and options of its own; return where its key will be."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("sttui.core.config.current", config := Config())
    config.load(environ={}, cwd=tmp_path, home=tmp_path)
    return tmp_path / "sttui" / "cache.key"


def use_key(text: str) -> None:
    from sttui.core import config

    config.current.set("cache.key", text)


def test_a_key_is_made_once_and_for_its_owner_only(own_place: Path) -> None:
    first = signing.key()
    assert (len(first), own_place.read_bytes()) == (32, first)
    assert own_place.stat().st_mode & 0o777 == 0o600
    assert own_place.parent.stat().st_mode & 0o777 == 0o700
    signing._keys.clear()
    assert signing.key() == first
    assert [path.name for path in own_place.parent.iterdir()] == ["cache.key"]


def test_processes_that_start_together_make_one_key(own_place: Path) -> None:
    code = "from sttui.caching import signing; print(signing.name())"
    command = [sys.executable, "-c", code]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate(timeout=60)[0] for process in started}) == 1


def test_a_signature_is_of_these_bytes_and_this_key() -> None:
    signed = signing.signature([b"ab", b"c"])
    assert signing.is_signed([b"abc"], signed)
    assert not signing.is_signed([b"abd"], signed)
    assert not signing.is_signed([b"abc"], signed[:-1] + bytes([signed[-1] ^ 1]))
    use_key("another key of ours")
    assert not signing.is_signed([b"abc"], signed)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_can_read_is_refused(own_place: Path, mode: int) -> None:
    signing.key()
    signing._keys.clear()
    own_place.chmod(mode)
    with pytest.raises(Untrusted, match=r"others can read .*cache\.key.*chmod 600"):
        signing.key()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_key_of_somebody_else_is_refused(own_place: Path) -> None:
    signing.key()
    signing._keys.clear()
    os.chown(own_place, 12345, 12345)
    with pytest.raises(Untrusted, match="belongs to another user"):
        signing.key()


def test_a_link_and_a_cut_file_are_refused(own_place: Path, tmp_path: Path) -> None:
    own_place.parent.mkdir()
    other = tmp_path / "other"
    other.write_bytes(b"x" * 32)
    other.chmod(0o600)
    own_place.symlink_to(other)
    with pytest.raises(Untrusted, match=r"set cache\.key instead"):
        signing.key()
    own_place.unlink()
    own_place.write_bytes(b"short")
    own_place.chmod(0o600)
    with pytest.raises(Untrusted, match="delete it"):
        signing.key()


def test_no_place_for_a_key_is_told(own_place: Path, tmp_path: Path) -> None:
    (tmp_path / "sttui").write_text("a file where a folder should be")
    with pytest.raises(Untrusted, match=r"set cache\.key instead"):
        signing.key()


def test_a_shared_key_makes_servers_agree(own_place: Path) -> None:
    own = signing.name()
    assert signing.is_own()
    use_key("correct horse battery staple")
    name, signed = signing.name(), signing.signature([b"x"])
    assert name != own and not signing.is_own()
    assert "horse" not in name
    use_key("correct horse battery stapler")
    assert signing.name() != name and not signing.is_signed([b"x"], signed)


def test_a_short_key_is_refused_without_being_shown() -> None:
    use_key("hunter2")
    with pytest.raises(Untrusted, match="7 characters and needs at least 16") as caught:
        signing.key()
    assert "hunter2" not in str(caught.value)
