"""The columns of the tables of who speaks and who is spoken of, and those that several tables share."""

from __future__ import annotations

from typing import get_args

from framing.export.schema import Column, Table, boolean, integer, string
from framing.types import SpeakerType, Stance, Voice
from framing.voices import RELATIONS

ARTICLE = string(
    "article_id", "The article's own id in the input, else the first 12 hex digits of its text's sha256.", required=True
)
START = integer("start", "Where it begins in the article's text, in Unicode code points from 0.", required=True)
END = integer(
    "end",
    "Where it ends, half-open: the first code point after it. R's substr: substr(text, start + 1, end).",
    required=True,
)
STANCES: tuple[Stance, ...] = get_args(Stance)
SPEAKERS: tuple[SpeakerType, ...] = get_args(SpeakerType)
OF_VOICES: dict[Voice, str] = {"writer": "the writer's own words", "source": "sources' words"}
_TOLD = {
    "described": "Titles, appositions, adjectives and predicates",
    "acts": "Verbs whose doer it is",
    "acted_on": "Verbs whose object it is, and passives about it,",
    "agentless": "Of these, passives that name nobody who acts,",
}


def voice_of(what: str) -> Column:
    """Take what has a voice; return the column that says whose words it is."""
    return string(
        "voice",
        f"writer: the writer's own words. source: {what} in a quotation or in reported speech.",
        required=True,
        enum=get_args(Voice),
    )


PEOPLE: dict[str, Table] = {
    "speakers": Table(
        row="one row per speaker of an article",
        key=("speaker_id",),
        references=(("article_id", "articles"),),
        columns=(
            string("speaker_id", "article_id, ':p', and the rank by quoted words, from 0.", required=True),
            ARTICLE,
            string("speaker", "The name, or the words that stand for it; empty where no speaker is given."),
            string(
                "type", "person, organisation, government, document, or unnamed (people without a name).", enum=SPEAKERS
            ),
            boolean("named", "false where no name was found, only words or nothing."),
            string("descriptors", "The words that say who it is, parted by '; '.", text=True),
            integer("n_quotes", "Quotations of this speaker; scare quotes are nobody's."),
            integer("of_quotes", "Quotations of all speakers of the article."),
            integer("n_words", "Words in these quotations; a word in two counts once, for the inner one."),
            integer("of_words", "Words in the quotations of all speakers of the article."),
            *(
                integer(f"n_words_third_{n}", f"Of these words, those in third {n} of the article's words.")
                for n in (1, 2, 3)
            ),
            *(integer(f"n_{stance}", f"Quotations that a {stance} word introduces.") for stance in STANCES),
            boolean("first_word", "true for the speaker of the first quotation."),
            boolean("last_word", "true for the speaker of the last quotation."),
        ),
    ),
    "actors": Table(
        row="one row per person, organisation, place or group of an article",
        key=("actor_id",),
        references=(("article_id", "articles"),),
        columns=(
            string("actor_id", "article_id, ':a', and the rank by mentions, from 0.", required=True),
            ARTICLE,
            string("actor", "The name in its fullest form in the article."),
            string("type", "person, organisation, place or group."),
            integer(
                "n_mentions", "Mentions by name, or by a noun that only this actor can be; pronouns are not counted."
            ),
            *(
                integer(f"n_{kind}_{voice}", f"{what} in {words}.")
                for voice, words in OF_VOICES.items()
                for kind, what in _TOLD.items()
            ),
        ),
    ),
    "descriptions": Table(
        row="one row per description of an actor",
        key=("description_id",),
        references=(("actor_id", "actors"), ("sentence_id", "sentences"), ("article_id", "articles")),
        columns=(
            string("description_id", "actor_id, ':d', start, end and relation.", required=True),
            string("actor_id", "The actor in actors.csv.", required=True),
            string("sentence_id", "The sentence in sentences.csv."),
            ARTICLE,
            START,
            END,
            string("actor", "The actor's name."),
            string("relation", f"How the words are tied to the actor: {', '.join(RELATIONS)}."),
            voice_of("they stand"),
            string("text", "The words.", text=True),
        ),
    ),
}
