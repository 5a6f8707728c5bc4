"""The time line of a course: its steps, and the states of its events, on a scale of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from kg.query.days import spans
from kg.query.terms import clean, display

if TYPE_CHECKING:
    from kg.query.courses import Course, Courses, Happening
    from kg.query.records import EvidenceRow

PARTIES = 2  # of a side, in the name of an event
SCALE, KIND = 32, 12  # characters of the scale and of the names of steps on a terminal
LEAST = 20  # characters that the name of an event keeps
TICKS = 7
STRIDES = (1, 2, 5, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652, 7305, 18263)  # days between ticks
MARKS = {"occurred": "●", "planned": "○", "possible": "◌", "cancelled": "×", "denied": "×"}
COLOURS = {
    "occurred": "#1f6f8b",
    "planned": "#b7791f",
    "possible": "#8a8f98",
    "cancelled": "#b83227",
    "denied": "#6b4c9a",
}
_OTHER = "possible"  # how a status of no core name looks


@dataclass(frozen=True, slots=True)
class Moment:
    """A step, or a state of an event that is none.

    `last` is the last day where it went on for longer, `look` the core's name of the status, `evidence` the words
    behind it.
    """

    day: date
    last: date
    what: str
    event: str
    look: str
    step: bool
    evidence: tuple[EvidenceRow, ...] = ()

    @property
    def where(self) -> str:
        """The first article behind it, with its day."""
        return self.evidence[0].where if self.evidence else ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A course on a scale of days; `print` draws it for a terminal, a notebook shows it as a picture."""

    label: str
    moments: tuple[Moment, ...]
    statuses: tuple[tuple[str, str], ...]  # how each status looks, and what it is called

    @property
    def first(self) -> date | None:
        """The first day."""
        return min((m.day for m in self.moments), default=None)

    @property
    def last(self) -> date | None:
        """The last day."""
        return max((m.last for m in self.moments), default=None)

    def text(self, width: int = 100) -> str:
        """Return the time line for a terminal of some width."""
        if self.first is None or self.last is None:
            return f"{display(self.label)}\n  no step has a day"
        room = max(LEAST, width - len("2022-12-19") - SCALE - KIND - 6)
        ends = self.first.isoformat(), self.last.isoformat()
        head = ends[0] if self.first == self.last else f"{ends[0]}{ends[1]:>{SCALE - len(ends[0])}}"
        lines = [display(self.label), f"{'':12}{head}"]
        for moment in self.moments:
            event = display(moment.event)
            event = event if len(event) <= room else event[: room - 1] + "…"
            lines.append(f"{moment.day}  {self._bar(moment)}  {display(moment.what):{KIND}}  {event}")
        marks = "  ".join(f"{MARKS[look]} {label}" for look, label in self.statuses)
        return "\n".join(line.rstrip() for line in [*lines, f"{'':12}{marks}"])

    def _bar(self, moment: Moment) -> str:
        start, end = (self._column(day) for day in (moment.day, moment.last))
        bar = "·" * start + MARKS[moment.look] + "━" * (end - start)
        return bar + "·" * (SCALE - len(bar))

    def _column(self, day: date) -> int:
        return round(self._share(day) * (SCALE - 1))

    def _share(self, day: date) -> float:
        """Return how far a day lies between the first and the last."""
        assert self.first is not None
        assert self.last is not None
        return (day - self.first).days / max(1, (self.last - self.first).days)

    def ticks(self) -> list[date]:
        """Return the days that are written on the scale."""
        if self.first is None or self.last is None:
            return []
        length = (self.last - self.first).days
        stride = next((n for n in STRIDES if length / n < TICKS), STRIDES[-1])
        return [self.first + timedelta(n) for n in range(0, length + 1, stride)]

    def svg(self) -> str:
        """Return the time line as an SVG picture: text is escaped, and nothing in it runs."""
        return _Picture(self).svg()

    def _repr_svg_(self) -> str:
        return self.svg()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()


def timeline(courses: Courses, course: Course) -> Timeline:
    """Return the time line of a course."""
    ontology = courses.ontology
    looks = {ontology.term(name): name for name in MARKS}
    by_iri = {one.iri: one for one in course.happenings}
    kinds = {step.concept: step.statuses for step in ontology.steps}
    taken = {(step.happening, status) for step in course.steps for status in kinds.get(step.kind, ())}
    moments = []
    for step in course.steps:
        one = by_iri[step.happening]
        told = [s for s in one.states if s.status in kinds.get(step.kind, ())]
        status = told[0].status if told else one.status
        reports = [r for s in told for r in s.reports] or one.reports
        last = _last(courses, one, step.on) if status == ontology.term("occurred") else step.on
        moments.append(
            Moment(
                day=step.on,
                last=last,
                what=ontology.label(step.kind),
                event=caption(courses, one),
                look=looks.get(status, _OTHER),
                step=True,
                evidence=_evidence(courses, reports),
            )
        )
    for one in course.happenings:
        moments += [
            Moment(
                day=state.on,
                last=state.on,
                what=ontology.label(state.status),
                event=caption(courses, one),
                look=looks.get(state.status, _OTHER),
                step=False,
                evidence=_evidence(courses, state.reports),
            )
            for state in one.states
            if (one.iri, state.status) not in taken
        ]
    moments.sort(key=lambda m: (m.day, not m.step, m.event, m.what))
    used = {m.look for m in moments}
    shown = [(name, ontology.label(ontology.term(name))) for name in MARKS if name in used]
    return Timeline(course.label, tuple(moments), tuple(shown))


def caption(courses: Courses, happening: Happening) -> str:
    """Return the name of an event: "strike: PCS → Home Office"."""
    ends = []
    for core in ("actor", "target"):
        role = courses.ontology.term(core)
        names = list(dict.fromkeys(f.label for f in happening.filled if courses.ontology.is_a(f.role, role)))
        ends.append(", ".join([*names[:PARTIES], *(["…"] if len(names) > PARTIES else [])]))
    kind = courses.ontology.label(happening.class_)
    who = f"{ends[0] or '…'} → {ends[1]}" if ends[1] else ends[0]
    return f"{kind}: {who}" if who else kind


def _last(courses: Courses, happening: Happening, day: date) -> date:
    """Return the last day of an event that began on a day, where one is named."""
    days = {found for span in spans(courses, happening) for found in span.days(range(1, 8))}
    return max((found for found in days if found >= day), default=day)


def _evidence(courses: Courses, reports: tuple[str, ...] | list[str]) -> tuple[EvidenceRow, ...]:
    rows = {(r.document, r.start): r for report in dict.fromkeys(reports) for r in courses.evidence(report)}
    return tuple(sorted(rows.values(), key=lambda r: (str(r.published or "~"), r.document, r.start)))


class _Picture:
    """Draws a time line. Lengths are pixels."""

    LEFT, SCALE, RIGHT, ROW, TOP = 190, 380, 440, 22, 56

    def __init__(self, line: Timeline) -> None:
        self._line = line
        self._width = self.LEFT + self.SCALE + self.RIGHT
        self._height = self.TOP + self.ROW * len(line.moments) + 40

    def svg(self) -> str:
        label = _safe(self._line.label)
        pieces = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self._width} {self._height}" width="{self._width}" '
            f'height="{self._height}" role="img" aria-label="{label}" font-family="sans-serif" font-size="12">',
            f'<rect width="{self._width}" height="{self._height}" fill="#ffffff"/>',
            f'<text x="8" y="20" font-size="14" font-weight="bold" fill="#222222">{label}</text>',
            *self._scale(),
            *(piece for row, moment in enumerate(self._line.moments) for piece in self._moment(row, moment)),
            *self._legend(),
            "</svg>",
        ]
        return "".join(pieces)

    def _x(self, day: date) -> float:
        return round(self.LEFT + 10 + self._line._share(day) * (self.SCALE - 20), 1)

    def _scale(self) -> list[str]:
        bottom = self._height - 36
        pieces = []
        for day in self._line.ticks():
            x = self._x(day)
            pieces.append(f'<line x1="{x}" y1="{self.TOP - 10}" x2="{x}" y2="{bottom}" stroke="#e2e5e9"/>')
            pieces.append(
                f'<text x="{x}" y="{self.TOP - 14}" text-anchor="middle" font-size="9" fill="#555555">{day}</text>'
            )
        return pieces

    def _moment(self, row: int, moment: Moment) -> list[str]:
        y = self.TOP + self.ROW * row + self.ROW // 2
        start, end, colour = self._x(moment.day), self._x(moment.last), COLOURS[moment.look]
        weight = "bold" if moment.step else "normal"
        sentence = moment.evidence[0].sentence if moment.evidence else ""
        tip = _safe(" · ".join(filter(None, (moment.day.isoformat(), moment.event, sentence, moment.where))))
        pieces = [
            f"<g><title>{tip}</title>",
            f'<text x="8" y="{y + 4}" fill="#555555">{moment.day}</text>',
            f'<text x="84" y="{y + 4}" font-weight="{weight}" fill="#222222">{_cut(moment.what, 16)}</text>',
        ]
        if end > start:
            pieces.append(f'<line x1="{start}" y1="{y}" x2="{end}" y2="{y}" stroke="{colour}" stroke-width="6"/>')
        pieces.append(_mark(moment.look, start, y))
        x = self.LEFT + self.SCALE + 8
        pieces.append(f'<text x="{x}" y="{y + 4}" fill="#222222">{_cut(moment.event, 64)}</text></g>')
        return pieces

    def _legend(self) -> list[str]:
        y, pieces = self._height - 14, []
        for number, (look, label) in enumerate(self._line.statuses):
            x = self.LEFT + 10 + 90 * number
            pieces.append(_mark(look, x, y))
            pieces.append(f'<text x="{x + 10}" y="{y + 4}" fill="#555555">{_safe(label)}</text>')
        return pieces


def _mark(look: str, x: float, y: float) -> str:
    """Return a mark of a status, told by its shape as well as by its colour."""
    colour = COLOURS[look]
    if MARKS[look] == "×":
        cross = f"M{x - 5} {y - 5}L{x + 5} {y + 5}M{x - 5} {y + 5}L{x + 5} {y - 5}"
        return f'<path d="{cross}" stroke="{colour}" stroke-width="2.5"/>'
    fill = colour if look == "occurred" else "#ffffff"
    dashed = ' stroke-dasharray="2 2"' if look == "possible" else ""
    return f'<circle cx="{x}" cy="{y}" r="5" fill="{fill}" stroke="{colour}" stroke-width="2"{dashed}/>'


def _cut(text: str, most: int) -> str:
    text = display(text)
    return _safe(text if len(text) <= most else text[: most - 1] + "…")


def _safe(text: str) -> str:
    return escape(clean(" ".join(text.split())))
