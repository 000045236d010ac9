"""Figures read out of the Casey Review and related documents, as entered by hand."""

from __future__ import annotations

from data_pipeline.steps.figures import parse, tidy

__all__ = ["parse", "tidy"]
