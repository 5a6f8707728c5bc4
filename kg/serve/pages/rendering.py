"""Templates to HTML. Whatever comes from the graph is escaped, and cleaned of what steers a page."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.serve.pages.marking import shown

FOLDER = files("kg.serve.pages")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of the templates: everything is escaped, and a name that is missing is an error."""
    made = Environment(
        loader=PackageLoader("kg.serve.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_final,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["share"] = share
    made.filters["many"] = many
    return made


def render(template: str, /, **values: object) -> bytes:
    """Return a page as UTF-8."""
    return environment().get_template(template).render(values).encode("utf-8", "replace")


def _final(value: object) -> object:
    """Return what an expression of a template puts on the page."""
    if isinstance(value, Markup):
        return value
    if value is None:
        return ""
    return shown(value) if isinstance(value, str) else value


def share(value: float | Decimal | None) -> str:
    """Return a number between 0 and 1 with two digits.

    Examples:
        >>> share(0.9604)
        '0.96'
    """
    return "" if value is None else f"{value:.2f}"


def many(number: int, word: str) -> str:
    """Return a number with what is counted.

    Examples:
        >>> many(1, "source"), many(1200, "source")
        ('1 source', '1,200 sources')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def asset(name: str) -> bytes:
    """Return a file that pages ask for."""
    return (FOLDER / "assets" / name).read_bytes()
