"""Which form of a page is sent: by suffix, else by what the client accepts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HTML = "html"
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        HTML: "text/html; charset=utf-8",
        "ttl": "text/turtle; charset=utf-8",
        "jsonld": "application/ld+json",
        "nt": "application/n-triples",
    }
)
"""What is sent for each form; a form's name is also its suffix."""

_MEANT: Mapping[str, str] = MappingProxyType(
    {
        "text/html": HTML,
        "application/xhtml+xml": HTML,
        "text/turtle": "ttl",
        "application/x-turtle": "ttl",
        "application/ld+json": "jsonld",
        "application/json": "jsonld",
        "application/n-triples": "nt",
        "text/plain": "nt",
    }
)


def negotiate(accept: str) -> str | None:
    """Return the form that a client likes best; None where it takes none that there is.

    Without a header it is the page; of two that are liked as well, the one that stands first in `MEDIA_TYPES`.

    Args:
        accept: the header, as in RFC 9110, section 12.5.1.

    Examples:
        >>> negotiate("text/turtle;q=0.9, application/ld+json"), negotiate("*/*"), negotiate("image/png")
        ('jsonld', 'html', None)
    """
    if not accept.strip():
        return HTML
    likes = [_like(part) for part in accept.split(",") if part.strip()]
    scored = {form: max(_score(media, likes) for media in _MEANT if _MEANT[media] == form) for form in MEDIA_TYPES}
    best = max(scored.values())
    return next(form for form, score in scored.items() if score == best) if best > 0 else None


def _like(part: str) -> tuple[str, float]:
    media, *more = (piece.strip() for piece in part.split(";"))
    weight = 1.0
    for piece in more:
        name, _, value = piece.partition("=")
        if name.strip().lower() == "q":
            try:
                weight = min(1.0, max(0.0, float(value)))
            except ValueError:
                weight = 0.0
    return media.lower(), weight


def _score(media: str, likes: list[tuple[str, float]]) -> float:
    """Return how much a media type is liked, by the range that fits it most closely."""
    for wanted in (media, f"{media.partition('/')[0]}/*", "*/*"):
        found = [weight for name, weight in likes if name == wanted]
        if found:
            return max(found)
    return 0.0
