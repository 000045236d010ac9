"""Parts of the page on stop and search and the use of force, one module each."""
