"""Misconduct."""
