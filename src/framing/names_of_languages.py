"""A language code in, its English name out, for messages; the names are data in ``lexicons/en/structure``."""

from __future__ import annotations

from framing.grammar import structure_data


def language_name(code: str) -> str:
    """Take an ISO 639-1 code; return "Finnish (fi)", or the code alone where the name is not known."""
    names: dict[str, str] = structure_data("languages")["names"]
    short = code.split("-")[0].lower()
    return f"{names[short]} ({short})" if short in names else short
