"""The graph as `kg.build` and `kg.open` give it: to ask, and to draw."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.query import KnowledgeGraph
from kg.store import GraphStore, Place, open_read

if TYPE_CHECKING:
    from kg.pipeline.drawing import Picture
    from kg.pipeline.report import BuildReport


class Graph(KnowledgeGraph):
    """A graph to ask and to draw; a context manager.

    Args:
        store: an open graph; closed together with this.
        report: what the build did that it comes from.

    Examples:
        >>> graph
        KnowledgeGraph('graph', 3 documents)
        >>> graph.query("speaks-for", name="Serwotka")[0].organization
        'Public and Commercial Services Union'
        >>> graph.ask("ASK { ?event a ir:Strike ; ir:status ir:occurred }")
        True
        >>> strike = graph.events("strike", actor="PCS", target="DWP")[0]
        >>> "strike" in graph.evidence(strike)[0].sentence
        True
    """

    def __init__(self, store: GraphStore, *, report: BuildReport | None = None) -> None:
        super().__init__(store)
        self.report = report

    def draw(
        self,
        path: str | PathLike[str] | None = None,
        *,
        about: str | None = None,
        hops: int = 2,
        max_nodes: int | None = None,
        colour: str = "class",
        engine: str = "explorer",
    ) -> Picture:
        """Draw the graph, or what lies around one thing, event or course, as one page that needs no other file.

        Args:
            path: where to write the page; nowhere if None.
            about: the thing, event or course in the middle, as `find` takes it.
            hops: how many steps around it.
            max_nodes: a larger graph is cut to its most connected part, and the page says so. 20,000 if None, or
                500 with pyvis.
            colour: what colours stand for at first, "class" or "community"; the page's reader may change that.
            engine: what makes the page: "explorer", with time line, map, table and facets, or "pyvis", the
                network alone.

        Returns:
            The page; a notebook shows it.

        Raises:
            UnknownName: nothing has a name like `about`.
            UsageError: a number is too small, or `path` lies in a folder that does not exist.
            KgError: the file cannot be written.

        Examples:
            >>> graph.draw("graph.html", about="PCS", hops=1)  # doctest: +ELLIPSIS
            Picture(... of ... nodes)
        """
        from kg.pipeline.drawing import draw

        picture = draw(self, about=about, hops=hops, max_nodes=max_nodes, colour=colour, engine=engine)
        if path is not None:
            picture.save(Path(path))
        return picture

    def explore(self, about: str | None = None, *, hops: int = 2) -> Picture:
        """Return the explorer of the graph, or of what lies around one thing; a notebook shows it.

        It stands in a frame of its own, which can neither read the notebook nor load anything.

        Args:
            about: the thing, event or course in the middle, as `find` takes it.
            hops: how many steps around it.

        Raises:
            UnknownName: nothing has a name like `about`.
            UsageError: `hops` is negative.

        Examples:
            >>> graph.explore("PCS", hops=1)  # doctest: +ELLIPSIS
            Picture(... of ... nodes)
        """
        return self.draw(about=about, hops=hops)

    def export(self, format: str, out: str | PathLike[str] | IO[bytes]) -> None:  # noqa: A002 - the option's name
        """Write the graph to a file, whole or not at all, or to a binary stream, in one of `kg.store.EXPORTS`.

        Raises:
            UnknownName: there is no such format.
            KgError: the file cannot be written.

        Examples:
            >>> graph.export("trig", "graph.trig")
        """
        from kg.pipeline.files import writing

        if isinstance(out, str | PathLike):
            with writing(Path(out)) as file:
                super().export(format, file)
        else:
            super().export(format, out)


def open_graph(path: Place) -> Graph:
    """Open a graph for reading.

    Raises:
        StoreError: there is no graph, it is broken or from another version.
        UnknownName: its domain is not installed.
    """
    return Graph(open_read(path))
