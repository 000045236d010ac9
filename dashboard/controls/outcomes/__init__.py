"""The parts of the Solved crime page: positive outcomes, and what others printed."""
