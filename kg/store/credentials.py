"""With what a server is asked: a name and password, or a token. Never part of an address, an option or a message."""

from __future__ import annotations

import netrc
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import UsageError

USER, PASSWORD, TOKEN = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"
FILE, PLAIN = "KG_STORE_CREDENTIALS", "KG_STORE_PLAIN"
KEYS = ("user", "password", "token")
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and password, or a token; none of them. `plain` allows to send them where others can listen."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    plain: bool = False

    def __bool__(self) -> bool:
        return bool(self.user or self.token)


def credentials_for(address: str, *, environment: Mapping[str, str] | None = None) -> Credentials:
    """Return what the environment, a file or netrc says for a server; the first of these that says something counts.

    `KG_STORE_TOKEN`, or `KG_STORE_USER` and `KG_STORE_PASSWORD`; the file that `KG_STORE_CREDENTIALS` names, with
    lines such as `user: me`; the host's entry in the file that `NETRC` names, or in `~/.netrc`.

    Args:
        address: the server's.
        environment: the process's own if None.

    Raises:
        UsageError: a file cannot be read, others may read it, or it says something else.
    """
    given = os.environ if environment is None else environment
    plain = given.get(PLAIN, "") not in ("", "0", "no")
    if given.get(TOKEN) or given.get(USER):
        return Credentials(given.get(USER, ""), given.get(PASSWORD, ""), given.get(TOKEN, ""), plain)
    if given.get(FILE):
        said = _from_file(Path(given[FILE]))
        return Credentials(said.get("user", ""), said.get("password", ""), said.get("token", ""), plain)
    user, password = _from_netrc(urlsplit(address).hostname or "", given)
    return Credentials(user, password, plain=plain)


def _from_file(path: Path) -> dict[str, str]:
    try:
        if path.stat().st_mode & OTHERS:
            raise UsageError(f"{path}: others may read it; chmod 600 it, for it holds a password")
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise UsageError(f"{path}: cannot be read: {why}; {FILE} names a file with credentials") from None
    said: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        name, colon, value = line.partition(":")
        if line.strip() and not line.startswith("#"):
            if not colon or name.strip() not in KEYS:
                raise UsageError(f"{path}:{number}: write `user: …`, `password: …` or `token: …`")
            said[name.strip()] = value.strip()
    return said


def _from_netrc(host: str, environment: Mapping[str, str]) -> tuple[str, str]:
    path = Path(environment["NETRC"]) if environment.get("NETRC") else Path.home() / ".netrc"
    try:
        entry = netrc.netrc(str(path)).authenticators(host) if path.is_file() else None
    except (OSError, UnicodeDecodeError, netrc.NetrcParseError) as error:
        line = f":{error.lineno}" if isinstance(error, netrc.NetrcParseError) and error.lineno else ""
        raise UsageError(f"{path}{line}: cannot be read as netrc") from None  # the error may quote what is secret
    return (entry[0], entry[2] or "") if entry else ("", "")
