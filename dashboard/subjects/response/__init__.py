"""Response times."""
