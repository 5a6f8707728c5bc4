"""The words of a SPARQL query, found without parsing it: what must be refused before the engine sees it.

The engine's parser and optimiser call themselves for each level of nesting and each link of a chain; text
that is nested deeply enough ends the process (measured: 650 levels at the least, 3,000 links).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from kg.errors import QueryError

MAX_DEPTH = 500
MAX_LINKS = 1000
MAX_ROW = 100
MAX_ADDRESS = 2000
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
CHAINS = frozenset({"AS", "BIND", "FILTER", "MINUS", "OPTIONAL", "UNION", "{", *"!+-*/|&^.;<~"})
PAIRS = {")": "(", "]": "[", "}": "{"}
OPERANDS = frozenset({"variable", "number", "string", "language", "iri", "name", "word"})
LISTS = frozenset({"IN", "VALUES"})
PORTS = {"http": 80, "https": 443}

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<blank>_:[\w.-]+)
    | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z]\w*)
    | (?P<mark>\S)
    )""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a query; `start` counts characters."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """Return the pieces of a query without spaces and comments.

    Examples:
        >>> [t.text for t in tokens("ASK { ?x a ex:Y } # really")]
        ['ASK', '{', '?x', 'a', 'ex:Y', '}']
    """
    return [
        Token(kind, m[kind], m.start(kind)) for m in _TOKEN.finditer(text) if (kind := str(m.lastgroup)) != "comment"
    ]


def place(text: str, offset: int) -> str:
    """Return `line:column` of a character, both counted from 1."""
    line = text.count("\n", 0, offset) + 1
    return f"{line}:{offset - (text.rfind(chr(10), 0, offset) + 1) + 1}"


def check(
    text: str,
    found: list[Token],
    *,
    name: str,
    services: Collection[str] = (),
    update: bool = False,
) -> None:
    """Refuse what would change the graph, call other servers or end the process.

    Args:
        text: the query.
        found: its tokens.
        name: what the query is called in messages.
        services: hosts that SERVICE may call, with the port where it is not the scheme's own.
        update: whether this is an update, which may change the graph and may be as long as its data.

    Raises:
        QueryError: it is an update and may not be, calls another server, or is nested or chained beyond the limits.
    """

    def refuse(token: Token, why: str) -> None:
        raise QueryError(f"{name}:{place(text, token.start)}: {why}")

    _check_words(found, refuse, services=services, update=update)
    inside: list[str] = []
    links = members = 0
    described = False
    before: Token | None = None
    for token in found:
        mark = token.text if token.kind == "mark" else ""
        if mark in PAIRS.values():
            inside.append(mark)
        elif mark in PAIRS and inside:
            inside.pop()
        if token.kind in ("mark", "word"):
            links += token.text.upper() in CHAINS or (mark == "," and inside[-1:] != ["("])
            links += mark == "(" and (len(inside) == 1 or _calls(before))
            described |= "DESCRIBE" in token.text.upper()
            members = 0
        else:  # terms side by side within round brackets: an RDF list, or a row of VALUES, which is never so long
            members += inside[-1:] == ["("]
            links += (members > MAX_ROW) + _swallowed(token) + (described and not inside)
        if token.kind == "iri" and _doubtful(token, before, inside):
            refuse(token, "this may be an address or a comparison; put spaces around `<` and `>`")
        if len(inside) > MAX_DEPTH:
            refuse(token, f"brackets are nested deeper than {MAX_DEPTH}; write the query with less nesting")
        if links > MAX_LINKS and not update:
            refuse(token, f"more than {MAX_LINKS} patterns and operators; list values with VALUES or IN, or ask twice")
        before = token


def _calls(before: Token | None) -> bool:
    """Return whether a bracket behind this token holds what a function is called with."""
    return before is not None and before.kind in ("word", "name", "iri") and before.text.upper() not in LISTS


def _swallowed(token: Token) -> int:
    """Return how many links of a chain are part of a token: a full stop behind a name, a keyword before a colon."""
    if token.kind not in ("name", "blank"):
        return 0
    return token.text.endswith(".") + (token.text.partition(":")[0].upper() in CHAINS)


def _doubtful(token: Token, before: Token | None, inside: list[str]) -> bool:
    """Return whether the engine may read what looks like an IRI as "less than", and the rest as it likes.

    It does so behind an operand of an expression, which always stands in round brackets. `>` then belongs to
    a comment or to another expression, for which these brackets must be closed first.
    """
    if len(token.text) > MAX_ADDRESS:
        return True
    operand = before is not None and (before.kind in OPERANDS or before.text == ")")
    if not operand or inside[-1:] != ["("]:
        return False
    depth = 0
    for character in token.text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return True
    return "#" in token.text and any(mark in token.text for mark in "(!")


def _check_words(
    found: list[Token], refuse: Callable[[Token, str], None], *, services: Collection[str], update: bool
) -> None:
    first = next((t for t in _after_prologue(found)), None)
    if first is not None and first.kind == "word" and first.text.upper() in UPDATES and not update:
        refuse(first, f"{first.text.upper()} changes a graph; a query only reads: SELECT, ASK, CONSTRUCT or DESCRIBE")
    for i, token in enumerate(found):  # part of a word, because the engine's keywords need no space around them
        if token.kind in ("word", "name") and "service" in token.text.partition(":")[0].lower():
            if not services:
                refuse(token, "SERVICE is not allowed; a query sees this graph and calls no other server")
            _check_service(found, i, refuse, services)


def _check_service(found: list[Token], i: int, refuse: Callable[[Token, str], None], services: Collection[str]) -> None:
    target = found[i + 1 : i + 3]
    if target and target[0].text.upper() == "SILENT":
        target = target[1:]
    if found[i].text.upper() != "SERVICE" or not target or target[0].kind != "iri":
        refuse(found[i], "after SERVICE the whole address must stand, such as <https://example.org/sparql>")
    address = target[0].text[1:-1]
    if host_of(address) not in services:
        refuse(target[0], f"SERVICE may not call this server; it may call {', '.join(sorted(services))}")


def host_of(address: str) -> str | None:
    """Return the host of an http(s) address, with the port where it is not the scheme's own; None where it is none.

    Examples:
        >>> host_of("https://Example.org:443/sparql"), host_of("http://[::1]:7000/"), host_of("file:///etc/passwd")
        ('example.org', '[::1]:7000', None)
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not host or "@" in parts.netloc or "\\" in address or not address.isascii():
        return None
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, PORTS[parts.scheme]) else f"{host}:{port}"


def _after_prologue(found: list[Token]) -> list[Token]:
    i = 0
    while i < len(found) and found[i].text.upper() in ("PREFIX", "BASE"):
        i += 3 if found[i].text.upper() == "PREFIX" else 2
    return found[i:]


def declared(found: list[Token]) -> frozenset[str]:
    """Return the prefixes that a query declares itself."""
    return frozenset(b.text.partition(":")[0] for a, b in pairwise(found) if a.text.upper() == "PREFIX")


def unbalanced(text: str, found: list[Token]) -> tuple[int, str] | None:
    """Return where brackets or quotation marks do not match, and how; None if they do."""
    open_: list[Token] = []
    for token in found:
        if token.kind == "mark" and token.text in "\"'":
            return token.start, "the string that begins here is never closed"
        if token.kind != "mark" or token.text not in "()[]{}":
            continue
        if token.text not in PAIRS:
            open_.append(token)
        elif open_ and open_[-1].text == PAIRS[token.text]:
            open_.pop()
        else:
            reason = f"`{open_[-1].text}` of {place(text, open_[-1].start)} is open" if open_ else "nothing is open"
            return token.start, f"`{token.text}` closes nothing; {reason}"
    if open_:
        return open_[-1].start, f"`{open_[-1].text}` is never closed"
    return None
