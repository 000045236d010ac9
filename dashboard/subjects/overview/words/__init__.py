"""What the Overview says: on its cards, and as news."""
