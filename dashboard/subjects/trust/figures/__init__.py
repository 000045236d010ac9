"""Figures: published data and choices into frames and numbers."""
