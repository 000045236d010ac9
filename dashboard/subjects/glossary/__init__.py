"""The glossary: what the terms of the site mean."""
