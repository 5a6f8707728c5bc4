"""How well one clustering of mentions agrees with another: the measures of coreference, over plain mappings.

A clustering maps each mention to the name of its cluster. `gold` holds the mentions that count. Those that `found`
lacks were not found: they are in no cluster, so that they lower recall and nothing else. What `found` holds beside
them does not count (Pradhan et al. 2014, section 2, without its mentions that are found and not annotated; how well
mentions are found is scored apart).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from kg.score.matching import best_pairing


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision and recall as fractions of which the denominators are counts: of mentions, links or clusters."""

    hit_found: float
    found: float
    hit_gold: float
    gold: float

    @property
    def precision(self) -> float:
        """The part of what was found that is right; 1 where nothing was."""
        return self.hit_found / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The part of what is annotated that was found; 1 where nothing is."""
        return self.hit_gold / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """F1 = 2PR / (P + R); 0 where both are 0."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def figures(self) -> dict[str, float]:
        """Return P, R, F1 under the keys `p`, `r`, `f`."""
        return {"p": self.precision, "r": self.recall, "f": self.f1}


def b_cubed[K: Hashable](gold: Mapping[K, Hashable], found: Mapping[K, Hashable]) -> Agreement:
    """Compare two clusterings mention by mention.

    For a mention m in the annotated cluster K and the found cluster R, P(m) = |K ∩ R| / |R| and
    R(m) = |K ∩ R| / |K|; precision and recall are the means over the mentions (all weights equal).

    References:
        A. Bagga, B. Baldwin: Entity-Based Cross-Document Coreferencing Using the Vector Space Model. ACL 1998.
    """
    keys, responses, both = _sizes(gold, found)
    return Agreement(
        hit_found=sum(n * n / responses[r] for (_, r), n in both.items()),
        found=sum(responses.values()),
        hit_gold=sum(n * n / keys[k] for (k, _), n in both.items()),
        gold=len(gold),
    )


def muc[K: Hashable](gold: Mapping[K, Hashable], found: Mapping[K, Hashable]) -> Agreement:
    """Compare two clusterings by the links that hold clusters together; clusters of one have none.

    Recall = Σ (|K| - |p(K)|) / Σ (|K| - 1), where p(K) are the parts into which the found clusters divide the
    annotated one, mentions that were not found being parts of their own; precision with the two exchanged.

    References:
        M. Vilain et al.: A Model-Theoretic Coreference Scoring Scheme. MUC-6, 1995.
    """
    keys, responses, both = _sizes(gold, found)
    kept = sum(n - 1 for n in both.values())  # the mentions of all clusters less the parts, in both directions
    links_gold, links_found = (sum(n - 1 for n in sizes.values()) for sizes in (keys, responses))
    return Agreement(hit_found=kept, found=links_found, hit_gold=kept, gold=links_gold)


def ceaf_e[K: Hashable](gold: Mapping[K, Hashable], found: Mapping[K, Hashable]) -> Agreement:
    """Compare two clusterings by the best one-to-one alignment of their clusters.

    The similarity of two clusters is φ4(K, R) = 2 |K ∩ R| / (|K| + |R|). Of the alignment with the largest total Φ,
    precision = Φ / number of found clusters, recall = Φ / number of annotated ones.

    References:
        X. Luo: On Coreference Resolution Performance Metrics. HLT/EMNLP 2005.
    """
    keys, responses, both = _sizes(gold, found)
    similar = {pair: 2 * n / (keys[pair[0]] + responses[pair[1]]) for pair, n in both.items()}
    total = sum(_best(part) for part in _connected(similar))
    return Agreement(hit_found=total, found=len(responses), hit_gold=total, gold=len(keys))


def conll[K: Hashable](gold: Mapping[K, Hashable], found: Mapping[K, Hashable]) -> float:
    """Return the mean F1 of MUC, B-cubed and CEAF-e, the score of the CoNLL shared tasks.

    References:
        S. Pradhan et al.: CoNLL-2012 Shared Task: Modeling Multilingual Unrestricted Coreference in OntoNotes. 2012.
        S. Pradhan et al.: Scoring Coreference Partitions of Predicted Mentions: A Reference Implementation. ACL 2014.
    """
    return (muc(gold, found).f1 + b_cubed(gold, found).f1 + ceaf_e(gold, found).f1) / 3


def settled[K: Hashable](
    gold: Mapping[K, str], found: Mapping[K, Hashable], open_: Iterable[Iterable[str]]
) -> dict[K, str]:
    """Return the annotated clustering with the questions that it leaves open answered as `found` answers them.

    Args:
        gold: the annotated clustering.
        found: the one that is compared with it.
        open_: annotated clusters of which it is open whether they are one. Those are united of which `found` has
            mentions in one cluster; so the pairs between them count neither way.
    """
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while name in above:
            name = above[name]
        return name

    where: dict[str, set[Hashable]] = {}
    for mention, cluster in gold.items():
        if mention in found:
            where.setdefault(cluster, set()).add(found[mention])
    for group in map(sorted, open_):
        for n, first in enumerate(group):
            for second in group[n + 1 :]:
                if where.get(first, set()) & where.get(second, set()) and top(first) != top(second):
                    above[top(second)] = top(first)
    return {mention: top(cluster) for mention, cluster in gold.items()}


# -- counting -----------------------------------------------------------------------------------

Pairs = dict[tuple[Hashable, Hashable], float]


def _sizes[K: Hashable](
    gold: Mapping[K, Hashable], found: Mapping[K, Hashable]
) -> tuple[Counter[Hashable], Counter[Hashable], Counter[tuple[Hashable, Hashable]]]:
    """Return the sizes of the annotated clusters, of the found ones, and of what each two of them share."""
    shared = [(cluster, found[mention]) for mention, cluster in gold.items() if mention in found]
    return Counter(gold.values()), Counter(r for _, r in shared), Counter(shared)


def _connected(pairs: Pairs) -> list[Pairs]:
    """Part pairs into those that have clusters in common: an alignment is found for each part by itself."""
    beside: dict[tuple[int, Hashable], list[tuple[Hashable, Hashable]]] = {}
    for pair in pairs:
        for side, cluster in enumerate(pair):
            beside.setdefault((side, cluster), []).append(pair)
    parts, seen = [], set[tuple[int, Hashable]]()
    for start in beside:
        if start in seen:
            continue
        part, waiting = Pairs(), [start]
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                for pair in beside[node]:
                    part[pair] = pairs[pair]
                    waiting += enumerate(pair)
        parts.append(part)
    return parts


def _best(pairs: Pairs) -> float:
    """Return the total of the best one-to-one alignment."""
    rows, columns = list(dict.fromkeys(k for k, _ in pairs)), list(dict.fromkeys(r for _, r in pairs))
    gain = [[pairs.get((row, column), 0.0) for column in columns] for row in rows]
    return sum(gain[i][j] for i, j in best_pairing(gain))
