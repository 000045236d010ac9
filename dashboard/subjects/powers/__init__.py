"""Stop and search, use of force."""
