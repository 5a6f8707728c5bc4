"""Where results are kept: whole runs in RESULTS.md and README.md, sections at scale in SCALE.md."""

from __future__ import annotations

import re
from pathlib import Path

from bench.machine import ROOT, Machine
from bench.section import Section

RESULTS, SCALE = ROOT / "bench" / "RESULTS.md", ROOT / "bench" / "SCALE.md"
README = ROOT / "README.md"
BEGIN, END = "<!-- bench: from here, python -m bench --write -->", "<!-- bench: to here -->"
HEADING = re.compile(r"(?m)^## ")


def replaced(text: str, section: str) -> str:
    """Return a document with a section in the place of that with the same heading; at its end where there is none.

    Args:
        text: of the document; sections have headings of two signs.
        section: with its heading.
    """
    heading = section.partition("\n")[0]
    starts = [found.start() for found in HEADING.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if text[start:end].partition("\n")[0] == heading:
            rest = text[end:]
            return f"{text[:start]}{section.rstrip()}\n" + (f"\n{rest}" if rest else "")
    return f"{text.rstrip()}\n\n{section.rstrip()}\n"


def between(text: str, content: str) -> str:
    """Return a document with other content between the marks.

    Raises:
        ValueError: it has no marks.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the marks {BEGIN} and {END} are missing")
    return f"{before}{BEGIN}\n\n{content.strip()}\n\n{END}{after}"


def keep_at_scale(section: Section, host: Machine, *, path: Path = SCALE) -> None:
    """Put a section into SCALE.md, with when and where it was measured."""
    said = f"{section.markdown()}\n\n{host.markdown()}\n"
    text = path.read_text(encoding="utf-8") if path.exists() else "# Benchmarks of kg at scale\n"
    path.write_text(replaced(text, said), encoding="utf-8")


def keep_table(section: Section, host: Machine, *, path: Path = README) -> None:
    """Put the table of a whole run into README.md, between the marks."""
    content = "\n\n".join([*section.parts, host.markdown().partition("\n")[0]])
    path.write_text(between(path.read_text(encoding="utf-8"), content), encoding="utf-8")
