"""Parts that the pages of several subjects share, written into a draft."""
