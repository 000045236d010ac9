"""The Home Office's police officers by rank, sex and ethnicity, 31 March 2003 to 2006."""

from __future__ import annotations

from data_pipeline.steps.officers_by_ethnicity import parse, tidy

__all__ = ["parse", "tidy"]
