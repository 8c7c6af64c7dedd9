"""Exports of news archives in (Nexis, Factiva, ProQuest, Media Cloud, WARC), records of their articles out.

The way of the data is the same in each module: the file is cut into one chunk an article at the archive's own marks, a
chunk becomes a ``Record``, a record becomes an ``Article`` or a ``Failure``. So a damaged place costs the article that
it lies in and no other.
"""
