"""The page: sections, exact strings, links, policy, size, the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from dataclasses import is_dataclass, replace
from pathlib import Path

import pytest

import framing
from framing.report import SECTIONS, SameEvent, page_name, render_article, render_fragment, render_pages
from framing.report.sections import numbers, place, short, text, trust
from framing.report.settings import DEFAULT
from framing.report.wording import about, day, direction, in_100, safe_link, shortened
from framing.resources import templates_folder
from framing.types import FAMILIES, Analysis, Measure, Skipped, Span

from .report_pages import Page, page_lines, visible_lines
from .report_stories import STORIES, arabic, clean, empty, finnish, harbour, heavy, measured, tiny, without_model
from .report_stories import short as short_story

#: The order of the specification.
ORDER = tuple("short text place numbers speakers actors frames findings trust elsewhere method cite".split())
TEMPLATES = sorted(path for path in templates_folder().rglob("*") if path.is_file())
FORBIDDEN = re.compile(
    r"\b(bias score|biased|unbiased|objective|unreliable|reliable|violation|grade|propaganda|neutral|scores?|the AI"
    r"|detects bias)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
@pytest.mark.parametrize("name", STORIES)
def test_every_section_meets_the_contract(name: str, section) -> None:  # type: ignore[no-untyped-def]
    view = section.view(STORIES[name](), DEFAULT)
    assert is_dataclass(view)
    assert view.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert view == section.view(STORIES[name](), DEFAULT)
    assert (templates_folder() / "sections" / f"{section.name}.html").is_file()


def test_sections_stand_in_the_order_of_the_specification() -> None:
    assert [section.name for section in SECTIONS] == list(ORDER)
    page = Page(render_article(measured(), same_event=SameEvent()))
    assert [attrs["id"] for tag, attrs in page.tags if tag == "section"] == list(ORDER)


def _sections(source: str) -> list[str]:
    """Return the sections of a page; each has its heading and its link, and nothing else has one of a section."""
    page = Page(source)
    names = [attrs["id"] for tag, attrs in page.tags if tag == "section"]
    headings = [attrs["id"] for tag, attrs in page.tags if tag == "h2"]
    assert headings == [f"h-{name}" for name in names]
    assert {link[1:] for link in page.links if link.startswith("#")} & set(ORDER) == set(names)
    return names


def test_a_section_without_anything_takes_no_heading_and_no_link() -> None:
    assert _sections(render_article(harbour())) == [one for one in ORDER if one not in ("frames", "elsewhere")]
    bare = replace(clean(), findings=(), actors=())
    assert not {"frames", "elsewhere", "actors", "findings"} & set(_sections(render_article(bare)))
    told = Page(render_article(replace(bare, skipped=(Skipped(id="actors", reason="It needs the parse."),)))).text
    assert "What did not run: actors: It needs the parse." in told
    blank = _sections(render_article(replace(empty(), measures=())))
    assert blank == ["short", "text", "speakers", "trust", "method", "cite"]


def test_a_long_article_without_findings_has_no_link_to_them() -> None:
    page = replace(heavy(155), findings=())
    assert "findings" not in _sections(render_article(page))
    assert "The reasons stand in every finding" in Page(render_article(heavy(155))).text


def test_a_voice_of_few_words_does_not_stretch_the_charts() -> None:
    story = measured()
    assert numbers.view(story).few_words is None
    few = tuple(
        replace(one, count=1, out_of=12, value=8.33, low=0.21, high=46.43, method="poisson")
        if one.name == "findings_L" and one.voice == "source"
        else one
        for one in story.measures
    )
    view = numbers.view(replace(story, measures=few))  # as an earlier version stored it
    assert view.axis == numbers.view(story).axis
    (row,) = [row for row in view.groups[1].rows if row.family == "L"]
    assert (row.findings, row.words, row.value, row.interval, row.chart) == ("1", "12", "–", "–", None)
    page = Page(render_article(replace(story, measures=few))).text
    assert "Of under 50 words none is given" in page
    assert "46.4" not in page


def test_that_no_other_article_is_on_the_event_is_said_where_a_collection_was_searched() -> None:
    line = "No other article on this event is in this collection."
    assert line in Page(render_article(harbour(), same_event=SameEvent())).text
    assert line not in Page(render_article(harbour())).text
    stored = replace(harbour(), made_with={**harbour().made_with, "same_event": []})
    assert line in Page(render_article(stored)).text


@pytest.mark.parametrize("excerpts", [False, True])
@pytest.mark.parametrize("name", STORIES)
def test_ids_are_unique_and_links_resolve(name: str, excerpts: bool) -> None:
    page = Page(render_article(STORIES[name](), excerpts=excerpts))
    assert len(page.ids) == len(set(page.ids))
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)
    assert not page.open, "every element is closed"
    labelled = [one for _, attrs in page.tags for one in attrs.get("aria-labelledby", "").split()]
    assert set(labelled) <= set(page.ids)


@pytest.mark.parametrize("name", STORIES)
def test_the_policy_knows_style_and_script(name: str) -> None:
    source = render_article(STORIES[name]())
    page = Page(source)
    (policy,) = [attrs["content"] for _, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    for kind in ("style", "script"):
        (raw,) = re.findall(rf"<{kind}>(.*?)</{kind}>", source, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(raw.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    for part in ("default-src 'none'", "base-uri 'none'", "form-action 'none'"):
        assert part in policy
    head = source.partition("</head>")[0]
    assert head.index("charset") < head.index("Content-Security-Policy") < head.index("<style>")


@pytest.mark.parametrize("name", STORIES)
def test_nothing_is_remote_and_no_style_attribute(name: str) -> None:
    page = Page(render_article(STORIES[name]()))
    for tag, attrs in page.tags:
        assert "style" not in attrs
        assert "src" not in attrs
        assert not any(attribute.startswith("on") for attribute in attrs)
        assert tag not in ("link", "img", "iframe", "object", "base", "form")
        if attrs.get("href", "").startswith("http"):
            assert tag == "a"
            assert "noopener" in attrs["rel"]


@pytest.mark.parametrize("name", STORIES)
def test_the_same_analysis_gives_the_same_bytes(name: str) -> None:
    assert render_article(STORIES[name]()) == render_article(STORIES[name]())


def test_the_time_is_only_what_is_passed_in() -> None:
    assert "Made by a program, framing 0.1.0." in Page(render_article(harbour())).text
    page = Page(render_article(harbour(), generated="2031-06-03T05:00:00+00:00"))
    assert "Made by a program, framing 0.1.0, on 3 June 2031, 05:00 UTC." in page.text


def test_size_stays_within_the_budget() -> None:
    story = heavy(120)
    assert len(story.sentences) == 120
    assert len(story.findings) > 300
    assert len(render_article(story).encode()) < 250_000, "with 3.6 findings a sentence"
    assert len(render_article(harbour()).encode()) < 70_000
    assert len(render_fragment(story).encode()) <= 30_000
    assert len(render_fragment(harbour()).encode()) <= 30_000


def test_a_page_of_120_sentences_with_two_findings_each_is_small() -> None:
    story = heavy(120)
    story = replace(story, findings=tuple(f for n, f in enumerate(story.findings) if n % 2))
    assert len(story.findings) > 200
    assert len(render_article(story).encode()) < 250_000


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_forbidden_words_and_switch_nothing_off(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    allowed = source.replace("a certificate of neutrality", "")
    if path.suffix == ".toml":  # "neutral" is the end of the scale on which a class rates wording
        allowed = re.sub("neutral", "", allowed, flags=re.IGNORECASE)
    assert not FORBIDDEN.search(allowed), FORBIDDEN.search(allowed)
    assert not re.search(r"\|\s*safe|Markup|autoescape|style=|javascript:|src=", source)
    assert not re.search(r"=\{\{", source), "every attribute is quoted"


@pytest.mark.parametrize("name", STORIES)
def test_pages_hold_no_forbidden_words(name: str) -> None:
    shown = Page(render_article(STORIES[name]())).text.replace("This is not a certificate of neutrality", "")
    assert not FORBIDDEN.search(shown), FORBIDDEN.search(shown)


def test_nothing_found_says_so_with_its_upper_bound() -> None:
    shown = Page(render_article(clean())).text
    words = next(found.out_of for found in clean().measures if found.name == "findings_all" and found.voice == "writer")
    high = next(found.high for found in clean().measures if found.name == "findings_all" and found.voice == "writer")
    assert "Nothing was marked. 48 sentences were checked." in shown
    assert f"Finding none in {words} words still fits a rate of up to {high:.1f} per 100" in shown
    assert "This is not a certificate of neutrality." in shown
    assert "No findings, so there is no pattern to show." in shown


def test_nothing_found_names_what_the_tool_finds_where_it_was_measured() -> None:
    story = replace(clean(), made_with={**clean().made_with, "recall": {"value": 0.48}})
    assert "and the tool finds about 48 in 100 of what people mark" in Page(render_article(story)).text


def test_too_short() -> None:
    shown = Page(render_article(tiny())).text
    assert "Too short to analyse. 9 words." in shown
    assert "per 100" not in shown
    in_short = shown.rpartition("In short ")[2].partition(" The text ")[0]
    assert in_short.startswith("Too short to analyse.")
    assert "No sentence was checked" not in in_short


def test_under_300_words_only_counts() -> None:
    shown = Page(render_article(short_story())).text
    assert "Counts only. Under 300 words a rate cannot tell two articles apart, so none is given." in shown
    assert "No comparison: under 300 words a rate cannot tell two articles apart." in shown
    assert "per 100" not in shown.lower().replace("per 100 words × 100", "")
    assert not numbers.view(short_story()).rates


def test_a_rate_in_the_data_is_still_not_shown_under_300_words() -> None:
    story = short_story()
    rated = tuple(
        replace(found, value=7.77, low=3.33, high=9.99) if found.name.startswith("findings") else found
        for found in story.measures
    )
    shown = Page(render_article(replace(story, measures=rated))).text
    assert not any(number in shown for number in ("7.8", "3.3", "10.0"))


def test_a_rate_without_an_interval_is_not_shown() -> None:
    story = harbour()
    bare = tuple(replace(found, low=None, high=None) if found.value is not None else found for found in story.measures)
    for group in numbers.view(replace(story, measures=bare)).groups:
        assert {row.value for row in group.rows} == {"–"}


def test_a_language_without_a_lexicon() -> None:
    shown = Page(render_article(finnish())).text
    assert "No lexicon for Finnish (fi). Quotations and speakers were still analysed. Available: en." in shown
    assert "No sentence was checked." in shown
    assert "Nothing was marked" not in shown
    assert "0 findings" not in shown


def test_a_model_that_did_not_run() -> None:
    shown = Page(render_article(without_model())).text
    assert (
        "The sentence model did not run. Model file not found at models/loaded/weights.npz. "
        "The lexicon findings are complete." in shown
    )
    assert "The text may be cut short. It ends after 452 words" in shown
    assert "Readers would mark this sentence: " not in shown
    reason = "The sentence classifier did not run: no file. The lexicon findings are complete."
    said = Skipped(id="model:loaded", reason=reason)
    shown = Page(render_article(replace(without_model(), skipped=(said,)))).text
    assert "The sentence classifier did not run. No file. The lexicon findings are complete." in shown
    assert shown.count("The lexicon findings are complete.") == 2, "once in the banner, once under what did not run"


def test_a_note_of_the_reader_of_the_file_begins_with_a_capital() -> None:
    note = "same text as an earlier article (sha256 equal); its id is a1"
    article = replace(finnish().article, notes=(note,))
    assert (
        "Same text as an earlier article (sha256 equal); its id is a1."
        in Page(render_article(replace(finnish(), article=article))).text
    )


def test_parts_left_out_are_named() -> None:
    assert (
        "Part of this article was not analysed. 1 of 29 sentences was not checked: photo caption (1)."
        in Page(render_article(harbour())).text
    )
    assert "Part of this article" not in Page(render_article(clean())).text


def test_empty_states_of_the_other_sections() -> None:
    shown = Page(render_article(harbour())).text
    assert "frames: no frame scheme is installed" in shown
    assert "No comparison: no reference set is installed." in shown
    assert "not yet measured for loaded wording, frame and presupposition" in shown
    blank = Page(render_article(empty())).text
    assert "This article has no text." in blank
    assert "No quotation was recognised. The tool finds quotation marks and “X said”; it can miss paraphrase." in blank
    assert "Every finding" not in blank


def test_a_missing_part_that_is_a_sentence_stands_alone() -> None:
    absent = (
        Skipped(id="frames", reason="No frame model is part of this version."),
        Skipped(id="actors", reason="Who is described how is not part of this version."),
        Skipped(id="opinion", reason="No opinion model is part of this version."),
    )
    page = Page(render_article(replace(clean(), skipped=absent, actors=())))
    assert page.text.count("No frame model is part of this version.") == 1
    assert "frames: No frame model is part of this version." in page.text
    assert "actors: Who is described how is not part of this version." in page.text
    assert not any(attrs.get("class") == "banner" for _, attrs in page.tags)


def test_frames_need_three_sentences() -> None:
    story = measured()
    assert "3 of 29 sentences with at least one signal." in Page(render_article(story)).text
    few = replace(story, frames=(replace(story.frames[0], sentences=(4, 5)),))
    assert "Too little evidence to name a frame (fewer than 3 sentences)." in Page(render_article(few)).text


def test_measured_error_is_shown_with_its_interval() -> None:
    shown = Page(render_article(measured())).text
    assert "71 in 100 (66 to 76), n = 350" in shown
    assert "Not yet measured for attribution and distance, naming and hedge, certainty and stance" in shown
    assert "Of sentences that people mark, it finds about 48 in 100" in shown
    assert "Chances against what readers marked" in shown


def test_the_reliability_diagram_has_a_dot_a_band_and_the_expected_misses_are_told() -> None:
    story = measured()
    html = render_article(replace(story, made_with={**story.made_with, "loaded_threshold": 0.1}))
    drawing = html.split('<svg class="calibration"')[1].split("</svg>")[0]
    assert drawing.count("<circle") == drawing.count('class="span"') == len(story.made_with["calibration"])
    reached = [score.loaded for score in story.scores if score.loaded is not None and score.loaded >= 0.1]
    right, wrong = sum(reached), len(reached) - sum(reached)
    assert reached
    assert f"readers would mark about {right:.1f} of them, and not mark about {wrong:.1f}." in Page(html).text
    assert '<svg class="calibration"' not in render_article(harbour()), "nothing was measured there"


def test_a_band_keeps_the_interval_of_its_sample() -> None:
    """The coders' sample knows how it was drawn; a plain interval over its number would be too narrow."""
    story = measured()
    (band, *_) = story.made_with["calibration"]
    drawn = [{**band, "observed_low": 0.01, "observed_high": 0.99}]
    plain, wide = (
        trust.view(replace(story, made_with={**story.made_with, "calibration": bands})).diagram
        for bands in ([band], drawn)
    )
    assert plain is not None and wide is not None and plain != wide


def test_where_in_the_article_counts_no_notes() -> None:
    story = harbour()
    view = place.view(story)
    counted = [finding for finding in story.findings if finding.score > 0]
    assert sum(third.writer + third.source for third in view.thirds) == len(counted) < len(story.findings)


def test_in_short_and_the_table_mean_the_same_thirds(tmp_path: Path) -> None:
    from framing.cli import main

    said = [
        "The town council met on Monday evening in the old hall by the river.",
        "The plan for the bridge is a disgraceful scheme, and it will cost the town nine million crowns.",
        "The mayor made an outrageous speech about the harbour and the three ferries that serve the island.",
        "The committee read out letters from forty people who live near the quay.",
        "The second report was a shameful document of ninety pages on the winter timetable.",
        "The engineers gave a pathetic account of the four piers and their foundations.",
        "The ministry sent a disgraceful letter to the shipyard on the first of March.",
        "The contract has an outrageous clause on the price of steel and timber.",
        "The vote was fourteen to three, with two members away on other business.",
        "The next meeting is on the ninth of April in the school on Hill Street.",
        "The works begin in June and last until the end of the following year.",
        "The old bridge stays open to people on foot while the new one is built.",
    ]
    furniture = ["ADVERTISEMENT", "Sign up for our newsletter"] * 5
    (tmp_path / "bridge.txt").write_text("\n\n".join(["Council meets on bridge", *said, *furniture]), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["report", str(tmp_path / "bridge.txt"), "--fast", "-o", str(tmp_path / "out")])
    assert ended.value.code == 0
    (page,) = (tmp_path / "out").glob("council-*.html")
    shown = Page(page.read_text("utf-8")).text
    assert "First third 5 2 3 0 2 0 Second third 4 4 0 0 4 0 Last third 4 0 4 0 0 0" in shown
    assert "4 of the 6 stand in the second third" in shown


def test_overlapping_findings_of_one_kind_count_once_in_every_number() -> None:
    story = harbour()
    found = tuple(
        one
        for place, finding in enumerate(story.findings)
        for one in (
            (finding, replace(finding, span=Span(start=finding.span.start, end=finding.span.end - 1)))
            if place % 2
            else (finding,)
        )
    )
    doubled = replace(story, findings=found, measures=())
    total = sum(count.writer for count in short.view(doubled).counts)
    assert (
        short.view(doubled).writer
        == total
        == short.view(story).writer
        < sum(finding.voice == "writer" and finding.score > 0 for finding in found)
    )
    assert short.view(doubled).crowded == short.view(story).crowded is not None
    assert place.view(doubled).thirds == place.view(story).thirds
    assert sum(third.writer for third in place.view(doubled).thirds) == total
    assert [one.marks for one in text.view(doubled).filters] == [one.marks for one in text.view(story).filters]
    measure = Measure(name="findings_all", voice="writer", count=3, out_of=99, findings=(0, 1, 2))
    assert sum(third.writer for third in place.view(replace(doubled, measures=(measure,))).thirds) == 3


def test_likely_sentences_without_a_mark_are_explained() -> None:
    line = "The chance comes from the wording as a whole, not from a marked word"
    story = clean()
    at = next(score.index for score in story.scores if score.writer_words)

    def shown(chance: float, story: Analysis = story) -> str:
        scores = tuple(replace(one, loaded=chance if one.index == at else 0.01) for one in story.scores)
        return Page(render_article(replace(story, scores=scores))).text

    assert f"{line}; most such sentences are plain. Readers mark about" in shown(0.12)
    assert f"{line}. Readers mark about" in shown(0.6), "most such sentences are not plain"
    assert line not in shown(0.01), "no sentence is listed"
    assert line not in Page(render_article(harbour())).text


@pytest.mark.parametrize(("sentences", "alone"), [(1, True), (2, True), (3, False)])
def test_chances_of_a_sentence_or_two_are_not_set_beside_whole_articles(sentences: int, alone: bool) -> None:
    text = " ".join("The shameless board met on the quay" + " and then again" * 19 + "." for _ in range(sentences))
    shown = Page(render_article(framing.analyze(text))).text
    assert ("of one or two sentences is no whole article" in shown) == alone
    assert ("sentences of whole articles." in shown) != alone


def test_counts_in_prose_equal_the_table_and_the_data() -> None:
    story = harbour()
    shown = Page(render_article(story)).text
    taken = {(found.name, found.voice): found for found in story.measures}
    own = taken["findings_all", "writer"]
    theirs = taken["findings_all", "source"]
    assert f"The writer’s own words contain {own.count} findings in {own.out_of} words" in shown
    assert f"a further {theirs.count} are inside sources’ words" in shown
    view = short.view(story)
    assert [count.writer for count in view.counts] == [taken[f"findings_{f}", "writer"].count for f in FAMILIES]
    assert sum(count.writer for count in view.counts) == own.count
    assert view.notes == (2, 0)


def test_the_sentence_readers_would_mark_is_quoted_with_a_link() -> None:
    page = Page(render_article(harbour()))
    assert "83 in 100" in page.text
    assert page.links.count("#s10") >= 2
    assert "Readers would mark this sentence: 83 in 100" in page.text
    assert any(tag == "a" and attrs.get("href") == "#trust" for tag, attrs in page.tags)


def test_no_sentence_stands_out() -> None:
    story = clean()
    low = replace(story, scores=tuple(replace(score, loaded=0.01) for score in story.scores))
    shown = Page(render_article(low)).text
    assert "No sentence stands out: the highest chance that readers would mark one is 1 in 100" in shown


def test_a_note_lists_the_writer_first_and_notes_without_weight_last() -> None:
    rows = text.view(harbour()).rows
    (note,) = [note for row in rows for note in row.notes if note.number == 10]
    items = note.groups[0].items
    assert items[-1].light
    assert items[-1].matches[0].text == "despite"
    assert not any(item.light for item in items[:-1])
    (pair,) = [item for item in items if item.category == "contested term"]
    assert [match.text for match in pair.matches] == ["Western Reach", "Sena Sea"]


def test_a_long_reason_is_given_once() -> None:
    page = Page(render_article(heavy(60)))
    assert page.text.count("prints both") == 1
    assert "as in 1" in page.text


def test_over_150_sentences_a_note_is_one_line() -> None:
    assert not text.view(heavy(150)).brief
    assert text.view(heavy(151)).brief
    shown = Page(render_article(heavy(151))).text
    assert "This is a long article: a note is one line." in shown
    assert "leaves out who acts" not in shown


def test_links_back_are_no_tab_stops_from_60_notes_on() -> None:
    def stops(analysis: Analysis) -> int:
        tags = Page(render_article(analysis)).tags
        return sum(attrs.get("class") == "back" and attrs.get("tabindex") != "-1" for _, attrs in tags)

    assert stops(harbour()) > 0
    assert stops(heavy(120)) == 0


def test_excerpts_leave_out_what_is_far_from_marks() -> None:
    story = harbour()
    page = Page(render_article(story, excerpts=True))
    shown = " ".join(page.lines)
    assert "arrogant mainlanders" in shown
    assert "The school moved its examinations twice." not in shown
    assert "[…]" in page.text
    assert "This page contains excerpts of the article." in page.text
    assert "This page contains the full article: check your right to share it." in Page(render_article(story)).text


def test_right_to_left_text_keeps_its_direction_and_notes_stay_english() -> None:
    page = Page(render_article(arabic()))
    assert any(attrs.get("lang") == "ar" and attrs.get("dir") == "rtl" for tag, attrs in page.tags if tag == "div")
    assert all(
        (attrs["lang"], attrs["dir"]) == ("en", "ltr") for _, attrs in page.tags if attrs.get("class") == "notes"
    )


def test_what_is_missing_in_the_head_is_written_out() -> None:
    shown = Page(render_article(empty())).text
    for words in ("outlet not given", "author not given", "date not given", "words not counted", "language not known"):
        assert words in shown


def test_the_reproduction_block_is_complete() -> None:
    story = harbour()
    shown = render_article(story, generated="2031-06-03")
    assert hashlib.sha256(story.article.text.encode()).hexdigest() in shown
    for ran in story.ran:
        assert f"{ran.id}@{ran.version} sha256:{ran.digest}" in shown


def test_a_path_does_not_tell_of_folders() -> None:
    story = replace(harbour(), article=replace(harbour().article, origin="/home/wilhelmina/secret/story.txt"))
    shown = render_article(story)
    assert "story.txt" in shown
    assert "wilhelmina" not in shown


def test_a_measure_without_a_name_of_ours_is_still_shown() -> None:
    story = harbour()
    extra = Measure(name="question_marks", voice="all", count=3, out_of=31)
    shown = Page(render_article(replace(story, measures=(*story.measures, extra)))).text
    assert "Question marks The whole article 3 31" in shown


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://a.example/b?c=d", True),
        ("http://a.example", True),
        ("HTTPS://a.example/", True),
        ("javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("//evil.example", False),
        ("http:evil", False),
        ("https:\\\\evil.example", False),
        ("https://a.example/\u202egpj", False),
        ("https://[", False),
        ("/etc/passwd", False),
        ("", False),
    ],
)
def test_only_plain_web_addresses_become_links(address: str, allowed: bool) -> None:
    assert (safe_link(address) is not None) is allowed


def test_a_bound_is_not_called_about() -> None:
    assert about("48 in 100") == "about 48 in 100"
    assert about("over 99 in 100 (44 to 100)") == "over 99 in 100 (44 to 100)"


def test_words_for_numbers_and_dates() -> None:
    assert [in_100(p) for p in (0.0, 0.004, 0.31, 0.994, 0.999)] == [
        "under 1 in 100", "under 1 in 100", "31 in 100", "99 in 100", "over 99 in 100",
    ]  # fmt: skip
    assert day("2031-05-24") == "24 May 2031"
    assert day("2031-05-24T06:30:00Z") == "24 May 2031, 06:30 UTC"
    assert day("last Tuesday") == "last Tuesday"
    assert day(None) == "date not given"
    assert direction("ar-EG") == "rtl"
    assert direction("en") == "ltr"
    assert direction(None) == "auto"
    assert shortened("one two three", 9) == "one two…"
    assert shortened("x" * 50, 10) == "x" * 10 + "…"


def _channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4


def _contrast(one: str, two: str) -> float:
    def light(colour: str) -> float:
        digits = colour.lstrip("#")
        digits = "".join(char * 2 for char in digits) if len(digits) == 3 else digits
        red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
        return 0.2126 * _channel(red) + 0.7152 * _channel(green) + 0.0722 * _channel(blue)

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_palette_can_be_read(scheme: int) -> None:
    style = (templates_folder() / "style.css").read_text(encoding="utf-8")
    block = re.findall(r":root\{([^}]*)\}", style)[scheme]
    colour = dict(re.findall(r"--(\w+):(#\w+)", block))
    for name in ("fg", "mute", "src", "link"):
        assert _contrast(colour[name], colour["bg"]) >= 4.5, name
    assert _contrast(colour["mute"], colour["panel"]) >= 4.5
    assert _contrast(colour["src"], colour["fg"]) >= 3, "sources’ words differ from the writer’s without colour"
    for family in FAMILIES:
        assert _contrast(colour["fg"], colour[f"{family}t"]) >= 4.5, family
        assert _contrast(colour[family], colour[f"{family}t"]) >= 3, family
        assert _contrast(colour[family], colour["bg"]) >= 3, family


def test_a_book_is_still_a_page() -> None:
    story = heavy(2400)
    began = time.process_time()
    source = render_article(story)
    assert time.process_time() - began < 20, "the time grows with the length, not with its square"
    assert "Show the first 1,000 of 8," in source
    assert page_lines(Page(source).lines) == visible_lines(story.article.text)


def test_a_long_article_is_spread_over_pages_that_say_so_and_hold_all_of_it() -> None:
    story = heavy(400)
    pages = render_pages(story, data="analyses.jsonl")
    assert len(pages) > 2
    assert all(len(page.encode()) <= 250_000 for _, page in pages), "no page is over the budget"
    names = [name for name, _ in pages]
    assert names[0] == page_name(story.article) and len(set(names)) == len(names)
    parsed = {name: Page(page) for name, page in pages}
    shown = [line for page in parsed.values() for line in page.lines]
    assert page_lines(shown) == visible_lines(story.article.text), "every line stands on one page, in order"
    for number, (name, page) in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}." in page
        for address in parsed[name].links:  # every link, also to another page, has its goal
            file, _, goal = address.partition("#")
            if not goal:
                continue
            assert goal in parsed[file or name].ids, address


def test_an_article_of_usual_length_is_one_page_with_its_data() -> None:
    ((name, page),) = render_pages(harbour(), data="analyses.jsonl")
    assert name == page_name(harbour().article)
    assert "Page 1" not in page and 'href="analyses.jsonl"' in page
    assert page.replace('<a href="analyses.jsonl">Data (JSON Lines)</a>', "") == render_article(harbour())


def test_a_document_is_not_quoted_by_name() -> None:
    text = (
        "The council met on Tuesday in Lorne and heard the report on the harbour, where two of its 40 boats had been "
        "idle since May. Its clerk read out what had come in the post. “The pier is closed and the crews are to be "
        "paid until the end of the year, whatever the weather,” the letter said. Ana Sena said that it was late. "
        "The next meeting is on 4 May, and the doors open at nine."
    )
    shown = Page(render_article(framing.analyze(text))).text
    assert "1 speaker is quoted by name and 1 document is quoted; " in shown
    assert "of the quoted words are from a document ( letter )." in shown
