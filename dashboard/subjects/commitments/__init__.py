"""Promises: what was asked and promised by when, and what the figures say of it."""
