# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file with a pre-shared key, on the controller: its path, its content, and the one place that generates a key."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import string
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from ansible_collections.sitelink.vpnaas.plugins.module_utils._errors import InvalidInput

ALPHABET = string.ascii_letters + string.digits
LENGTH = 48
#: A key has at most 255 characters, so at most 1020 bytes: a file above this limit holds something else.
MAX_BYTES = 4096
#: A name ends as in Ansible's options of type path (os.path.expandvars).
VARIABLE = re.compile(r"\$(?:(\w+)|\{([^}]*)\})", re.ASCII)
KINDS = (
    (stat.S_ISDIR, "directory"),
    (stat.S_ISFIFO, "named pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)
#: The errors of a file system without hard links.
NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


@dataclass(frozen=True)
class KeyFile:
    """The content of a key's file, and its state."""

    key: str = field(repr=False)
    #: whether group or others have access to the file
    open_to_others: bool
    #: changes with every write to the file; reveals nothing about the key
    version: str


def resolve(text: str, folder: str, environment: Mapping[str, str]) -> str:
    """The absolute path that the text stands for: ``$NAME`` and ``${NAME}`` replaced by the environment's values, then
    ``~`` or ``~user`` at the beginning by a home directory, each once, and a relative path taken from ``folder``.

    The order is that of Ansible's options of type path. Raises ``InvalidInput`` for a variable that is not set or
    empty, and for an unknown home directory.
    """

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if not environment.get(name):
            raise InvalidInput(
                [f"{text}: the environment variable {name} is not set or empty: set it, or write the path without it"]
            )
        return environment[name]

    path = VARIABLE.sub(value, text)
    if path.startswith("~"):
        user = path.split("/", 1)[0]
        path = os.path.expanduser(path)
        if path.startswith("~") or not os.path.isabs(path):
            raise InvalidInput([f"{text}: the home directory {user} is not known: write the path without it"])
    if not path or "\0" in path:
        raise InvalidInput(["the path of the key's file is empty or holds a null character: name a file"])
    # Not normalized: behind a symbolic link ".." leads elsewhere for the operating system than for the text.
    return os.path.join(folder, path).rstrip("/") or "/"


def exists(path: str) -> bool:
    """Whether there is something at the path, be it a dangling link. Raises ``InvalidInput`` without a folder."""
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        raise InvalidInput([f"{path}: there is no folder for the key's file: create it"])
    return os.path.lexists(path)


def read_key(path: str) -> KeyFile:
    """The key in the file, which is secret, and the state of the file.

    Raises ``InvalidInput``, without the content, for anything but a regular file with one line of text.
    """
    try:
        # Before the file is opened: to open a device may already have an effect.
        _refuse_special(path, os.stat(path))
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            state = os.fstat(descriptor)
            _refuse_special(path, state)
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidInput([f"{path}: the key cannot be read: {error.strerror}"]) from None
    version = f"{state.st_dev}-{state.st_ino}-{state.st_size}-{state.st_mtime_ns}"
    return KeyFile(_key_in(content, path), bool(state.st_mode & 0o077), version)


def write_new_key(path: str) -> bool:
    """Generate a key into the file, mode 0600; False if there is a file by now, which is then left alone.

    The file appears with its key in it, so another run that finds it can read it. Raises ``InvalidInput``.
    """
    folder, name = os.path.split(path)
    draft = os.path.join(folder, f".{name[:100]}.{secrets.token_hex(8)}")
    try:
        _write_exclusively(draft)
        try:
            os.link(draft, path)
        finally:
            os.unlink(draft)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno in NO_LINKS:
            return _write_in_place(path)
        raise _not_written(path, error) from None
    return True


def refuse_unwritable(path: str) -> None:
    """For check mode: raises ``InvalidInput`` if no file can be created in the folder."""
    if not os.access(os.path.dirname(path), os.W_OK | os.X_OK):
        raise InvalidInput([f"{path}: the key's file cannot be written: {os.strerror(errno.EACCES)}"])


def _write_in_place(path: str) -> bool:
    """Without hard links: a run that is killed here leaves an empty file, which the next run refuses."""
    try:
        _write_exclusively(path)
    except FileExistsError:
        return False
    except OSError as error:
        raise _not_written(path, error) from None
    return True


def _write_exclusively(path: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, 0o600)  # whatever the umask took away
            file.write(_new_key().encode("ascii"))
            file.flush()
            os.fsync(descriptor)
    except OSError:
        with suppress(OSError):
            os.unlink(path)
        raise


def _new_key() -> str:
    """48 letters and digits, 285 bits: every gateway takes them, in quotes or without."""
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))


def _not_written(path: str, error: OSError) -> InvalidInput:
    return InvalidInput([f"{path}: the key's file cannot be written: {error.strerror}"])


def _refuse_special(path: str, state: os.stat_result) -> None:
    if not stat.S_ISREG(state.st_mode):
        kind = next((title for is_kind, title in KINDS if is_kind(state.st_mode)), "special file")
        raise InvalidInput([f"{path}: this is a {kind}: name a regular file, or give the key itself"])


def _key_in(content: bytes, path: str) -> str:
    """The one line of the content, without the line break at its end."""
    if len(content) > MAX_BYTES:
        raise InvalidInput([f"{path}: the file has more than {MAX_BYTES} bytes, a key at most 255 characters"])
    if content.startswith(b"$ANSIBLE_VAULT;"):
        raise InvalidInput([f"{path}: the file is encrypted with Ansible Vault: give its content as the key itself"])
    try:
        text = content.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise InvalidInput([f"{path}: the key is not UTF-8 text: save the file as UTF-8 without a BOM"]) from None
    if text.startswith("\ufeff"):
        raise InvalidInput([f"{path}: the file begins with a byte order mark: save it as UTF-8 without a BOM"])
    if not text.strip():
        raise InvalidInput([f"{path}: the file is empty: remove it, or write a key into it"])
    if len(text.splitlines()) > 1:
        raise InvalidInput([f"{path}: the file has several lines: write the key alone into it, in one line"])
    return text
