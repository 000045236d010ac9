"""What the server adds around Streamlit: addresses, headers, compressed files, the served HTML, pictures.

Streamlit answers every unknown path with its own start page, titled after itself, and compresses
none of its files. Here each page has its address, title and description in the HTML; every other
path is a real 404; and no answer lets a browser fetch anything from another host.
"""
