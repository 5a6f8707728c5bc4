"""How fast kg is and how much memory it takes, beside the engines it stands on, measured in one run.

    python -m bench [--all-sizes] [--only NAME] [--articles N] [--json FILE] [--write]

Every figure comes from a process of its own (`bench.child`), so that neither memory nor caches of one
measurement stand in another's way. Nothing here fails because something is slow.
"""
