"""kg reads news on industrial disputes and builds a knowledge graph in which every edge leads to its sentence."""

__version__ = "0.1.0"
