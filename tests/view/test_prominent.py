"""The part of a large graph that the explorer shows."""

import pytest

from kg.pipeline import Graph
from kg.pipeline.exploring import gather
from kg.pipeline.prominent import prominent


def test_a_large_graph_is_shown_by_its_most_prominent_part(account: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in {"THINGS": 2, "EVENTS": 1, "CENTRAL": 1, "OWN": 1}.items():
        monkeypatch.setattr(f"kg.pipeline.prominent.{name}", number)
    assert prominent(account) is None
    part = prominent(account, whole=3)
    assert part is not None
    whole, index = gather(account), gather(part.graph, note=part.note, articles=part.articles)
    assert index["articles"] == whole["articles"]
    assert f"{part.shown:,} things and events" in index["note"]
    everything = dict(zip(whole["things"]["name"], whole["things"]["documents"], strict=True))
    shown = set(index["things"]["name"])
    most = sorted(everything, key=lambda name: (-everything[name], name))[:2]
    assert shown >= set(most)
    assert len(shown) < len(everything)
    # what is told of an event is told whole: nobody who takes part in it is missing
    fills = dict(zip(whole["events"]["name"], whole["events"]["fill"], strict=True))
    for name, fill in zip(index["events"]["name"], index["events"]["fill"], strict=True):
        assert len(fill) == len(fills[name])
