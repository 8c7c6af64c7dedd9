"""A lesson: sentences of an article for a class to rate, and what the class said, beside what the tool marked.

``new``: analyses -> ``sampling`` -> ``Exercise`` -> ``pages``. ``report``: ``answer_files`` -> ``answers.collect`` ->
``results`` -> ``board`` -> ``pages``. What a student sees and what the tool says meet only in the class page.
"""
