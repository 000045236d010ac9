"""Datasets computed from what the sources hold, not read from one publisher's table."""
