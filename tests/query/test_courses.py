"""What people see of disputes as a table."""

from __future__ import annotations

from collections.abc import Callable

from kg.query import Rows

Ask = Callable[..., Rows]


def test_disputes(ask: Ask) -> None:
    assert list(ask("disputes").cells()) == [
        ["PCS – Home Office", "4", "2", "2022-12-23", "2023-01-30", "2"],
        ["PCS – DWP", "2", "1", "2022-11-10", "2023-01-30", "1"],
        ["Unite – Acme", "2", "0", "", "", "1"],
    ]
    assert [row.dispute for row in ask("disputes", party="work and pensions")] == ["PCS – DWP"]
