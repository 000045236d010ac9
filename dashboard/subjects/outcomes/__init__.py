"""Solved crime."""
