"""Which names are offices, or pieces of them: "Secretary of" State, "Minister of Labour," Health and Welfare."""

from __future__ import annotations

from spacy.tokens import Span

from kg.frames import Lexicon

_PORTFOLIO = 10  # words in which the fields of an office are listed


def is_post(words: str, lexicon: Lexicon) -> bool:
    """Tell whether words in lower case are an office."""
    return words in lexicon.offices or words in lexicon.seats


def is_office(span: Span, lexicon: Lexicon) -> bool:
    """Tell whether a name is an office, its end ("Secretary of" State, Labor), or what it is for."""
    doc = span.doc
    name, _, _ = span.text.casefold().partition(" for ")
    begun = doc[max(0, span.start - 2) : span.start + 1].text.casefold()
    turned = " ".join(reversed(begun.split(" of "))) if len(span) == 1 else begun
    seated = not lexicon.seats.keys().isdisjoint({name, begun, turned})
    headed = is_post(name.partition(" of ")[0], lexicon) and " of " in name  # "Head of Corporate Communications"
    return name in lexicon.offices or seated or headed or _is_portfolio(span, lexicon) or _is_field(span, lexicon)


def past_office(span: Span, lexicon: Lexicon) -> Span:
    """Leave out the end of an office that begins before a name: "Chief" Minister R. Dane."""
    office = span.doc[max(0, span.start - 1) : span.start + 1].text.casefold()
    return span[1:] if len(span) > 1 and is_post(office, lexicon) else span


def _is_field(span: Span, lexicon: Lexicon) -> bool:
    """Tell whether the office after a name begins within it: "Health Cabinet" Secretary."""
    after = span.doc[span.end - 1 : span.end + 1].text.casefold()
    return len(span) > 1 and " " in after and after in lexicon.seats


def _is_portfolio(span: Span, lexicon: Lexicon) -> bool:
    """Tell whether a name is the last two fields of an office: "Health and Welfare" after "Minister of Labour,"."""
    doc, at = span.doc, span.start - 1
    if at < 1 or doc[at].text != "," or not any(t.lower_ in {"and", "&"} for t in span):
        return False
    while at > 1 and span.start - at < _PORTFOLIO:
        if doc[at].lower_ in {"of", "for"}:
            return doc[at - 1].lower_ in lexicon.seats
        if doc[at].text != "," and not doc[at].text[:1].isupper():
            return False
        at -= 1
    return False
