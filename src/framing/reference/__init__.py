"""What is usual: the rates of a named collection of articles, and where one article stands among them.

A reference set is one data file of figures, without any text. ``sets`` is its form, ``collect`` makes one from measured
articles, ``compare`` looks an article up.
"""
