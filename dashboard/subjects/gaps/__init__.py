"""Gaps between groups."""
