"""The graph over HTTP: pages for things, the explorer, and the SPARQL endpoint."""
