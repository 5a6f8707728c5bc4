"""Makes annotations wrong at random: what an imperfect reading would give."""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from typing import Any

from kg.ontology import Ontology, local_name

Gold = dict[str, Any]


class Perturbation:
    """Changes one annotation in place-free copies; the same seed gives the same copies."""

    def __init__(self, seed: int, ontology: Ontology) -> None:
        self.random = random.Random(seed)
        self.ontology = ontology
        self.types = [ontology.shorten(c) for c in ontology.event_classes]
        prefix = self.types[0].split(":")[0]
        self.statuses = [f"{prefix}:{s}" for s in ("occurred", "planned", "possible", "cancelled", "denied")]
        self.stances = [f"{prefix}:{s}" for s in ("claims", "denies", "demands", "threatens", "announces")]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def __call__(self, gold: Gold) -> Gold:
        gold = copy.deepcopy(gold)
        gold["events"] = [self.event(e, gold) for e in gold["events"] if not self.chance(0.15)]
        gold["events"] += [
            {**copy.deepcopy(e), "id": f"{e['id']}twin", "optional": []} for e in gold["events"] if self.chance(0.15)
        ]
        self.random.shuffle(gold["events"])
        self.random.shuffle(gold["statements"])
        for entity in gold["entities"].values():
            if self.chance(0.2):
                entity["names"] = [self.rename(n) for n in entity["names"]]
        gold["relations"] = [self.relation(r, gold) for r in gold["relations"] if not self.chance(0.15)]
        gold["statements"] = [self.statement(s, gold) for s in gold["statements"] if not self.chance(0.15)]
        return gold

    def rename(self, name: str) -> str:
        words = name.split()
        return " ".join(words[1:]) if len(words) > 1 and self.chance(0.5) else f"{name} {self.random.choice('abc')}x"

    def other(self, keys: Sequence[str]) -> str:
        return self.random.choice(sorted(keys))

    def event(self, event: Gold, gold: Gold) -> Gold:
        if self.chance(0.2):
            event["status"] = self.random.choice(self.statuses)
        if self.chance(0.15):
            event["type"] = self.random.choice(self.types)
        if self.chance(0.2):
            event["evidence"] = [w for w in event["evidence"] if self.chance(0.5)]
        if self.chance(0.1):
            event["optional"] = ["*"]
        for role in self.ontology.roles.values():
            value = event.get(role.name)
            if value and self.chance(0.15):
                event[role.name] = [] if isinstance(value, list) else None
            elif role.kind == "entity" and gold["entities"] and self.chance(0.1):
                event[role.name] = [*(value or []), self.other(list(gold["entities"]))]
            elif role.kind == "date" and isinstance(value, list) and self.chance(0.2):
                event[role.name] = [*value, f"2021-0{self.random.randint(1, 9)}-11"]
            elif isinstance(value, int | float) and self.chance(0.3):
                event[role.name] = round(value * self.random.choice([0.9, 0.985, 1.01, 1.1]), 2)
            elif value and role.kind == "number" and isinstance(value, list) and isinstance(value[0], dict):
                value[0]["value"] = int(value[0]["value"] * self.random.choice([1, 1, 1.01, 1.5]))
        return event

    def relation(self, relation: Gold, gold: Gold) -> Gold:
        if self.chance(0.1):
            relation["o"] = self.other(list(gold["entities"]))
        if local_name(relation["p"].replace(":", "#")) == "Membership" and self.chance(0.2):
            relation["role"] = "grand vizier"
        return relation

    def statement(self, statement: Gold, gold: Gold) -> Gold:
        if self.chance(0.15):
            statement["speaker"] = self.other(list(gold["entities"]))
        if self.chance(0.15):
            statement["stance"] = self.random.choice(self.stances)
        if self.chance(0.2):
            words = statement["text"].split()
            statement["text"] = " ".join(words[: self.random.randint(1, len(words))])
        return statement
