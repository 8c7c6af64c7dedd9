"""What the tables hold: every column with its type and one sentence, in the order in which they are written.

This is the one source of the tables' heads, of ``datapackage.json`` and of the documentation, so they cannot drift.
Types are those of a Frictionless Table Schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from framing.types import FAMILIES, Stance
from framing.voices import RELATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. ``text`` is True where it holds words of the article, which ``text=False`` leaves out."""

    name: str
    type: Literal["string", "integer", "number", "boolean"]
    description: str
    text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: what one row is, its key, and its columns."""

    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def _s(name: str, description: str, *, text: bool = False) -> Column:
    return Column(name=name, type="string", description=description, text=text)


def _i(name: str, description: str) -> Column:
    return Column(name=name, type="integer", description=description)


def _n(name: str, description: str) -> Column:
    return Column(name=name, type="number", description=description)


_ARTICLE = _s("article_id", "The article's own id in the input, else the first 12 hex digits of its text's sha256.")
_START = _i("start", "Where it begins in the article's text, in Unicode code points from 0.")
_END = _i("end", "Where it ends, half-open: the first code point after it. R's substr: substr(text, start + 1, end).")
STANCES: tuple[Stance, ...] = get_args(Stance)
_VOICES = {"writer": "the writer's own words", "source": "sources' words"}

_TOLD = {
    "described": "Titles, appositions, adjectives and predicates",
    "acts": "Verbs whose doer it is",
    "acted_on": "Verbs whose object it is, and passives about it,",
    "agentless": "Of these, passives that name nobody who acts,",
}

TABLES: dict[str, Table] = {
    "articles": Table(
        row="one row an article",
        key=("article_id",),
        columns=(
            _ARTICLE,
            _s("origin", "Where it was read from: a file, an address, or a table and row."),
            _s("outlet", "The outlet as given in the input."),
            _s("title", "The title as given in the input, else empty.", text=True),
            _s("authors", "The authors as given in the input, parted by '; '."),
            _s("published", "When it was published, as given in the input."),
            _s("language", "ISO 639-1 code of the language."),
            _i("n_words", "Words in both voices; numbers and page furniture are left out."),
            _i("n_words_writer", "Words of the writer."),
            _i("n_words_source", "Words of sources, quoted or reported."),
            _i("n_sentences", "Sentences, without lines of page furniture."),
            _i("n_marked", "Sentences with at least one finding."),
            _i("n_checked", "Sentences that were checked and hold no finding. That is not a certificate of anything."),
            _i("n_not_checked", "Sentences that were not checked; sentences.csv has the reason of each."),
            *(
                _i(f"n_{family}_{voice}", f"Findings of the family {name} in {words}; notes of weight 0 are left out.")
                for voice, words in _VOICES.items()
                for family, name in FAMILIES.items()
            ),
            _i("n_findings_writer", "Findings of all families in the writer's own words."),
            _i("n_findings_source", "Findings of all families in sources' words."),
            _i("n_notes", "Findings of weight 0 in both voices, which are shown and not counted."),
            _s("status", "analysed, or not_checked where no sentence was checked; then the counts are empty."),
            _s("status_reason", "What did not run and why, parted by '; '."),
            _s("notes", "What was noted when the article was read, parted by '; '."),
            _s("text_sha256", "sha256 of the article's text in UTF-8."),
        ),
    ),
    "sentences": Table(
        row="one row a sentence, or a line of page furniture",
        key=("sentence_id",),
        columns=(
            _s("sentence_id", "article_id, ':s', and the index."),
            _ARTICLE,
            _i("index", "Number of the sentence in the article, from 0. Reports print it from 1."),
            _START,
            _END,
            _s("part", "headline, subhead, body, caption or boilerplate."),
            _i("paragraph", "Number of the paragraph in the article, from 0."),
            _s("state", "marked, checked (nothing was found) or not_checked."),
            _s("reason", "Why it was not checked; empty where it was."),
            _s("voice", "Whose words it holds: writer, source or mixed."),
            _i("writer_words", "Words of the sentence that are the writer's own."),
            _i("n_findings_writer", "Findings in the writer's own words; notes of weight 0 are left out."),
            _i("n_findings_source", "Findings in sources' words; notes of weight 0 are left out."),
            _n(
                "loaded",
                "Probability that a trained reader would mark the writer's own words as loaded; empty: no model.",
            ),
            _n("opinion", "Probability that the sentence states an opinion; empty where no model ran."),
            _s("text", "The sentence.", text=True),
        ),
    ),
    "findings": Table(
        row="one row a finding",
        key=("finding_id",),
        columns=(
            _s("finding_id", "article_id, ':f', start, end and category; a second equal one ends in '#2'."),
            _s("sentence_id", "The sentence in sentences.csv."),
            _ARTICLE,
            _START,
            _END,
            _s("text", "The marked words.", text=True),
            _s(
                "family", "L loaded wording, F frame and presupposition, A attribution and distance, P naming, H hedge."
            ),
            _s("category", "The category of the lexicons, or what the model or reader calls it."),
            _s("origin", "What made it, with its version: lexicon:en/hedge@3, model:loaded@1, reader:r07."),
            _s("term", "The cue that matched.", text=True),
            _n("weight", "Weight of a lexicon finding (severity x rarity x context, 0 is a note) or a probability."),
            _s(
                "voice", "writer: the writer's own words. source: the words stand in a quotation or in reported speech."
            ),
            _s("quote_id", "The quotation in quotes.csv; empty in the writer's own words."),
            _s("speaker", "The name of that quotation's speaker, where it was found."),
            _s("note", "Why it was marked, in a few words."),
            _s("plainer", "A plainer word, where the lexicon has one."),
            _s("source", "The work that the rule rests on."),
        ),
    ),
    "quotes": Table(
        row="one row a quotation",
        key=("quote_id",),
        columns=(
            _s("quote_id", "article_id, ':q', and the number of the quotation in the article, from 0."),
            _ARTICLE,
            _START,
            _END,
            _s("kind", "direct, indirect (reported without marks), mixed, or scare (marked words that nobody spoke)."),
            Column(name="closed", type="boolean", description="false where the closing quotation mark is missing."),
            _s("speaker", "The speaker's name, completed from the article where it gives it."),
            _s("speaker_text", "The words that name the speaker here.", text=True),
            _s("speaker_type", "person, organisation, government, document, or unnamed (people without a name)."),
            _s("descriptor", "The words that say who the speaker is, here or where the name is introduced.", text=True),
            _s("cue", "The base form of the verb or phrase that introduces it (say, claim, according to)."),
            _s("cue_stance", "What that word does besides: neutral, distancing, endorsing, factive or loaded."),
            _s("attribution", "Whether the source spoke (speech), thinks (belief), fears, plans, or is a document."),
            _s("text", "The quoted or reported words.", text=True),
        ),
    ),
    "speakers": Table(
        row="one row a speaker of an article",
        key=("speaker_id",),
        columns=(
            _s("speaker_id", "article_id, ':p', and the rank by quoted words, from 0."),
            _ARTICLE,
            _s("speaker", "The name, or the words that stand for it; empty where no speaker is given."),
            _s("type", "person, organisation, government, document, or unnamed (people without a name)."),
            Column(name="named", type="boolean", description="false where no name was found, only words or nothing."),
            _s("descriptors", "The words that say who it is, parted by '; '.", text=True),
            _i("n_quotes", "Quotations of this speaker; scare quotes are nobody's."),
            _i("of_quotes", "Quotations of all speakers of the article."),
            _i("n_words", "Words in these quotations; a word in two counts once, for the inner one."),
            _i("of_words", "Words in the quotations of all speakers of the article."),
            *(
                _i(f"n_words_third_{n}", f"Of these words, those in third {n} of the article's words.")
                for n in (1, 2, 3)
            ),
            *(_i(f"n_{stance}", f"Quotations that a {stance} word introduces.") for stance in STANCES),
            Column(name="first_word", type="boolean", description="true for the speaker of the first quotation."),
            Column(name="last_word", type="boolean", description="true for the speaker of the last quotation."),
        ),
    ),
    "actors": Table(
        row="one row a person, organisation, place or group of an article",
        key=("actor_id",),
        columns=(
            _s("actor_id", "article_id, ':a', and the rank by mentions, from 0."),
            _ARTICLE,
            _s("actor", "The name in its fullest form in the article."),
            _s("type", "person, organisation, place or group."),
            _i("n_mentions", "Mentions by name, or by a noun that only this actor can be; pronouns are not counted."),
            *(
                _i(f"n_{kind}_{voice}", f"{what} in {words}.")
                for voice, words in _VOICES.items()
                for kind, what in _TOLD.items()
            ),
        ),
    ),
    "descriptions": Table(
        row="one row a description of an actor",
        key=("description_id",),
        columns=(
            _s("description_id", "actor_id, ':d', start, end and relation."),
            _s("actor_id", "The actor in actors.csv."),
            _s("sentence_id", "The sentence in sentences.csv."),
            _ARTICLE,
            _START,
            _END,
            _s("actor", "The actor's name."),
            _s("relation", f"How the words are tied to the actor: {', '.join(RELATIONS)}."),
            _s("voice", "writer: the writer's own words. source: they stand in a quotation or in reported speech."),
            _s("text", "The words.", text=True),
        ),
    ),
    "measures": Table(
        row="one row a number of an article",
        key=("article_id", "name", "voice"),
        columns=(
            _ARTICLE,
            _s("name", "What is measured: findings_L ... findings_H, findings_all, words, readability and others."),
            _s("voice", "writer, source or all."),
            _i("count", "What was counted."),
            _i("out_of", "What it was counted in: words of that voice, or sentences."),
            _n("per", "value = count / out_of x per, for rates."),
            _n("value", "The rate or readability; empty where the article is too short (under 300 words for rates)."),
            _n("low", "Lower end of the 95 % interval."),
            _n("high", "Upper end of the 95 % interval."),
            _s("method", "How the interval was made: bootstrap, poisson or none."),
        ),
    ),
    "failures": Table(
        row="one row an input that gave no analysis",
        key=("origin", "stage", "message"),
        columns=(
            _s("origin", "The input that failed."),
            _s("stage", "Where it failed: read, extract, analyse."),
            _s("message", "What was wrong and what to do."),
        ),
    ),
}

#: The tables that rows come from analyses; ``failures`` comes from failures.
OF_ANALYSES = tuple(name for name in TABLES if name != "failures")


def columns_of(table: str, *, text: bool = True) -> tuple[Column, ...]:
    """Take a table's name; return its columns, without words of the article if ``text`` is False."""
    return tuple(column for column in TABLES[table].columns if text or not column.text)


def datapackage(tables: dict[str, tuple[Column, ...]], known: dict[str, Table]) -> dict[str, Any]:
    """Take tables with the columns that were written, and what each is; return their Frictionless data package."""
    return {
        "profile": "tabular-data-package",
        "name": "framing-tables",
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "description": known[name].row,
                "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {"name": column.name, "type": column.type, "description": column.description}
                        for column in columns
                    ],
                    "primaryKey": list(known[name].key),
                    "missingValues": [""],
                },
            }
            for name, columns in tables.items()
        ],
    }
