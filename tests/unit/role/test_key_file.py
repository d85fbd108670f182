# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file with the pre-shared key (C3 of the faults of 1.0.0): path, content, and two runs that create it at the same
time."""

from __future__ import annotations

import os
import pwd
import socket
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput
from ansible_collections.sitelink.vpnaas.plugins.plugin_utils._key_file import (
    KeyFile,
    read_key,
    refuse_unwritable,
    resolve,
    write_new_key,
)

ME = pwd.getpwuid(os.getuid())
ENVIRONMENT = {"NAME": "demo", "DIR": "/srv/keys", "ODD": "a$NAME~", "AT_HOME": "~/keys", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("key.psk", "/play/key.psk"),
        ("keys/../key.psk", "/play/keys/../key.psk"),
        ("/srv/key.psk", "/srv/key.psk"),
        ("~/key.psk", "/home/of/key.psk"),
        ("~", "/home/of"),
        (f"~{ME.pw_name}/key.psk", f"{ME.pw_dir}/key.psk"),
        ("key-$NAME.psk", "/play/key-demo.psk"),
        ("key-${NAME}s.psk", "/play/key-demos.psk"),
        ("$DIR/$NAME", "/srv/keys/demo"),
        # As Ansible's options of type path: variables first, then a home directory at the beginning.
        ("$AT_HOME/key", "/home/of/keys/key"),
        # Each once: what a variable holds is not replaced again.
        ("key-$ODD", "/play/key-a$NAME~"),
        ("a~b", "/play/a~b"),
        ("100$", "/play/100$"),
        ("$-x", "/play/$-x"),
        ("schlüssel mit leerzeichen", "/play/schlüssel mit leerzeichen"),
    ],
)
def test_a_path_is_resolved_once(text: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/of")
    assert resolve(text, "/play", ENVIRONMENT) == path


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("key-$NOT_SET.psk", "NOT_SET"),
        ("${NOT_SET}/key", "NOT_SET"),
        ("$EMPTY/key", "EMPTY"),
        ("~nobody-of-that-name/key", "~nobody-of-that-name"),
        ("a\0b", "null character"),
        ("", "empty"),
    ],
)
def test_a_path_that_cannot_be_resolved_is_an_error_that_names_why(text: str, word: str) -> None:
    with pytest.raises(InvalidInput, match=word):
        resolve(text, "/play", ENVIRONMENT)


@pytest.mark.parametrize(
    ("content", "key"),
    [(b"secret", "secret"), (b"secret\n", "secret"), (b"secret\r\n", "secret"), ("größe 1\n".encode(), "größe 1")],
)
def test_the_one_line_of_the_file_is_the_key(content: bytes, key: str, tmp_path: Path) -> None:
    (tmp_path / "psk").write_bytes(content)
    (tmp_path / "psk").chmod(0o600)
    (tmp_path / "link").symlink_to("psk")
    found = read_key(str(tmp_path / "psk"))
    assert found == read_key(str(tmp_path / "link")) == KeyFile(key, False, found.version)
    assert key not in repr(found)
    (tmp_path / "psk").chmod(0o640)
    assert read_key(str(tmp_path / "psk")) == KeyFile(key, True, found.version)
    (tmp_path / "psk").write_bytes(b"another " + content)
    assert read_key(str(tmp_path / "psk")).version != found.version


def _socket(path: Path) -> None:
    # A socket's address is short, and the folder of a test may have a long name.
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(here)


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (os.mkfifo, "named pipe"),
        (os.mkdir, "directory"),
        (_socket, "socket"),
        (lambda path: path.symlink_to("/dev/zero"), "device"),
        (lambda path: path.symlink_to("nowhere"), "No such file"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"  \n"), "is empty"),
        (lambda path: path.write_bytes(b"secret 1\nsecret 2\n"), "several lines"),
        (lambda path: path.write_bytes(b"\nsecret 1"), "several lines"),
        (lambda path: path.write_bytes("secret\u2028 1".encode()), "several lines"),
        (lambda path: path.write_bytes("\ufeffsecret".encode()), "byte order mark"),
        (lambda path: path.write_bytes("secret".encode("utf-16")), "without a BOM"),
        (lambda path: path.write_bytes(b"secret" * 1000), "4096 bytes"),
        (lambda path: path.write_bytes(b"$ANSIBLE_VAULT;1.1;AES256\n6162\n"), "Ansible Vault"),
    ],
)
def test_a_file_that_is_no_key_is_refused_without_its_content(
    make: Callable[[Path], object], word: str, tmp_path: Path
) -> None:
    make(tmp_path / "psk")
    with pytest.raises(InvalidInput, match=word) as refused:
        read_key(str(tmp_path / "psk"))
    assert str(tmp_path / "psk") in str(refused.value)
    assert "secret" not in str(refused.value)


def test_concurrent_runs_create_one_key_file(tmp_path: Path) -> None:
    for round_number in range(20):
        path = str(tmp_path / f"psk{round_number}")

        def run(_number: int, path: str = path) -> tuple[bool, str]:
            return write_new_key(path), read_key(path).key

        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(run, range(8)))
        assert sorted(written for written, _key in done) == [False] * 7 + [True]
        assert len({key for _written, key in done}) == 1
    assert len(list(tmp_path.iterdir())) == 20  # nothing else is left behind


def test_a_new_file_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "psk"
    before = os.umask(0o777)
    try:
        assert write_new_key(str(path))
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and path.stat().st_nlink == 1
    found = read_key(str(path))
    assert len(found.key) == 48 and found.key.isalnum() and not found.open_to_others


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("nowhere"), Path.touch])
def test_what_is_there_already_is_not_written(make: Callable[[Path], object], tmp_path: Path) -> None:
    make(tmp_path / "psk")
    assert not write_new_key(str(tmp_path / "psk"))
    assert [path.name for path in tmp_path.iterdir()] == ["psk"]


def test_a_folder_that_cannot_be_written_is_named() -> None:
    for path in ("/proc/psk", "/proc/nowhere/psk"):
        with pytest.raises(InvalidInput, match=f"{path}: the key's file cannot be written"):
            write_new_key(path)
    with pytest.raises(InvalidInput, match="/proc/nowhere/psk: the key's file cannot be written"):
        refuse_unwritable("/proc/nowhere/psk")
