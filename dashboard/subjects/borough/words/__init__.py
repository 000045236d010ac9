"""Words: numbers into sentences."""
