"""The peer: the site's pages drawn by plain calls of Streamlit, as its script.

It is served by `streamlit run` with Streamlit's own settings; see `benchmarks.plain_drawing`.
"""

from benchmarks import plain_drawing

plain_drawing.main()
