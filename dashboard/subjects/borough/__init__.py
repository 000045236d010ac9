"""My borough: the place, what is said of it, its tables, its lines."""
