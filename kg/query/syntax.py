"""Where and why a query is no SPARQL, put so that a person can mend it.

The engine names the furthest character at which any alternative gave up, and an attempt at a long keyword
gives up after as many characters as the keyword has. So the place is asked for again with every token set
apart by more space than the longest keyword, where the two coincide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import pyoxigraph as ox

from kg.query.scan import Token, declared, place, unbalanced
from kg.query.terms import display

_WORDS = """
    a abs adjust all as asc ask avg base bind bnode bound by ceil clear coalesce concat construct contains count
    datatype day default desc describe distinct encode_for_uri exists false filter floor from graph group group_concat
    haslang haslangdir having hours if in iri isblank isiri isliteral isnumeric istriple isuri lang langdir langmatches
    lateral lcase limit max md5 min minus minutes month named not now object offset optional order predicate prefix
    rand reduced regex replace round sample sameterm seconds select separator sha1 sha256 sha384 sha512 str strafter
    strbefore strdt strends strlang strlangdir strlen strstarts struuid subject substr sum timezone triple true tz ucase
    undef union uri uuid values version where year
"""
WORDS = frozenset(_WORDS.split())
OPERATORS = frozenset({"^^", "&&", "||", "!=", "<=", ">=", "<<", ">>", "{|", "|}"})
HINTS = {
    "Duplicated variable name in SELECT": "two columns have one name; give each its own after AS",
    "IRI parsing failed": "this is no full IRI; write it in full, or with a prefix",
    "SELECT * is not authorized with GROUP BY": "SELECT * does not go with GROUP BY; name the columns",
    "The SELECT contains a variable that is unbound": (
        "a column is neither in GROUP BY nor inside an aggregate such as COUNT; add it to GROUP BY"
    ),
}
GAP = " " * 64  # more than the longest keyword

_WHERE = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.DOTALL)
_REASON = re.compile(r"[A-Z][A-Za-z*]*(?: [A-Za-z*]+){2,}")


def explain(message: str, text: str, found: list[Token], prefixes: Mapping[str, str]) -> str:
    """Return `line:column: what; what would be right` for a syntax error.

    Args:
        message: the engine's message, "error at 1:22: expected one of ...".
        text: the query.
        found: its tokens.
        prefixes: those that are declared without being written.
    """
    fault = _unknown_prefix(message, found, prefixes) or unbalanced(text, found) or _unknown_word(found)
    if fault:
        return f"{place(text, fault[0])}: {fault[1]}"
    i = _failing(found, prefixes)
    where = place(text, found[i].start if i < len(found) else len(text))
    reason = _REASON.search(message.partition(": ")[2])
    if reason and "Prefix" not in reason.group():
        return f"{where}: {HINTS.get(reason.group(), reason.group())}"
    if i >= len(found):
        return f"{where}: the query ends too early; a pattern in {{ }} or an argument is missing"
    before = f" after `{_brief(found[i - 1])}`" if i else ""
    return f"{where}: `{_brief(found[i])}` does not fit{before}"


def _brief(token: Token) -> str:
    text = display(token.text)
    return text if len(text) <= 40 else text[:39] + "…"


def _unknown_prefix(message: str, found: list[Token], prefixes: Mapping[str, str]) -> tuple[int, str] | None:
    if "Prefix not found" not in message:
        return None
    known = declared(found) | prefixes.keys()
    for token in found:
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in known:
            near = get_close_matches(prefix, sorted(known), n=3, cutoff=0.5)
            hint = f"did you mean {', '.join(f'{n}:' for n in near)}?" if near else "write PREFIX with its IRI"
            return token.start, f"the prefix {prefix}: of {token.text} is not declared; {hint}"
    return None


def _unknown_word(found: list[Token]) -> tuple[int, str] | None:
    for token in found:
        if token.kind == "word" and token.text.lower() not in WORDS:
            near = get_close_matches(token.text.lower(), sorted(WORDS), n=1, cutoff=0.7)
            hint = f"did you mean {near[0].upper()}?" if near else "a variable begins with ?, a name has a prefix"
            return token.start, f"SPARQL has no word `{token.text}`; {hint}"
    return None


def _failing(found: Sequence[Token], prefixes: Mapping[str, str]) -> int:
    """Return the index of the token at which the query fails; their number if it ends too early."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for i, token in enumerate(found):
        gap = "" if i and _belong(found[i - 1], token) else GAP
        starts.append(length + len(gap))
        parts += gap, token.text.replace("\n", " ")
        length = starts[-1] + len(token.text)
    try:
        ox.Store().query("".join(parts) + GAP, prefixes=dict(prefixes))
    except SyntaxError as error:
        match = _WHERE.search(str(error))
        column = int(match[2]) - 1 if match else 0
    else:
        return len(found)
    if column >= length + len(GAP):
        return len(found)
    return max((i for i, start in enumerate(starts) if start <= column), default=0)


def _belong(first: Token, second: Token) -> bool:
    if first.start + len(first.text) != second.start:
        return False
    signed = first.text in "+-" and second.kind == "number"
    return first.text + second.text in OPERATORS or signed or second.kind == "language"
