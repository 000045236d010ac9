"""A page's current choice as two sides of A4: what it says, its chart and table, and what to ask."""
