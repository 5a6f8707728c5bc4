import copy
import pickle

import pyoxigraph as ox
import pytest

from kg.ontology import Ontology
from kg.query import Rows, run


@pytest.fixture
def rows(store: ox.Store, ontology: Ontology) -> Rows:
    values = "(ir:Strike '<b>x</b>' 1) (UNDEF 'two\\nlines\\u001b[31m' 22)"
    text = f"SELECT ?iri ?class ?n {{ VALUES (?iri ?class ?n) {{ {values} }} }}"
    found = run(store, text, ontology=ontology)
    assert isinstance(found, Rows)
    return found


def test_rows_are_a_sequence_of_named_rows(rows: Rows) -> None:
    assert rows.columns == ("iri", "class", "n")
    assert len(rows) == 2
    assert [row.n for row in rows] == [1, 22]
    assert rows[-1]["class"] == "two\nlines\x1b[31m"
    iri, class_, n = rows[0]
    assert (iri, class_, n) == tuple(rows[0])
    assert len(rows[0:1]) == 1
    assert rows.to_dicts()[0]["n"] == 1


def test_a_wrong_column_is_told_with_the_right_ones(rows: Rows) -> None:
    with pytest.raises(KeyError, match="columns: iri, class, n"):
        rows[0]["nn"]
    with pytest.raises(AttributeError, match="columns: iri, class, n"):
        _ = rows[0].nn


def test_repr_is_a_table_on_single_lines_without_control_characters(rows: Rows) -> None:
    lines = repr(rows).splitlines()
    assert lines[0].split() == ["iri", "class", "n"]
    assert lines[2].split() == ["ir:Strike", "<b>x</b>", "1"]
    assert len(lines) == 4
    assert "\x1b" not in repr(rows)


def test_html_is_escaped(rows: Rows) -> None:
    assert "&lt;b&gt;x&lt;/b&gt;" in rows._repr_html_()
    assert "<b>" not in rows._repr_html_()


def test_dataframe(rows: Rows) -> None:
    frame = rows.to_dataframe()
    assert list(frame.columns) == ["iri", "class", "n"]
    assert frame["n"].sum() == 23


def test_rows_can_be_copied_and_sent_to_another_process(rows: Rows) -> None:
    again = pickle.loads(pickle.dumps(rows[0]))
    assert again == rows[0]
    assert again.iri.short == "ir:Strike"
    assert copy.deepcopy(rows[0]).columns == rows.columns


def test_many_rows_are_shown_in_part(store: ox.Store, ontology: Ontology) -> None:
    found = run(store, "SELECT ?x { VALUES ?x { " + "1 " * 50 + "} }", ontology=ontology)
    assert repr(found).endswith("… 30 more rows")
