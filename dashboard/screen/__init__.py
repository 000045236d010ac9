"""A page on the screen: the one package that imports streamlit."""
