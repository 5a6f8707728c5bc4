"""How the benchmarks know that two engines answered the same."""

from __future__ import annotations

import json
from typing import Any

from bench.queries import same, told_of
from bench.tasks.asking import digest, timed

XSD = "http://www.w3.org/2001/XMLSchema#"


def answer(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"head": {"vars": ["a", "b"]}, "results": {"bindings": list(rows)}}).encode()


def number(value: str, kind: str) -> dict[str, str]:
    return {"type": "literal", "value": value, "datatype": f"{XSD}{kind}"}


ONE = {"a": {"type": "literal", "value": "x"}, "b": number("5.0", "decimal")}
TWO = {"a": {"type": "uri", "value": "http://e.org/"}, "b": number("1", "integer")}


def told(*answers: bytes) -> dict[str, Any]:
    return timed([lambda one=one: one for one in answers], 1, 9.0)  # type: ignore[misc]


def test_numbers_count_by_their_value_and_truth_values_as_numbers() -> None:
    other = {"a": ONE["a"] | {"type": "typed-literal"}, "b": number("5", "integer")}
    assert digest(answer(ONE)) == digest(answer(other))
    assert digest(answer({"a": number("true", "boolean")})) == digest(answer({"a": number("1", "integer")}))
    assert digest(answer({"a": {"type": "uri", "value": "x"}})) != digest(answer({"a": ONE["a"]}))


def test_answers_are_the_same_or_in_another_order_or_others() -> None:
    first = told(answer(ONE, TWO))
    assert same(told(answer(ONE, TWO)), first) == "the same"
    assert same(told(answer(TWO, ONE)), first) == "another order"
    assert same(told(answer(ONE, ONE)), first) == "other cells"
    assert same(told(answer(ONE)), first) == "other rows"


def test_one_value_that_is_answered_otherwise_is_told() -> None:
    assert same(told(answer(ONE), answer(TWO)), told(answer(ONE), answer(ONE))) == "other cells"
    assert told(answer(ONE), answer(ONE, TWO))["rows"] == 1.5


def test_what_an_engine_did_not_answer_is_told() -> None:
    assert told_of({"error": "SP031: compiler"}, 5) == "fails"
    assert told_of({"error": "does not load"}, 5) == "does not load"
    assert told_of({"seconds": None}, 5) == "> 5 s"
    assert told_of({"seconds": 0.25}, 5) == "250 ms"
