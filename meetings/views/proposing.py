"""Proposing a meeting, with the panel that fills itself."""
