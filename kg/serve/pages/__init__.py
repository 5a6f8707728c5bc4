"""A page for every thing, event, course and article, at the path of its IRI, and the same as RDF."""

from kg.serve.pages.routes import routes

__all__ = ["routes"]
