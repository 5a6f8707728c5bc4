"""The graph over HTTP: pages for people, SPARQL for machines.

Whatever touches the graph runs in processes that can be killed.
"""
