"""Marks that strict readers would hardly keep are notes: shown and explained, in no rate; never by who is named."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.acceptance import PRIOR_CUE, shares
from training.verdicts import Verdict

from framing.acceptance import NOTE, Acceptance, settled
from framing.cli.lexicons_explained import explained
from framing.cli.terminal import summary
from framing.lexicon import load, merge, read_folder
from framing.pipeline import analyze_parsed, parse
from framing.report import render_article
from framing.resources import lexicons_folder
from framing.scoring import build
from framing.scoring.loaded import LoadedScorer
from framing.types import Analysis, Article, Finding, Span, Tokens

ROOT = Path(__file__).resolve().parent.parent
PLAIN = (
    "The council met on Tuesday in Lorne. It heard the report on the harbour. Of its 40 boats two had been idle. "
    "The crews will definitely paint the pier in May. The report lists 12 repairs and what each of them had cost. "
    "The next meeting is on 4 May, and the doors open at nine."
)
LOADED = " The mayor slammed the shameless, corrupt hacks who had bled the town dry in a disgraceful, cynical stunt."
ACCEPTANCE = Acceptance(
    lexicon="en",
    share={("metaphor", ""): 0.6, ("metaphor", "tide of"): 0.3},
    kept={("metaphor", "tide of"): (2, 10)},
    weight=1.0,
    intercept=0.0,
    level=0.5,
)


def analysed(text: str, *, fast: bool = False) -> Analysis:
    return analyze_parsed(
        parse(Article(id="a", text=text, language="en"), fast=fast), build(load(), fast=fast), fast=fast
    )


def finding(term: str, at: int = 0, **changes: object) -> Finding:
    made = Finding(
        span=Span(start=at, end=at + 4),
        family="F",
        category="metaphor",
        origin="lexicon:en/metaphor@1",
        term=term,
        score=1.0,
        voice="writer",
        sentence=at // 10,
        note="an image",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


TOKENS = Tokens(start=(0, 10, 20), end=(4, 14, 24))


@pytest.mark.parametrize("fast", [False, True])
def test_a_word_that_is_mostly_plain_is_a_note_in_a_plain_sentence(fast: bool) -> None:
    """Strict readers kept few marks of "definitely" in news."""
    result = analysed(PLAIN + LOADED, fast=fast)
    (note,) = [f for f in result.findings if f.term == "definitely"]
    assert note.score == 0
    assert note.note.endswith(NOTE)
    (rate,) = [m for m in result.measures if m.name == "findings_all" and m.voice == "writer"]
    assert rate.count == sum(f.score > 0 and f.voice == "writer" for f in result.findings) > 0


def test_a_sentence_with_notes_only_is_not_marked_and_has_a_sign_of_its_own() -> None:
    result = analysed(PLAIN + LOADED)
    (note,) = [f for f in result.findings if f.term == "definitely"]
    noted = {f.sentence for f in result.findings} - {f.sentence for f in result.findings if f.score > 0}
    assert note.sentence in noted
    assert result.scores[note.sentence].state == "checked"
    assert f"{len(noted)} with notes only" in " ".join(" ".join(summary(result)).split())
    page = render_article(result)
    assert f"◐ notes only ({len(noted)})" in page and page.count("<i>◐</i>") == len(noted)


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.txt")), ids=lambda path: path.stem)
def test_there_are_as_many_signs_of_notes_as_the_legend_says(path: Path) -> None:
    result = analysed(path.read_text(encoding="utf-8"))
    said = re.search(r"◐ notes only \((\d+)\)", page := render_article(result))
    assert page.count("<i>◐</i>") == (int(said[1]) if said else 0)


def test_beside_a_firm_mark_it_is_a_mark() -> None:
    result = analysed(PLAIN + LOADED.replace("slammed", "definitely slammed"))
    assert [f.score > 0 for f in result.findings if f.term == "definitely"] == [False, True]


def test_a_strong_word_stays_a_mark_beside_it() -> None:
    marked = {f.term for f in analysed(PLAIN + LOADED).findings if f.score > 0}
    assert {"shameless", "slam"} <= marked


def test_names_and_other_lexicons_are_left_as_they_are() -> None:
    doubtful = finding("tide of")
    assert settled([doubtful], TOKENS, ACCEPTANCE)[0].score == 0
    for other in (
        finding("tide of", family="P"),
        finding("tide of", origin="lexicon:mine/metaphor@1"),
        finding("tide of", category="my_own"),
    ):
        assert settled([other], TOKENS, ACCEPTANCE) == (other,)


def test_a_cue_that_nobody_judged_has_its_category_share() -> None:
    assert not ACCEPTANCE.doubts(finding("another image"))
    assert ACCEPTANCE.doubts(finding("tide of"))


def test_one_refusal_makes_no_rare_cue_a_note_where_no_model_reads() -> None:
    rare = replace(ACCEPTANCE, kept={("metaphor", "tide of"): (0, 1)})
    assert not rare.doubts(finding("tide of"))
    assert rare.doubts(finding("tide of"), 0.0)


def test_the_model_can_raise_and_lower_a_mark() -> None:
    doubtful, good = finding("tide of"), finding("another image", 10)
    raised = settled([doubtful], TOKENS, ACCEPTANCE, (2.0, None, None))
    assert raised == (doubtful,)
    lowered = settled([good], TOKENS, ACCEPTANCE, (None, -2.0, None))
    assert lowered[0].score == 0
    assert settled([good], TOKENS, ACCEPTANCE, (-2.0, None, None)) == (good,), "another word's odds say nothing"


@pytest.mark.parametrize("share", [0.0, 1.0])
@pytest.mark.parametrize("odds", [-1e9, -800.0, 800.0, 1e9])
def test_certain_shares_and_odds_are_numbers_like_others(share: float, odds: float) -> None:
    sure = replace(ACCEPTANCE, share={("metaphor", ""): share})
    assert sure.doubts(finding("tide of")) is (share == 0)
    assert sure.doubts(finding("tide of"), odds) is (odds < 0)


def test_company_counts_by_sentence_and_voice() -> None:
    marks = [finding("tide of"), finding("another image", 10, sentence=0)]
    assert [f.score for f in settled(marks, TOKENS, ACCEPTANCE)] == [1.0, 1.0]
    for other in (
        {"sentence": 1},
        {"voice": "source"},
        {"score": 0.0},
        {"family": "P", "category": "epithet_label"},
        {"origin": "lexicon:mine/metaphor@1"},
    ):
        beside = [finding("tide of"), finding("another image", 10, **({"sentence": 0} | other))]
        assert settled(beside, TOKENS, ACCEPTANCE)[0].score == 0


@given(
    st.lists(st.tuples(st.sampled_from(["tide of", "wave of"]), st.sampled_from([0, 10, 20])), max_size=6),
    st.lists(st.one_of(st.none(), st.floats(-20, 20)), min_size=3, max_size=3),
)
def test_settling_only_ever_takes_weight_away(marks: list[tuple[str, int]], kept: list[float | None]) -> None:
    before = [finding(term, at) for term, at in marks]
    after = settled(before, TOKENS, ACCEPTANCE, kept)
    assert [replace(f, score=1.0, note="an image") for f in after] == before
    assert settled(after, TOKENS, ACCEPTANCE, kept) == after
    assert settled(before, TOKENS, None, kept) == tuple(before)


def test_who_is_named_does_not_move_the_odds() -> None:
    scorer = LoadedScorer.load()
    odds = {
        tuple(v for v in scorer.score(parse(Article(id="a", text=text, language="en")), ()).kept if v is not None)
        for text in (
            f"The corrupt {who} pushed through a shameless plan."
            for who in ("Republicans", "Democrats", "Muslims", "Christians", "Russians")
        )
    }
    assert len(odds) == 1
    assert odds != {()}


def test_a_sources_words_are_not_read() -> None:
    parsed = parse(Article(id="a", text="“It is a shameless plan,” Ana Sena said.", language="en"))
    kept = LoadedScorer.load().score(parsed, ()).kept
    assert {odds for odds, quote in zip(kept, parsed.tokens.quote, strict=True) if quote >= 0} == {None}


@pytest.mark.parametrize("who", ["Marxist", "socialist", "far-right", "left-wing", "woke", "conservative"])
def test_a_label_does_not_decide_what_is_marked_beside_it(who: str) -> None:
    result = analysed(f"{PLAIN} The {who} activists will definitely march in May.")
    assert [f.score for f in result.findings if f.term == "definitely"] == [0, 0]


def test_the_summary_tells_such_a_note_in_a_sentence_that_readers_would_mark() -> None:
    opening = "Opening forty harbours in a single year, on so little money, is definitely an accomplishment. "
    result = analysed(opening + PLAIN)
    assert (result.scores[0].loaded or 0) >= result.made_with["loaded_threshold"]
    assert not [f for f in result.findings if f.sentence == 0 and f.score > 0]
    text = " ".join(" ".join(summary(result)).split())
    assert "[definitely]H" in text
    assert "definitely (only a note: often plain in news): an adverb of certainty" in text
    plainer = tuple(replace(f, plainer="surely") if f.term == "definitely" else f for f in result.findings)
    text = " ".join(" ".join(summary(replace(result, findings=plainer))).split())
    assert "definitely (only a note: often plain in news): an adverb of certainty" in text
    assert text.count("often plain in news") == text.count("(only a note: often plain in news)")


def test_what_is_known_of_the_marks_is_part_of_the_lexicon(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    shutil.copytree(lexicons_folder() / "en", folder)
    assert read_folder(folder)[0].digest == load().digest
    path = folder / "structure" / "acceptance.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("level = 0.7", "level = 0.2"), encoding="utf-8")
    changed = read_folder(folder)[0]
    assert changed.acceptance is not None
    assert changed.acceptance.level == 0.2
    assert changed.digest != load().digest
    path.unlink()
    assert read_folder(folder)[0].acceptance is None
    assert merge(load(), read_folder(folder)[0]).acceptance == load().acceptance


def test_trying_a_sentence_says_that_its_mark_is_in_doubt() -> None:
    lines = list(explained("The crews will definitely paint the pier.", load()))
    assert any(line.strip().startswith("strict readers kept") for line in lines)
    lines = list(explained("The mayor slammed the shameless plan.", load()))
    assert not any("strict readers" in line for line in lines)


def test_a_rare_cue_leans_on_its_category() -> None:
    def verdict(cue: str, *, accepted: bool) -> Verdict:
        return Verdict(article="a", start=0, end=1, category="metaphor", cue=cue, accepted=accepted)

    verdicts = [verdict("wave of", accepted=number % 2 == 0) for number in range(40)] + [
        verdict("tide of", accepted=False)
    ]
    share, kept, judged = shares(verdicts)
    assert (kept["metaphor", "tide of"], judged["metaphor", "tide of"]) == (0, 1)
    assert share["metaphor", "tide of"] == pytest.approx(PRIOR_CUE * share["metaphor", ""] / (PRIOR_CUE + 1))
    assert share["metaphor", "wave of"] == pytest.approx(0.5, abs=0.02)
