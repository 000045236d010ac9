"""The dashboard: what turns published tables into pages."""
