"""Many analyses in, what they say together out: outlets, words, names, sources and time, as pages and as tables.

``store`` keeps what is counted in a file, so that memory does not grow with the corpus; ``statistics`` computes;
``outlets``, ``keyness``, ``names``, ``sources``, ``periods`` and ``overview`` make the data of a page each; ``pages``
writes them.
"""
