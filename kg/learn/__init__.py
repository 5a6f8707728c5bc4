"""Learns the decisions of a domain from annotated articles, and says how well they are taken on unseen ones."""
