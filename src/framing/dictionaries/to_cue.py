"""A term of another program in, a cue that hits the same words out, or the reason why no cue can."""

from __future__ import annotations

from framing.lexicon.cues import CueError, compile_cue
from framing.lexicon.globs import ANY, ONE


class NoCueError(ValueError):
    """A term that cannot be written as a cue; the message says why."""


#: Signs that mean something in a cue and cannot stand for themselves.
_OURS = "()|@<>{}~#="


def to_cue(term: str, *, format: str) -> str:
    """Take a term and the format it comes from; return the cue, in lower case as those programs match.

    ``*`` becomes ``**``, any characters of the word or none; ``?`` stands for one character in quanteda only. Raises
    NoCueError.
    """
    parts = term.lower().split()
    if not parts:
        raise NoCueError("there is no term")
    cue = []
    for part in parts:
        sign = next((sign for sign in _OURS if sign in part), None)
        if sign is not None:
            raise NoCueError(f"the sign {sign} cannot be looked for")
        if ONE in part and format != "quanteda":
            raise NoCueError("the sign ? cannot be looked for")
        if not any(map(str.isalnum, part)):
            wild = "*" in part or ONE in part
            raise NoCueError("a wildcard by itself fits every word" if wild else "it has no letter or digit")
        while "**" in part:
            part = part.replace("**", "*")
        cue.append(part.replace("*", ANY))
    text = " ".join(cue)
    try:
        compile_cue(text, inflect="exact")
    except CueError as error:
        raise NoCueError(f"it {error}") from None
    return text
