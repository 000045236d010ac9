"""One published table each: `<id>.toml` says what it is, `<id>.py` how to read it."""
