"""Timings of what a reader waits for; run with `python -m benchmarks`."""
