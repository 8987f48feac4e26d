"""Gerechnete Tabellen einer Vorlage schreiben: all anew, while the paper is drafted."""

from collections.abc import Sequence
from dataclasses import dataclass

from motions.models import ImpactTable, Paper


@dataclass(frozen=True)
class Table:
    """Eine Tabelle, wie sie gerechnet ist; ``numeric`` are the columns (from 0) that hold figures."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()
    note: str = ""


def replace(paper: Paper, tables: Sequence[Table]) -> None:
    """Write the tables of a paper; what a co-signer has read is then outdated (M-04)."""
    paper.impact_tables.all().delete()
    ImpactTable.objects.bulk_create(
        ImpactTable(
            paper=paper,
            position=position,
            caption=table.caption,
            head=list(table.head),
            rows=[list(row) for row in table.rows],
            numeric=list(table.numeric),
            note=table.note,
        )
        for position, table in enumerate(tables, start=1)
    )


def stored(paper: Paper) -> list[Table]:
    """The tables as they stand in the paper."""
    return [
        Table(row.caption, tuple(row.head), tuple(map(tuple, row.rows)), tuple(row.numeric), row.note)
        for row in paper.impact_tables.all()
    ]


def copy(source: Paper, target: Paper) -> None:
    """The tables of one paper for another."""
    replace(target, stored(source))
