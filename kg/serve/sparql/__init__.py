"""The SPARQL endpoint: SPARQL 1.1 Protocol, Graph Store HTTP Protocol and service description."""
