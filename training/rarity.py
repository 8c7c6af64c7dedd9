"""One command, a table out: how common each single-word cue is in English, for the weights of findings.

    python -m training.rarity

Writes ``lexicons/en/structure/rarity.tsv``: cue, Zipf frequency (0 to 8, log10 per thousand million words), from
wordfreq's large English list. Phrases and patterns have no row: their weight is not changed by rarity. wordfreq is 58
MB and is needed here only.
"""

from __future__ import annotations

from pathlib import Path

from wordfreq import zipf_frequency

from framing.lexicon import read_folder

FOLDER = Path(__file__).resolve().parent.parent / "lexicons" / "en"
HEAD = (
    "# Zipf frequency of single-word cues (wordfreq, English, large list), made by training/rarity.py; do not edit.\n"
)


def main() -> None:
    """Read the lexicon, look each word up, write the table."""
    lexicon, problems = read_folder(FOLDER)
    for problem in problems:
        print(problem)
    words = sorted({cue.text for rule in lexicon.rules for cue in rule.cues if cue.text.replace("-", "").isalpha()})
    rows = [f"{word}\t{zipf_frequency(word, 'en', wordlist='large'):.2f}\n" for word in words]
    path = FOLDER / "structure" / "rarity.tsv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    print(f"{len(words)} words written to {path.name}")


if __name__ == "__main__":
    main()
