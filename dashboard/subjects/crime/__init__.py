"""Crime trends."""
