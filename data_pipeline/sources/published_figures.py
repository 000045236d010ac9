"""Figures on the success measures printed elsewhere, before and since the Review, entered by hand."""

from __future__ import annotations

from data_pipeline.steps.figures import parse, tidy

__all__ = ["parse", "tidy"]
