from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64encode
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.view import Sentence, render

Sentences = dict[str, Sentence]
ROOT = Path(__file__).resolve().parents[2]


def test_the_same_input_gives_the_same_bytes(graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert render(graph, sentences, title="Music") == render(turned, sentences, title="Music")


def test_the_graph_is_left_as_it_was(graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    before = deepcopy(graph)
    render(graph, sentences, title="Music", max_nodes=3)
    assert nx.utils.graphs_equal(before, graph)


def test_the_document_is_whole(graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    html = render(graph, sentences, title="Bach & <Sons>", note="one <b>note</b>")
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert "<title>Bach &amp; &lt;Sons&gt;</title>" in html
    assert "one &lt;b&gt;note&lt;/b&gt;" in html
    assert 'name="viewport"' in html
    assert not re.search(r"<script[^>]+src=|<link|@import|url\(http", html.split("<body>")[0])
    assert "cdn.jsdelivr" not in html
    assert html.count("<h1") == 1


def test_the_policy_allows_the_scripts_that_stand_there_and_no_other(
    graph: nx.MultiDiGraph, sentences: Sentences
) -> None:
    html = render(graph, sentences, title="Music")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    hashes = {f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts}
    assert set(rules["script-src"].split()) == hashes
    assert {name: value for name, value in rules.items() if name not in ("script-src", "style-src")} == {
        "default-src": "'none'",
        "img-src": "data:",
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert "unsafe" not in policy[1]


def test_no_word_of_the_data_stands_in_a_script(graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    scripts = "".join(re.findall(r"<script>(.*?)</script>", render(graph, sentences, title="Music"), flags=re.DOTALL))
    assert "Elder" not in scripts
    assert "example.org" not in scripts


def test_a_large_graph_says_what_it_leaves_out(many: Any) -> None:
    html = render(many(2310), {}, title="Many", max_nodes=50)
    assert "Showing 50 of 2,310 nodes: the most connected" in html


def test_a_graph_that_fits_has_no_banner(graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    assert '"banner":null' in render(graph, sentences, title="Music", max_nodes=6)


def test_a_page_has_at_least_one_node(graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    with pytest.raises(UsageError):
        render(graph, sentences, title="Music", max_nodes=0)


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import networkx as nx; from hashlib import sha256; from kg.view import around, render;"
        "g = around(nx.MultiDiGraph([(f'n{i}', f'n{i * i % 37}') for i in range(90)]), ['n1', 'n4', 'n9'], 3);"
        "print(sha256(render(g, {}, title='x', max_nodes=20).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
