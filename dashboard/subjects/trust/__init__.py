"""Trust and confidence."""
