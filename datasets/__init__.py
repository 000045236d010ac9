"""The one place where pipeline and site meet: declarations, reference tables and published data."""
