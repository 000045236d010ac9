"""The parts of the Trust and confidence page: its lines, and all boroughs at one date."""
