"""The SPARQL endpoint: SPARQL 1.1 Protocol, Graph Store HTTP Protocol and service description."""

from kg.serve.sparql.routes import routes

__all__ = ["routes"]
