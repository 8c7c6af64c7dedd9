"""What is to be said of a corpus in, the paragraph for a paper's section on method out, with gaps named as gaps."""

from __future__ import annotations

from collections import Counter

from framing.export.corpus_facts import CorpusFacts
from framing.intervals import FEW_FINDINGS, FEW_SENTENCES, RESAMPLES, SEED
from framing.measures import WORDS_FOR_ANALYSIS, WORDS_FOR_RATE
from framing.report.wording import day, language, listed, number, plural, shortened

_SHOWN, _LONGEST = 6, 80


def methods(facts: CorpusFacts) -> str:
    """Take the facts of a corpus; return the methods paragraph in Markdown, with notes on what only its user knows."""
    return "\n".join(
        (
            "# Methods paragraph",
            "",
            "Made by `framing export` from the analyses. Square brackets stand where only you know the words.",
            "",
            " ".join(_sentences(facts)),
            "",
            "Notes:",
            "",
            *(f"- {note}" for note in _notes(facts)),
            "",
        )
    )


def _sentences(facts: CorpusFacts) -> list[str]:
    said = [_corpus(facts)]
    gone = facts.articles - facts.checked
    if gone:
        share = 100 * gone / facts.articles
        said.append(
            f"{plural(gone, 'article')} ({share:.1f} %) {'was' if gone == 1 else 'were'} left out: "
            f"{_listed(facts.left_out)}."
        )
    if failed := facts.failed.total():
        said.append(f"{plural(failed, 'further input')} could not be read.")
    if facts.checked:
        writer, source = facts.words["writer"], facts.words["source"]
        theirs = 100 * source / (writer + source) if writer + source else 0
        said.append(
            f"{'The other ' + plural(facts.checked, 'article') if gone else 'They' if facts.checked > 1 else 'It'} "
            f"{'holds' if facts.checked == 1 else 'hold'} {number(writer + source)} words, of which {theirs:.0f} % are "
            "the words of sources, quoted or reported; these and the writer's words were counted apart."
        )
        said.append(_made_by(facts))
        without = f"{number(facts.checked - facts.long_enough)} of {number(facts.checked)}"
        said.append(
            f"A rate is findings per 100 words of the same voice; articles of fewer than {WORDS_FOR_RATE} words have "
            f"none ({without} here). The 95 % intervals of an article's rates come from {number(RESAMPLES)} bootstrap "
            f"samples of its sentences (seed {SEED}), and are exact Poisson intervals where there are fewer than "
            f"{FEW_SENTENCES} sentences or {FEW_FINDINGS} findings."
        )
    said.append(
        "[On N sentences, drawn at random and coded by N coders (Krippendorff's alpha = …), the program's precision "
        "was … and its recall ….]"
    )
    return said


def _corpus(facts: CorpusFacts) -> str:
    named = {name for name in facts.outlets if name}
    languages = sorted({language(code) for code in facts.languages if code})
    kind = f"{languages[0]} " if len(languages) == 1 and not facts.languages[""] else ""
    where = f" from {plural(len(named), 'outlet')}" if named else ""
    when = f", published {day(facts.first)} to {day(facts.last)}," if facts.first and facts.last else ""
    if facts.first and facts.first == facts.last:
        when = f", published on {day(facts.first)},"
    versions = " and ".join(sorted(facts.versions)) or "…"
    mode = " without a parse (--fast)" if facts.fast and facts.fast == facts.articles else ""
    articles = "article" if facts.articles == 1 else "articles"
    return f"We analysed {number(facts.articles)} {kind}{articles}{where}{when} with framing {versions}{mode}."


def _made_by(facts: CorpusFacts) -> str:
    parts = []
    for about in sorted(facts.ran, key=lambda a: (a.id, a.version)):
        kind, _, name = about.id.partition(":")
        words = {"lexicon": "the lexicon", "model": "the model"}.get(kind, kind)
        parts.append(f"{words} {name}, version {about.version} (sha256 {about.digest[:12]}…)")
    if not parts:
        return "What marked the wording is not recorded."
    return f"Wording was marked by {listed(parts)}."


def _notes(facts: CorpusFacts) -> list[str]:
    notes = [
        "State how the articles were found: the search, the archive, its date, and whether they are all or a sample.",
        "The program marks wording; it does not measure truth, intent or what an article leaves out.",
        "Sentences of one article are not independent: compare outlets by resampling articles, not sentences.",
    ]
    if facts.languages[""]:
        notes.append(f"{plural(facts.languages[''], 'article')} of unknown language was read as English.")
    if facts.outlets[""] and len(facts.outlets) > 1:
        notes.append(f"{plural(facts.outlets[''], 'article')} without an outlet.")
    if facts.undated and facts.first:
        notes.append(f"{plural(facts.undated, 'article')} without a date that could be read (YYYY-MM-DD).")
    if len(facts.versions) > 1 or _mixed(facts):
        notes.append(
            "**Not all articles were analysed by the same version of the program, the lexicons and the models. Their "
            "numbers cannot be compared; analyse them again with one version.**"
        )
    if 0 < facts.fast < facts.articles:
        notes.append("**Some articles were analysed with --fast and some without. Their numbers cannot be compared.**")
    if facts.skipped:
        notes.append(f"Did not run for some articles: {_listed(facts.skipped)}.")
    if "article too short" in facts.left_out:
        notes.append(f"“Too short” means fewer than {WORDS_FOR_ANALYSIS} words.")
    return notes


def _mixed(facts: CorpusFacts) -> bool:
    names = Counter(about.id for about in facts.ran)
    return any(count > 1 for count in names.values())


def _listed(counts: Counter[str]) -> str:
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{number(count)} {shortened(name, _LONGEST)}" for name, count in order[:_SHOWN]]
    rest = sum(count for _, count in order[_SHOWN:])
    return ", ".join([*shown, f"{number(rest)} for other reasons"] if rest else shown)
