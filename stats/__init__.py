"""The statistics of the site: pure functions, each with its formula, units, errors and source."""
