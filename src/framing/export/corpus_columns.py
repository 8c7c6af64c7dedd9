"""What the tables of a whole corpus hold: every column with its type and one sentence, as in ``columns``."""

from __future__ import annotations

from framing.export.schema import Column, Table

_KINDS = "all, or a family: L loaded wording, F frame and presupposition, A attribution and distance, P naming, H hedge"


def _s(name: str, description: str, *, text: bool = False) -> Column:
    return Column(name=name, type="string", description=description, text=text)


def _i(name: str, description: str) -> Column:
    return Column(name=name, type="integer", description=description)


def _n(name: str, description: str) -> Column:
    return Column(name=name, type="number", description=description)


_OUTLET = _s("outlet", "The outlet as given in the input, 'not given' without one.")
_VOICE = _s("voice", "writer: the writer's own words. source: quoted or reported words.")
_KIND = _s("kind", "cue: marked wording. word: all words.")
_PAGE = (
    _s("page", "The page of an article that holds it, in the same folder."),
    _i("sentence", "The sentence's number on that page, from 1: page#s3 leads there."),
)
_RATES = (
    _i("articles", "Articles of 300 words or more, each text once an outlet."),
    _i("count", "Findings in all of them; notes of weight 0 are left out."),
    _i("words", "Words of that voice in all of them."),
    _n("rate", "count / words x 100; empty under 50 words."),
    _n("low", "Lower end of the 95 % interval: 2,000 bootstrap samples of whole articles; empty under 10 articles."),
    _n("high", "Upper end of that interval."),
    _n(
        "quarter",
        "Lower quartile of the rates of articles with 100 or more words in that voice; empty under 4 of them.",
    ),
    _n("median", "Median of these rates."),
    _n("three_quarters", "Upper quartile of these rates."),
    _i("spread_over", "How many articles these three are over."),
)

CORPUS_TABLES: dict[str, Table] = {
    "outlets": Table(
        row="one row per outlet, kind and voice",
        key=("scope", "outlet", "measure", "voice"),
        columns=(
            _s("scope", "outlet, or all for the whole corpus; then outlet is empty."),
            _OUTLET,
            _s("measure", f"{_KINDS}."),
            _VOICE,
            *_RATES,
        ),
    ),
    "keyness": Table(
        row="one row per term that an outlet uses more than all others do",
        key=("outlet", "kind", "voice", "term"),
        columns=(
            _OUTLET,
            _KIND,
            _VOICE,
            _s("term", "The word in lower case; for marked wording the family's letter and the cue.", text=True),
            _i("here", "Uses in this outlet."),
            _i("elsewhere", "Uses in all other outlets."),
            _n("per_million_here", "Uses per million words of that voice in this outlet."),
            _n("per_million_elsewhere", "Uses per million words of that voice in all others."),
            _n("log_odds", "Log-odds ratio with a prior of 500 words that are spread as in the whole corpus."),
            _n("z", "log_odds over its standard error (Monroe, Colaresi & Quinn 2008); terms are ranked by it."),
            _n("z_by_article", "The same, with the variance widened by how uses cluster in articles."),
            _n("p", "Two-sided p value of z_by_article."),
            _n("q", "q value (Benjamini & Hochberg 1995) over the tests of this outlet, kind and voice."),
            _i("tests", "Number of these tests: terms with 5 or more uses in 2 or more articles of the corpus."),
            _i("articles", "Articles of this outlet that use it, 2 or more: a term of one article is no finding."),
            _i("outlets", "Outlets that use it."),
        ),
    ),
    "keyness_lines": Table(
        row="one row per line of context of a term in keyness.csv",
        key=("outlet", "kind", "voice", "pattern", "docname", "from"),
        columns=(
            _OUTLET,
            _KIND,
            _VOICE,
            _s("docname", "The article: its file, address or row."),
            _i("from", "Where the keyword begins in the article's text, in code points from 0."),
            _i("to", "Where it ends, half-open. (quanteda counts tokens here: use `framing lexicons kwic` for that.)"),
            _s("pre", "The words before it.", text=True),
            _s("keyword", "The words themselves.", text=True),
            _s("post", "The words after it.", text=True),
            _s("pattern", "The term in keyness.csv.", text=True),
            *_PAGE,
        ),
    ),
    "contested": Table(
        row="one row per contested name, outlet and voice",
        key=("concept", "name", "outlet", "voice"),
        columns=(
            _s("concept", "What is named."),
            _s("name", "The name that was used."),
            _OUTLET,
            _VOICE,
            _i("count", "How often."),
            _i("articles", "In how many articles."),
            *_PAGE,
        ),
    ),
    "sources": Table(
        row="one row per outlet, with what it quotes",
        key=("outlet",),
        columns=(
            _OUTLET,
            _i("articles", "Articles of 50 words or more, each text once."),
            _i("quotes", "Quotations, direct and reported; scare quotes are left out."),
            _i("source_words", "Words of sources."),
            _i("words", "Words in both voices."),
            *(
                _i(f"n_{kind}", f"Quotations of {what}.")
                for kind, what in (
                    ("person", "persons"),
                    ("organisation", "organisations"),
                    ("government", "governments and authorities"),
                    ("document", "documents"),
                    ("unnamed", "people without a name"),
                    ("unknown", "named sources whose kind was not found"),
                )
            ),
            _i("n_without", "Quotations whose speaker was not found, or is no name."),
        ),
    ),
    "source_names": Table(
        row="one row per named speaker and outlet",
        key=("speaker", "outlet"),
        columns=(
            _s("speaker", "The name as the articles give it; one person may have several."),
            _OUTLET,
            _i("articles", "Articles that quote this speaker."),
            _i("quotes", "Quotations."),
        ),
    ),
    "periods": Table(
        row="one row per day, month or year, kind and voice",
        key=("period", "measure", "voice"),
        columns=(_s("period", "ISO 8601: the day, month or year."), _s("measure", f"{_KINDS}."), _VOICE, *_RATES),
    ),
}
