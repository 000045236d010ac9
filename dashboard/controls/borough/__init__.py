"""The parts of the My borough page: the place, what is said of it, its tables, its lines."""
