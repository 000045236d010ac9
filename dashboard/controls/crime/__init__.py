"""The parts of the Crime trends page: its lines, signal or noise, the map, and its tables."""
