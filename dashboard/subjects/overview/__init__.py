"""The Overview: a card for each measure, the figures, and how they were worked out."""
