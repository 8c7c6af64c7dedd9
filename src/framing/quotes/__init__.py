"""An article's text and parse in, its quotations out: whose words each word is.

``pipeline.py`` calls three modules: ``names`` (who is named), ``marks`` (what stands in quotation marks; with
``mark_places``, ``asides``, ``titles``) and ``quotations``, which puts all together. What is set off by layout is
read by ``set_off``. What is reported without marks comes from the parse (``indirect``, with ``reported``,
``complements``, ``by_place`` and ``who_reports``) or, without one, from the order of words (``surface``); ``leads``
and ``posts`` read interviews, transcripts and posts; ``clipped`` and ``pieces`` say where a report ends,
``speakers``, ``said``, ``roles`` and ``speaker_types`` who speaks, and ``whose_words`` what stays the writer's.
``reporting`` holds the verbs.
"""
