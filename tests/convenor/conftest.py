"""Tests that look at the demonstration."""

from northshire import _its_thursday, northshire, signed_in

__all__ = ["_its_thursday", "northshire", "signed_in"]
