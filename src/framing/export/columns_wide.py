"""The columns of ``measures_wide``: the rates of an article side by side, for a spreadsheet."""

from __future__ import annotations

from framing.export.columns_people import ARTICLE, OF_VOICES
from framing.export.schema import Column, Table, integer, number, string
from framing.types import FAMILIES

#: What has a rate, by the name of its measure.
RATED = {
    **{f"findings_{family}": f"findings of the family {name}" for family, name in FAMILIES.items()},
    "findings_all": "findings of all families",
}
READABLE = {
    ("flesch_reading_ease", "all"): "Flesch reading ease of the whole text; higher is easier.",
    ("flesch_reading_ease", "writer"): "Flesch reading ease of the writer's words; higher is easier.",
    ("flesch_kincaid_grade", "all"): "Flesch-Kincaid grade of the whole text; higher is harder.",
    ("flesch_kincaid_grade", "writer"): "Flesch-Kincaid grade of the writer's words; higher is harder.",
}


def _rate(name: str, what: str, voice: str, words: str) -> tuple[Column, ...]:
    key = f"{name}_{voice}"
    return (
        integer(key, f"The number of {what} in {words}; notes of weight 0 are left out."),
        number(
            f"{key}_per_100", "The same per 100 words of that voice; empty under 300 words, or 50 of that voice.", low=0
        ),
        number(f"{key}_low", "Lower end of the 95 % interval of the rate.", low=0),
        number(f"{key}_high", "Upper end of the 95 % interval of the rate.", low=0),
    )


WIDE = Table(
    row="one row per article, its measures side by side; measures.csv holds the same in rows",
    key=("article_id",),
    references=(("article_id", "articles"),),
    columns=(
        ARTICLE,
        string("outlet", "The outlet as given in the input."),
        string("published", "When it was published, as given in the input."),
        integer("n_words_writer", "Words of the writer."),
        integer("n_words_source", "Words of sources, quoted or reported."),
        *(
            column
            for voice, words in OF_VOICES.items()
            for name, what in RATED.items()
            for column in _rate(name, what, voice, words)
        ),
        integer("loaded_sentences", "Sentences with writer's words that reach the model's own level of loaded."),
        integer("loaded_sentences_of", "Sentences with writer's words that the model rated."),
        *(number(f"{name}_{voice}", what) for (name, voice), what in READABLE.items()),
    ),
)
