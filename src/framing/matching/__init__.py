"""A parsed article and the lexicons in, the hits of their cues out, each with the conditions that held or failed.

``matcher`` is what others use. Cues become a ``trie``, which ``automaton`` walks once; ``constructions`` are matched
against the parse; ``conditions`` says whether a hit counts where it stands. ``attributed`` finds, by constructions of
its own, judgements that are given as somebody's view.
"""
