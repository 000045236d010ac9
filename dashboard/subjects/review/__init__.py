"""The Review's own figures: all of them to search, and each alone."""
