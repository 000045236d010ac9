"""Methods and sources: where every figure comes from."""
