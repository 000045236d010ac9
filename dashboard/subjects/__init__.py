"""A folder a subject: its figures, its words, its page."""
