"""A feeds file in; every night a run, its state, its pages and its tables out.

The way of the data: ``poll`` asks the feeds, ``lanes`` fetch pages (one lane a host), ``analyst`` scores them in a
child process that can be killed, ``state`` keeps everything in SQLite, and ``morning`` shows it. ``policy``,
``unusual`` and ``spark`` are pure. Nothing here opens a socket; that is ``ingest.fetch``'s.
"""
