"""From publishers' tables to `datasets/published/`: parse, tidy, check, publish."""
