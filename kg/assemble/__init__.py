"""The assembled layer: what all documents say together, computed from what each of them says."""

from kg.assemble.account import Account, Changes
from kg.assemble.items import Judged
from kg.assemble.ledger import Ledger
from kg.assemble.outlining import outline_of
from kg.assemble.whole import assembled_quads
from kg.assemble.writing import Part, parts, whole

__all__ = ["Account", "Changes", "Judged", "Ledger", "Part", "assembled_quads", "outline_of", "parts", "whole"]
