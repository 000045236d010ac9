"""Sentences of the Solved crime page on charges and what stands beside them."""
