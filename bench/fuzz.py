"""Feeds what nobody would write to the readers and to the grammars of dates and numbers, and keeps what breaks them.

python -m bench.fuzz readers --runs 100000        every format, or one: --format .pdf
python -m bench.fuzz dates --runs 100000
python -m bench.fuzz numbers --runs 100000

Inputs are mutated samples; where atheris is installed (`pip install atheris`), --atheris lets it choose them by what
code they reach. An input that raises, or that takes longer than --slow seconds, is written to --finds: from there it
goes into tests/readers/finds or tests/nlp/finds, and is a test from then on.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
Check = Callable[[bytes], None]

SENTENCES = (
    "They struck on 7, 8, 20 and 21 May 2023, and will again next Tuesday and Wednesday, or by the end of the month.",
    "The 48-hour walkout from 6am on Friday 3 March to midnight on 1/4/2019 follows one from 30 Nov-2 Dec last year.",
    "Two days ago, on Good Friday, the first of three strikes since 1984 began; the 25th is the next, 2012-02-30 none.",
    "More than 1,200 of its 3.5 million members, tens of thousands of nurses, half a million pounds, 4.5 per cent.",
    "Two hundred and fifty-odd dockers, up to 1 600 miners, £2.5bn, a dozen or so, by 214 votes to 31, 82% of 60%.",
)
PIECES = (
    "0 1 99 2023 0000 9999 31 30 29 Feb February 32nd 0th th st - – / . , : ; ( ) ' \" \n \t \u00a0 \u202e \ufeff ½ ² "
    "٣ of and to from until since ago last next this week month year day days hour hours Monday Easter Christmas "
    "Day noon million billion dozen half quarter per cent % £ $ € in hundred thousands minus -1 1e9 1,2,3 1.2.3 ∞ "
    "999999999999999999999999 twenty-one twenty- first second third spring bank holiday"
).split(" ")
SENTENCE = 25  # tokens
TAGS = ("NOUN", "VERB", "ADP", "NUM", "PROPN", "ADJ", "AUX", "DET", "PUNCT")
TOKENS = (b"\0", b"\xff", b'"', b"<", b">", b"&#0;", b"\n", b"\r\n", b"%PDF", b"PK\x03\x04", b"endobj", b"9" * 30, b"0")


def main() -> int:
    """Run what the arguments ask for; 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__.split("\n")[0])
    parser.add_argument("target", choices=("readers", "dates", "numbers"))
    parser.add_argument("--format", help="of the readers, one")
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slow", type=float, default=5.0, help="seconds from which on an input is a find")
    parser.add_argument("--finds", type=Path, default=Path("finds"))
    parser.add_argument("--atheris", action="store_true")
    given = parser.parse_args()
    if given.atheris:
        _guided(given)
    found = [_random(check, samples, suffix, given) for suffix, samples, check in _targets(given.target, given.format)]
    return 1 if any(found) else 0


def _targets(target: str, suffix: str | None) -> list[tuple[str, Sequence[bytes], Check]]:
    if target != "readers":
        sentences = [one.encode() for one in SENTENCES]
        return [(".txt", sentences, _dates() if target == "dates" else _numbers())]
    from kg.readers import FORMATS

    spec = importlib.util.spec_from_file_location("samples", ROOT / "tests/readers/conftest.py")
    assert spec is not None
    assert spec.loader is not None
    samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    wanted = [suffix] if suffix else sorted(FORMATS)
    return [(one, [samples.sample(one)], _reader(one)) for one in wanted]


def _reader(suffix: str) -> Check:
    from kg.errors import ReadError
    from kg.model import Document
    from kg.readers import FORMATS, Intake, Limits

    intake = Intake(FORMATS, limits=Limits(whole=200_000, unpacked=1_000_000, ratio=100, pages=50, page_bytes=500_000))
    from kg.readers.named import read_named

    def check(data: bytes) -> None:
        found = list(read_named(io.BytesIO(data), f"a{suffix}", origin=f"a{suffix}", intake=intake))
        assert found, "neither a document nor a mistake"
        for one in found:
            if isinstance(one, Document):
                assert one.text.strip()
                assert all(one.original_span(p.start, p.end)[1] <= len(one.original) for p in one.segments)
            else:
                assert isinstance(one, ReadError)
                assert str(one).isprintable()

    return check


def _dates() -> Check:
    from kg.nlp.dates import DateFinder

    nlp, find = _tokens(), DateFinder()

    def check(data: bytes) -> None:
        doc = nlp(data.decode("utf-8", "replace"))
        doc._.kg_published = date(2023, 4, 20) if len(data) % 2 else None
        for time_expression in find(doc)._.kg_dates:
            assert time_expression.values

    return check


def _numbers() -> Check:
    from kg.nlp.figures import FigureFinder

    nlp, find = _tokens(), FigureFinder(bounds={("more", "than"): "atLeast", ("up", "to"): "atMost"})

    def check(data: bytes) -> None:
        for figure in find(nlp(data.decode("utf-8", "replace")))._.kg_figures:
            assert figure.value == figure.value  # it is a number

    return check


def _tokens() -> Callable[[str], Any]:
    """Return a function from a text to tokens with a tree and parts of speech that no parser would give them."""
    from spacy.tokens import Doc

    from kg.frames import load_language
    from kg.nlp import build_pipeline
    from kg.ontology import load

    tokens = build_pipeline(load_language(load())).make_doc

    def parsed(text: str) -> Any:
        doc = tokens(text)
        choice = random.Random(text)
        heads = [max(i - choice.randint(1, 3), i // SENTENCE * SENTENCE) for i in range(len(doc))]
        tags = choice.choices(TAGS, k=len(doc))
        words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
        made = Doc(doc.vocab, words=words, spaces=spaces, heads=heads, pos=tags, deps=["dep"] * len(doc))
        made.user_data.update(doc.user_data)
        return made

    return parsed


def _random(check: Check, samples: Sequence[bytes], suffix: str, given: argparse.Namespace) -> int:
    choice = random.Random(given.seed)
    finds, slowest, began = 0, 0.0, time.monotonic()
    for _ in range(given.runs):
        data = _mutated(choice, choice.choice(samples), words=given.target != "readers")
        start = time.monotonic()
        try:
            check(data)
        except Exception as error:  # whatever it is, it is a find
            finds += 1
            print(f"{suffix}: {type(error).__name__}: {error}: {_kept(data, suffix, given.finds)}")
        took = time.monotonic() - start
        slowest = max(slowest, took)
        if took > given.slow:
            finds += 1
            print(f"{suffix}: {took:.1f} s: {_kept(data, suffix, given.finds)}")
    took = time.monotonic() - began
    print(f"{given.target} {suffix}: {given.runs:,} inputs in {took:.0f} s, slowest {slowest:.2f} s, {finds} finds")
    return finds


def _mutated(choice: random.Random, sample: bytes, *, words: bool) -> bytes:
    if words:
        parts = sample.decode().split(" ")
        for _ in range(choice.randint(1, 12)):
            at = choice.randrange(len(parts) + 1)
            parts[at : at + choice.randint(0, 2)] = choice.choices(PIECES, k=choice.randint(0, 3))
        return choice.choice((" ", " ", "", "\n")).join(parts).encode()
    data = bytearray(sample)
    for _ in range(choice.randint(1, 8)):
        at, how = choice.randint(0, len(data)), choice.randrange(5)
        if how == 0:
            data[at : at + choice.randint(0, 8)] = choice.randbytes(choice.randint(0, 8))
        elif how == 1:
            data[at:at] = choice.choice(TOKENS)
        elif how == 2:
            del data[at : at + choice.randint(1, 200)]
        elif how == 3:
            data[at:at] = data[at : at + choice.randint(1, 200)]
        elif data:
            data[at % len(data)] ^= 1 << choice.randrange(8)
    return bytes(data)


def _kept(data: bytes, suffix: str, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{sha256(data).hexdigest()[:12]}{suffix}"
    path.write_bytes(data)
    return path


def _guided(given: argparse.Namespace) -> None:
    """Let atheris choose inputs for the first target, and end the process as it does."""
    import atheris  # type: ignore[import-not-found]  # a tool for those who look for more

    with atheris.instrument_imports(include=["kg"]):
        suffix, samples, check = _targets(given.target, given.format)[0]
        for sample in samples:  # what is imported only when it is needed is watched, too
            check(sample)

    def kept(data: bytes) -> None:
        try:
            check(data)
        except Exception:
            print(f"{suffix}: {_kept(data, suffix, given.finds)}")
            raise

    with TemporaryDirectory() as folder:  # from which atheris takes its first inputs
        for number, sample in enumerate(samples):
            Path(folder, str(number)).write_bytes(sample)
        given.finds.mkdir(parents=True, exist_ok=True)
        options = [
            f"-artifact_prefix={given.finds}/",
            f"-runs={given.runs}",
            f"-seed={given.seed}",
            f"-max_len={4 * max(map(len, samples))}",
        ]
        atheris.Setup([sys.argv[0], *options, "-rss_limit_mb=4096", folder], kept)
        atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
