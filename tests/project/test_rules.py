"""Rules of the house that no linter knows."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef

from kg.ontology import domains, local_name

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "kg").rglob("*.py"))
MAX_LINES = 400
HOSTS = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "debian" + ".org",
    "yarnpkg" + ".com",
)
MACHINE_PATH = re.compile(r"(?<![\w.~%)}/-])/(work|root|home/\w+|Users/\w+)/")


def tracked() -> list[Path]:
    """The files of the project: what git holds or would take up."""
    command = ("git", "ls-files", "-co", "--exclude-standard", "-z")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def texts() -> Iterator[tuple[str, str]]:
    """The name and text of each file that is text."""
    for path in tracked():
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


# -- the words of the domains -------------------------------------------------------------------


class Words:
    """What only a domain may say: its folder, prefix, namespaces and terms."""

    def __init__(self) -> None:
        core = terms(ROOT / "ontology/core.ttl")
        self.core_names = {local_name(iri) for iri in core}
        self.folders: set[str] = set()
        self.prefixes: set[str] = set()
        self.namespaces: set[str] = set()
        self.terms: set[str] = set()
        for domain in domains():
            self.add(domain)

    def add(self, domain: str) -> None:
        """Take up a domain: its own prefixes are those of the namespaces in which it declares terms."""
        path = ROOT / "ontology" / domain / "domain.ttl"
        graph = Graph().parse(path)
        own = {iri for iri in terms(path) if not iri.startswith("https://w3id.org/kg/core#")}
        declared = dict(re.findall(r"@prefix\s+([\w-]+):\s*<([^>]+)>", path.read_text(encoding="utf-8")))
        self.folders |= {domain, domain.replace("-", "_"), domain.replace("-", " ")}
        for prefix, namespace in declared.items():
            if any(iri.startswith(namespace) for iri in own):
                self.prefixes.add(prefix)
                self.namespaces.add(namespace.rstrip("#/"))
        properties = {
            str(s) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for s in graph.subjects(RDF.type, kind)
        }
        # Concepts such as "pay" are ordinary words of English too; classes and properties are not used as such.
        names = {local_name(iri) for iri in own & properties} | {n for n in map(local_name, own) if n[:1].isupper()}
        self.terms |= names - self.core_names

    def fault(self, text: str) -> str | None:
        """Say what a string names of a domain, or None."""
        for name in sorted(self.folders | self.namespaces):
            if name in text:
                return name
        for prefix in sorted(self.prefixes):
            if re.search(rf"(?<![\w-]){re.escape(prefix)}:(?=\w|$)", text):
                return f"{prefix}:"
        return text if text in self.terms else None


def terms(path: Path) -> set[str]:
    """The IRIs that a Turtle file declares."""
    return {str(s) for s in Graph().parse(path).subjects(RDF.type) if isinstance(s, URIRef)}


@cache
def words() -> Words:
    return Words()


def docstrings(tree: ast.AST) -> set[int]:
    """The `id` of each docstring node; examples in them may come from a domain."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def faults(source: str) -> Iterator[str]:
    """Say where a piece of Python names a domain."""
    tree = ast.parse(source)
    skipped = docstrings(tree)
    prefixes = words().prefixes | {prefix.upper() for prefix in words().prefixes}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            if fault := words().fault(node.value):
                yield f"{node.lineno}: {fault}"
        elif isinstance(node, ast.Name) and node.id in prefixes:
            yield f"{node.lineno}: {node.id}"


@pytest.mark.parametrize("path", CODE, ids=named)
def test_code_names_no_domain(path: Path) -> None:
    assert not [f"{named(path)}:{fault}" for fault in faults(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    "source",
    [
        'x = "ir:strikes"',
        'x = f"ask {{ ?s ir:{name} ?o }}"',
        'x = "industrial-relations"',
        'x = "TradeUnion"',
        "x = IR.y",
    ],
)
def test_a_domain_named_in_code_is_found(source: str) -> None:
    assert list(faults(source))


@pytest.mark.parametrize("source", ['"""As in ir:Strike."""', 'x = "status"', 'x = "their: own"', 'x = f"{fair}:x"'])
def test_other_words_are_free(source: str) -> None:
    assert not list(faults(source))


# -- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CODE, ids=named)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_no_file_names_a_machine() -> None:
    lines = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts()
        if name != "tests/project/test_rules.py"
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert not lines, "\n".join(lines)


def test_no_file_names_a_package_index() -> None:
    lines = [f"{name}: {host}" for name, text in texts() for host in HOSTS if host in text]
    assert not lines, "\n".join(lines)
