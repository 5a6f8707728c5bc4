"""Learned decisions over what the rules propose: which mentions are events, with which status, and who fills what."""
