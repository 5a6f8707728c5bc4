"""Which addresses of the network may be asked: those that anybody can reach, and none of a private network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection

from kg.readers.mistake import mistake

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: Address) -> bool:
    """Say whether an address is one of the open network, also where IPv6 only wraps one of IPv4."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = (
            address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or _translated(address)
        )
        if wrapped is not None:
            return is_public(wrapped)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve(host: str, port: int, *, origin: str, allowed: Collection[str] = ()) -> list[Address]:
    """Return the addresses of a host, all of which may be asked. To connect by name again would ask DNS anew.

    Args:
        host: A name or an address.
        port: For the look-up.
        origin: What is fetched, for messages.
        allowed: Addresses that may be asked though they are not public; for tests.

    Raises:
        ReadError: the host is unknown, or one of its addresses is not public.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise mistake(origin, f"the host {host} is not found", "check the address, or the network") from error
    addresses = list(dict.fromkeys(ipaddress.ip_address(str(one[4][0]).split("%")[0]) for one in found))
    for address in addresses:
        if str(address) not in allowed and not is_public(address):
            wrong = f"{host} is {address}, which is no public address"
            raise mistake(origin, wrong, "save the page and name the file")
    return addresses


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the address of IPv4 that NAT64 would ask, or one that is written in the old compatible form."""
    number = int(address)
    if number >> 32 in {0x64FF9B << 64, 0}:
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    return None
