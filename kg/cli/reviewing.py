"""The command that asks people, one doubt at a time."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.keyboard import Keyboard
from kg.cli.options import Graph
from kg.cli.telling import CONTROL, say
from kg.errors import KgError, UnknownName, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.pipeline.reviewing import Doubt, Merge, Review
    from kg.query.records import EvidenceRow
    from kg.resolve import Judgement

KINDS = ("merges", "facts")
KEYS = {"a": "accept", "r": "reject", "u": "unsure", "c": "correct", "s": "skip", "q": "quit", "?": "help"}
HELP = {
    "a": "right as it stands, with all that is shown",
    "r": "wrong: it is left out from now on",
    "u": "nobody can tell: it stays, and is not asked again",
    "c": "put one role, the status or the class right, then judge the rest",
    "s": "not now",
    "q": "end; what was judged is kept",
}
MERGE_HELP = HELP | {
    "a": "they are one",
    "r": "they are two",
    "u": "nobody can tell: not asked again",
    "c": "put the class or the label of the first right, then judge the two",
}
_SENTENCES = 3
END = ("q", "\x03", "\x04")  # as Ctrl-C and Ctrl-D come from a terminal that leaves them alone


def review(
    context: typer.Context,
    *,
    graph: Graph = "graph",
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="merges or facts. [default: merges, then facts]")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Ask so many at most.")] = None,
    about: Annotated[
        str | None, typer.Option("--about", metavar="NAME", help="Only what this thing or event has to do with.")
    ] = None,
    author: Annotated[str | None, typer.Option("--author", metavar="NAME", help="[default: git's user.name]")] = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="DIR", help="Ask nothing; write what was judged as annotations.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Export articles too of which only some facts were judged.")
    ] = False,
    measure: Annotated[
        Path | None,
        typer.Option("--measure", metavar="DIR", help="Tell what training gains beside these annotated articles."),
    ] = None,
) -> None:
    """Judge doubtful merges and uncertain facts, one at a time.

    Each is shown with its sentences; a accepts, r rejects, u is unsure, c corrects, s skips, q ends. Each answer is
    stored at once. --export writes annotations of the articles that were judged, from which kg train learns.
    """
    if export is not None:
        from kg.cli.annotating import write

        write(graph, export, partial=partial, measure=measure, debug=context.obj["debug"])
        return
    if partial or measure is not None:
        raise UsageError("--partial and --measure belong to --export")
    if kind is not None and kind not in KINDS:
        raise UnknownName("kind", kind, KINDS)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "kg review asks in a terminal, and this is none; a script judges by kg judge accept|reject|unsure FACT, "
            "kg judge same|different A B, or kg judge --file LINES"
        )
    from kg import pipeline
    from kg.pipeline.reviewing import Review

    with pipeline.open_graph(graph) as opened:
        asking = _Asking(graph, Review(opened, about=about), author)
        try:
            asking.run(KINDS if kind is None else (kind,), limit)
        except (KeyboardInterrupt, EOFError):
            sys.stdout.write("\n")
    asking.finish()


class _Asking:
    """One sitting: shows, asks, stores."""

    def __init__(self, graph: str, review: Review, author: str | None) -> None:
        from rich.console import Console

        self.graph = graph
        self.review = review
        self.author = author
        self.ontology = review.graph.ontology
        self.console = Console(highlight=False)
        self.keyboard = Keyboard()
        self.counts: Counter[str] = Counter()
        self.asked = 0
        self.unfinished = review.store.stale or review.store.abandoned  # as a sitting leaves it that was killed

    def run(self, kinds: Iterable[str], limit: int | None) -> None:
        queue = self.review.questions(kinds)
        whole = len(queue) if limit is None else min(limit, len(queue))
        for kind, node in queue:
            if self.asked == whole:
                break
            self.asked += self._merge(node, whole) if kind == "merges" else self._fact(node, whole)

    def finish(self) -> None:
        """Put together what follows from the answers, and tell what was judged."""
        from kg.pipeline.judgements import put_together

        number = sum(self.counts.values())
        if number or self.unfinished:
            put_together(self.graph, wait=True, tell=say)
        told = ", ".join(f"{n} {what}" for what, n in sorted(self.counts.items()))
        nothing = "nothing was judged" if self.asked else "nothing is left to judge"
        say(f"{self.graph}: " + (f"{number} judgement{'' if number == 1 else 's'}: {told}" if number else nothing))

    # -- one at a time ----------------------------------------------------------------------

    def _merge(self, link: str, whole: int) -> bool:
        from kg.resolve import Verdict

        merge = self.review.merge(link)
        while True:
            self._show_merge(merge, whole)
            key = self._key(MERGE_HELP)
            if key == "s":
                return True
            if key == "c":
                self._correct(merge.mention.mentions[0], ("class", "label"))
                merge = self.review.merge(link)
                continue
            verdict = {"a": Verdict.SAME, "r": Verdict.DIFFERENT, "u": Verdict.UNSURE}[key]
            self._store([merge.judgement(verdict)])
            return True

    def _fact(self, node: str, whole: int) -> bool:
        from kg.pipeline.verdicts import accepted, plain
        from kg.resolve import Verdict

        while True:
            doubt = self.review.fact(node)
            if doubt is None:
                return False
            self._show_fact(doubt, whole)
            key = self._key(HELP)
            if key == "s":
                return True
            if key == "c":
                self._correct_event(doubt)
                continue
            verdict = {"a": Verdict.ACCEPT, "r": Verdict.REJECT, "u": Verdict.UNSURE}[key]
            subject = doubt.subject
            self._store([accepted(subject, self.review.subjects) if key == "a" else plain(verdict, subject)])
            return True

    def _correct_event(self, doubt: Doubt) -> None:
        if doubt.subject.event is None:
            self.console.print("only events have roles; accept it, reject it, or be unsure", style="yellow")
            return
        roles = [role.name for role in self.ontology.roles_of(doubt.subject.event.type)]
        self._correct(doubt.node, ("status", "class", *roles))

    def _correct(self, what: str | tuple[str, str], roles: tuple[str, ...]) -> None:
        """Ask which role is right how; what cannot be is told, and asked anew by whoever called."""
        from kg.pipeline.verdicts import correction

        name = what if isinstance(what, str) else f"{what[0]}#entity-{what[1]}"
        role = self._line(f"what ({', '.join(roles)}): ")
        value = self._line("what is right (empty: take something away): ") if role else ""
        if not role:
            return
        try:
            old = self._line("in place of (empty: of the only one; +: beside the others): ") if value else None
            gone = None if value else self._line("what is wrong: ")
            if not (value or gone):
                return
            lines = correction(
                self.review.graph,
                name,
                role=role,
                value=value or gone or "",
                old=old if value and old and old != "+" else None,
                add=bool(value) and old == "+",
                remove=not value,
            )
            self._store(lines)
        except KgError as error:
            self.console.print(CONTROL.sub(" ", str(error)), style="yellow", markup=False)

    def _store(self, lines: list[Judgement]) -> None:
        from kg.pipeline.judgements import store_judgements

        added = store_judgements(self.graph, lines, author=self.author, wait=True, tell=say)
        self.counts.update(line.verdict.value for line in added)
        self.review.take_up(added)

    # -- the terminal -----------------------------------------------------------------------

    def _key(self, help_: dict[str, str]) -> str:
        """Return the key that was pressed. Help is given here.

        Raises:
            EOFError: the person wants to end.
        """
        while True:
            self.console.print("  ".join(f"{key} {what}" for key, what in KEYS.items()), end=" > ")
            key = self.keyboard.key().lower()
            self.console.print(key if key in KEYS else "", markup=False)
            if key in END:
                raise EOFError
            if key == "?":
                self.console.print("\n".join(f"  {name}  {KEYS[name]}: {what}" for name, what in help_.items()))
            elif key in KEYS:
                return key

    def _line(self, prompt: str) -> str:
        self.keyboard.drop()
        self.console.print(prompt, end="", markup=False)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return " ".join(line.split())

    def _show_merge(self, merge: Merge, whole: int) -> None:
        said = "is held to be one with" if merge.verdict == "same" else "may be one with"
        self._head(whole, f"{merge.mention.names[0]} {said} {merge.rest.names[0]}", f"score {merge.score:g}")
        if merge.reason:
            self._dim(f"  {merge.reason}")
        for thing, rows in zip((merge.mention, merge.rest), merge.sentences, strict=True):
            number = len(thing.mentions)
            where = thing.mentions[0][0] if number == 1 else f"{number} mentions"
            self._dim(f"  {', '.join(thing.names)} ({self.ontology.label(thing.type)}, {where})")
            self._sentences(rows)

    def _show_fact(self, doubt: Doubt, whole: int) -> None:
        from kg.pipeline.values import Values

        subject, label = doubt.subject, self.ontology.label
        told = [f"confidence {doubt.confidence:g}", f"belief {doubt.belief:g}"]
        told += ["told otherwise too"] if doubt.disputed else []
        fact = subject.fact
        if subject.event is None:
            subject_, target = (names[:1] for names in (fact.subject, fact.object))
            self._head(whole, " – ".join((*subject_, fact.title or label(fact.type), *target)), *told)
        else:
            self._head(whole, label(subject.event.type), *told)
            values = Values(self.review.subjects)
            for role in (self.ontology.term("status"), *(role for role, _ in subject.event.roles)):
                self.console.print(f"  {label(role)}: {values.shown(role, subject)}", markup=False)
        self._sentences(doubt.sentences)

    def _head(self, whole: int, what: str, *told: str) -> None:
        self.console.print()
        number = f"[{self.asked + 1} of {whole:,}]"
        self.console.print(f"{number} {CONTROL.sub(' ', what)} ({'; '.join(told)})", style="bold", markup=False)

    def _dim(self, text: str) -> None:
        self.console.print(CONTROL.sub(" ", text), style="dim", markup=False)

    def _sentences(self, rows: tuple[EvidenceRow, ...]) -> None:
        for row in rows[:_SENTENCES]:
            self.console.print(marked(row, plain=self.console.color_system is None))
        if len(rows) > _SENTENCES:
            self._dim(f"    and {len(rows) - _SENTENCES} more sentences")


def marked(row: EvidenceRow, *, plain: bool) -> object:
    """Return a sentence with its words marked: by colour, or by brackets on a terminal without."""
    from rich.text import Text

    text = Text("    “")
    done = row.start
    for start, end, role in sorted(row.marks):
        if start < done:
            continue
        text.append(_flat(row.sentence[done - row.start : start - row.start]))
        words = _flat(row.sentence[start - row.start : end - row.start])
        text.append(f"[{words}]" if plain else words, style="bold reverse" if not role else "bold underline")
        done = end
    text.append(_flat(row.sentence[done - row.start :]) + "” ")
    text.append(f"({_flat(row.where)})", style="dim")
    return text


def _flat(text: str) -> str:
    return CONTROL.sub(" ", text)
