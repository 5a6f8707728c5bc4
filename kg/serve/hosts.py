"""By which names a server may be called.

A page of another site can give its own name the address of this machine, and then read what a server there
answers. The Host header still holds the other site's name, so that such a request can be refused.
"""

from __future__ import annotations

import re
import socket
from ipaddress import ip_address

from kg.serve.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")


def host_name(header: bytes) -> str | None:
    """Return the name in a Host header, in lower case and without port; None if that is no host.

    Examples:
        >>> host_name(b"[::1]:8000"), host_name(b"Example.org"), host_name(b"a b")
        ('::1', 'example.org', None)
    """
    found = _HOST.fullmatch(header.decode("latin-1"))
    return None if found is None else found["name"].strip("[]").lower().removesuffix(".")


class Hosts:
    """The names that a server answers to: those of the settings, its own address, and localhost.

    On an address that others can reach, it answers to every address (no name, which alone can be another's), and to
    the machine's name.
    """

    def __init__(self, settings: Settings) -> None:
        host = settings.host.lower()
        self._names = LOOPBACK | {host} | {name.lower() for name in settings.hosts}
        self._anywhere = not is_loopback(host)
        if self._anywhere:
            self._names |= {socket.gethostname().lower()}

    def __contains__(self, name: str) -> bool:
        return name in self._names or (is_address(name) if self._anywhere else is_loopback(name))


def is_address(name: str) -> bool:
    """Say whether this is an address and no name."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(name: str) -> bool:
    """Say whether only this machine reaches this host."""
    return name == "localhost" or (is_address(name) and ip_address(name).is_loopback)
