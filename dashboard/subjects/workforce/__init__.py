"""Inside the Met: who works there."""
