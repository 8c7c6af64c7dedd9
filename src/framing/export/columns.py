"""What the tables hold: every column with its type and one sentence, in the order in which they are written.

This is the one source of the tables' heads, of ``datapackage.json``, of the codebook and of the documentation, so they
cannot drift.
"""

from __future__ import annotations

from typing import get_args

from framing.export.columns_people import ARTICLE, END, OF_VOICES, PEOPLE, START, voice_of
from framing.export.columns_wide import WIDE
from framing.export.schema import Column, Table, boolean, integer, number, string
from framing.types import FAMILIES, Attribution, PartKind, QuoteKind, SentenceVoice, SpeakerType, Stance, State

TABLES: dict[str, Table] = {
    "articles": Table(
        row="one row per article",
        key=("article_id",),
        columns=(
            ARTICLE,
            string("origin", "Where it was read from: a file, an address, or a table and row."),
            string("outlet", "The outlet as given in the input."),
            string("title", "The title as given in the input, else empty.", text=True),
            string("authors", "The authors as given in the input, parted by '; '."),
            string("published", "When it was published, as given in the input."),
            string("language", "ISO 639-1 code of the language."),
            integer("n_words", "Words in both voices; numbers and page furniture are left out."),
            integer("n_words_writer", "Words of the writer."),
            integer("n_words_source", "Words of sources, quoted or reported."),
            integer("n_sentences", "Sentences, without lines of page furniture."),
            integer("n_marked", "Sentences with at least one finding of weight above 0, in either voice."),
            integer(
                "n_checked",
                "Sentences that were checked and hold no such finding. That is not a certificate of anything.",
            ),
            integer("n_not_checked", "Sentences that were not checked; sentences.csv has the reason of each."),
            *(
                integer(
                    f"n_{family}_{voice}", f"Findings of the family {name} in {words}; notes of weight 0 are left out."
                )
                for voice, words in OF_VOICES.items()
                for family, name in FAMILIES.items()
            ),
            integer("n_findings_writer", "Findings of all families in the writer's own words."),
            integer("n_findings_source", "Findings of all families in sources' words."),
            integer("n_notes", "Findings of weight 0 in both voices, which are shown and not counted."),
            string(
                "status",
                "analysed, or not_checked where no sentence was checked; then the counts are empty.",
                required=True,
                enum=("analysed", "not_checked"),
            ),
            string("status_reason", "What did not run and why, parted by '; '."),
            string("notes", "What was noted when the article was read, parted by '; '."),
            string("text_sha256", "sha256 of the article's text in UTF-8.", required=True),
        ),
    ),
    "sentences": Table(
        row="one row per sentence or line of page furniture",
        key=("sentence_id",),
        references=(("article_id", "articles"),),
        columns=(
            string("sentence_id", "article_id, ':s', and the index.", required=True),
            ARTICLE,
            integer("index", "Number of the sentence in the article, from 0. Reports print it from 1."),
            START,
            END,
            string("part", "headline, subhead, body, caption or boilerplate.", required=True, enum=get_args(PartKind)),
            integer("paragraph", "Number of the paragraph in the article, from 0."),
            string(
                "state",
                "marked (a finding of weight above 0), checked (none) or not_checked.",
                required=True,
                enum=get_args(State),
            ),
            string("reason", "Why it was not checked; empty where it was."),
            string("voice", "Whose words it holds: writer, source or mixed.", enum=get_args(SentenceVoice)),
            integer("writer_words", "Words of the sentence that are the writer's own."),
            integer("n_findings_writer", "Findings in the writer's own words; notes of weight 0 are left out."),
            integer("n_findings_source", "Findings in sources' words; notes of weight 0 are left out."),
            number(
                "loaded",
                "Probability that a trained reader would mark the writer's own words as loaded; empty: no model.",
                low=0,
                high=1,
            ),
            number(
                "opinion", "Probability that the sentence states an opinion; empty where no model ran.", low=0, high=1
            ),
            string("text", "The sentence.", text=True),
        ),
    ),
    "findings": Table(
        row="one row per finding",
        key=("finding_id",),
        references=(("sentence_id", "sentences"), ("quote_id", "quotes"), ("article_id", "articles")),
        columns=(
            string(
                "finding_id",
                "article_id, ':f', start, end and category; a second equal one ends in '#2'.",
                required=True,
            ),
            string("sentence_id", "The sentence in sentences.csv.", required=True),
            ARTICLE,
            START,
            END,
            string("text", "The marked words.", text=True),
            string(
                "family",
                "L loaded wording, F frame and presupposition, A attribution and distance, P naming, H hedge.",
                required=True,
                enum=tuple(FAMILIES),
            ),
            string("category", "The category of the lexicons, or what the model or reader calls it.", required=True),
            string("origin", "What made it, with its version: lexicon:en/hedge@3, model:loaded@1, reader:r07."),
            string("term", "The cue that matched.", text=True),
            number(
                "weight", "Weight of a lexicon finding (severity x rarity x context, 0 is a note) or a probability."
            ),
            voice_of("the words stand"),
            string("quote_id", "The quotation in quotes.csv; empty in the writer's own words."),
            string("speaker", "The name of that quotation's speaker, where it was found."),
            string("note", "Why it was marked, in a few words."),
            string("plainer", "A plainer word, where the lexicon has one."),
            string("source", "The work that the rule rests on."),
        ),
    ),
    "quotes": Table(
        row="one row per quotation",
        key=("quote_id",),
        references=(("article_id", "articles"),),
        columns=(
            string(
                "quote_id", "article_id, ':q', and the number of the quotation in the article, from 0.", required=True
            ),
            ARTICLE,
            START,
            END,
            string(
                "kind",
                "direct, indirect (reported without marks), mixed, or scare (marked words that nobody spoke).",
                required=True,
                enum=get_args(QuoteKind),
            ),
            boolean("closed", "false where the closing quotation mark is missing."),
            string("speaker", "The speaker's name, completed from the article where it gives it."),
            string("speaker_text", "The words that name the speaker here.", text=True),
            string(
                "speaker_type",
                "person, organisation, government, document, or unnamed (people without a name).",
                enum=get_args(SpeakerType),
            ),
            string(
                "descriptor", "The words that say who the speaker is, here or where the name is introduced.", text=True
            ),
            string("cue", "The base form of the verb or phrase that introduces it (say, claim, according to)."),
            string(
                "cue_stance",
                "What that word does besides: neutral, distancing, endorsing, factive or loaded.",
                enum=get_args(Stance),
            ),
            string(
                "attribution",
                "Whether the source spoke (speech), thinks (belief), fears, plans, or is a document.",
                enum=get_args(Attribution),
            ),
            string("text", "The quoted or reported words.", text=True),
        ),
    ),
    **PEOPLE,
    "measures": Table(
        row="one row per measure and voice of an article",
        key=("article_id", "name", "voice"),
        references=(("article_id", "articles"),),
        columns=(
            ARTICLE,
            string(
                "name",
                "What is measured: findings_L ... findings_H, findings_all, words, readability and others.",
                required=True,
            ),
            string("voice", "writer, source or all.", required=True, enum=("writer", "source", "all")),
            integer("count", "What was counted."),
            integer("out_of", "What it was counted in: words of that voice, or sentences."),
            number("per", "value = count / out_of x per, for rates."),
            number(
                "value",
                "The rate or readability; empty where the text is too short (rates: under 300 words, 50 of the voice).",
            ),
            number("low", "Lower end of the 95 % interval."),
            number("high", "Upper end of the 95 % interval."),
            string("method", "How the interval was made: bootstrap, poisson or none."),
        ),
    ),
    "measures_wide": WIDE,
    "failures": Table(
        row="one row per input that gave no analysis",
        key=("origin", "stage", "message"),
        columns=(
            string("origin", "The input that failed."),
            string("stage", "Where it failed: read, extract, analyse."),
            string("message", "What was wrong and what to do."),
        ),
    ),
}

#: The tables whose rows come from analyses; ``failures`` comes from failures.
OF_ANALYSES = tuple(name for name in TABLES if name != "failures")


def columns_of(table: str, *, text: bool = True) -> tuple[Column, ...]:
    """Take a table's name; return its columns, without words of the article if ``text`` is False."""
    return tuple(column for column in TABLES[table].columns if text or not column.text)
