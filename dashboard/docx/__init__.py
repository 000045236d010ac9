"""A page's briefing as a Word file."""
