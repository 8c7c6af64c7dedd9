"""A hit and its article in, the condition of form that fails out: a name, the case, the place, the part of speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from framing.grammar import group_names
from framing.lexicon.rules import Cue, Lexicon, Rule
from framing.quotes.titles import is_title, is_work
from framing.tokens import normal
from framing.types import ParsedArticle

# So many long words, and such a share of them capitalised, are title case, where capitals tell nothing. Few headlines
# end with a full stop, and a short sentence with one may be all names ("They met in Sena Hall on Monday.").
_TITLE_CASE = (3, 0.6)
_TITLE_CASE_WITH_STOP = (5, 0.8)
# The tagger calls some participles verbs and some of our nouns names; the rule's own words are near enough.
_SAME_POS: dict[str, tuple[str, ...]] = {"NOUN": ("NOUN", "PROPN"), "VERB": ("VERB", "AUX")}
# Where the tagger says one of these of a listed word, it has lost its way.
_UNSURE = frozenset(("INTJ", "X"))
# Where a phrase ends in such a word ("a disgrace to"), it is no homograph that a part of speech could tell apart.
_SMALL = frozenset(("ADP", "DET", "PRON", "PART", "SCONJ", "CCONJ"))
_LONGEST_TITLE = 30  # in tokens, marks among them
# So far before a verb of saying may its "as" stand: "as the mayor of Lorne admits".
_AS_SAID = 6
# What may stand small in a title, and the year that follows one.
_IN_TITLES = frozenset("a an and as at by for from in of on or the to with : -".split())
_YEAR = re.compile(r"\((?:19|20)\d\d\)")
# After these a capital says as little as at the start of a sentence.
_OPENING = frozenset(("“", '"', "‘", "'", ":"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's cue on tokens ``first`` to ``last`` (half-open)."""

    rule: Rule
    cue: Cue
    first: int
    last: int


class Forms:
    """What conditions on form need to know of an article, computed once."""

    def __init__(self, parsed: ParsedArticle, lexicon: Lexicon) -> None:
        self._parsed, self._lexicon = parsed, lexicon
        tokens = parsed.tokens
        text = parsed.article.text
        self._first: dict[int, int] = {}
        upper: dict[int, int] = defaultdict(int)
        total: dict[int, int] = defaultdict(int)
        for at, sentence in enumerate(tokens.sentence):
            if tokens.word[at]:
                self._first.setdefault(sentence, at)
                if tokens.end[at] - tokens.start[at] > 3:
                    total[sentence] += 1
                    upper[sentence] += text[tokens.start[at]].isupper()
        last = {s.index: s.span.text(text).rstrip("\"'”’») ")[-1:] for s in parsed.sentences if s.reason is None}
        self._title_case = {s for s in total if _is_title_case(upper[s], total[s], stop=last[s] == ".")}
        self._cues = [quote.cue for quote in parsed.quotes if quote.cue is not None]
        self._questions = {index for index, mark in last.items() if mark == "?"}

    def failed(self, hit: Hit) -> str | None:
        """Take a hit; return the first condition of form that does not hold, in plain words; None if all do."""
        rule, tokens = hit.rule, self._parsed.tokens
        sentence = tokens.sentence[hit.first]
        if rule.case:
            text = self._parsed.article.text
            surface = text[tokens.start[hit.first] : tokens.end[hit.last - 1]]
            if not _same_case(hit.cue.text, surface):
                return "written in another case than the rule's"
        elif self._in_name(hit):
            return "part of a name"
        if self._in_title(hit) or hit.first in self._dated_titles:
            return "in the title of a work"
        if rule.start and self._first.get(sentence) != hit.first:
            return "not at the start of its sentence"
        if rule.question and sentence not in self._questions:
            return "not in a question"
        if rule.reports and not self._reports(hit):
            return "no words are reported by it"
        if not rule.headlines and self._parsed.sentences[sentence].part in ("headline", "subhead"):
            return "in a headline"
        pos = self._head_pos(hit) if rule.pos is not None else ""
        if pos and rule.pos is not None and pos not in _SAME_POS.get(rule.pos, (rule.pos,)):
            return f"a {pos.lower()} here, not a {rule.pos.lower()}"
        return None

    def _reports(self, hit: Hit) -> bool:
        """Whether the reading of voices found words of somebody that a hit introduces ("admits that …"), or it says
        whose the sentence is ("as the mayor admits"). Headlines, and texts without a parse, are read too coarsely.
        """
        tokens = self._parsed.tokens
        sentence = tokens.sentence[hit.first]
        before = range(max(0, hit.first - _AS_SAID), hit.first)
        if (
            self._parsed.doc is None
            or self._parsed.sentences[sentence].part != "body"
            or any(tokens.lower[at] == "as" and tokens.sentence[at] == sentence for at in before)
        ):
            return True
        start, end = tokens.start[hit.first], tokens.end[hit.last - 1]
        return any(cue.start < end and start < cue.end for cue in self._cues)

    def _head_pos(self, hit: Hit) -> str:
        """Return the part of speech of the hit's head word; "" where the rule has no say, or the tagger none that
        counts: no parse, a capital that begins the sentence, a word that is hardly ever what it says.
        """
        tokens = self._parsed.tokens
        if hit.rule.head is None and hit.last - hit.first > 1:
            return ""
        at = hit.last - 1 if hit.rule.head == "last" else hit.first
        pos = tokens.pos[at]
        if pos == "PROPN" and self._first.get(tokens.sentence[at]) == at and not hit.rule.names:
            return ""
        if at + 1 < len(tokens) and tokens.pos[at + 1] == "VERB" and tokens.lower[at + 1] in group_names():
            return ""  # "angers rightists": a group is no verb, so this word is no noun
        seen = self._lexicon.parts.get(tokens.lower[at])
        phrase = hit.last - hit.first > 1
        return "" if pos in _UNSURE or (phrase and pos in _SMALL) or (seen is not None and pos not in seen) else pos

    def apart(self, at: int) -> int:
        """Take a token; return its place in the text if each name counted as one word, however long it is."""
        return self._places[at]

    @cached_property
    def _places(self) -> list[int]:
        tokens, text = self._parsed.tokens, self._parsed.article.text
        places: list[int] = []
        inside = False
        for start, sentence in zip(tokens.start, tokens.sentence, strict=True):
            capital = text[start].isupper() and sentence not in self._title_case
            places.append((places[-1] if places else 0) + (not (capital and inside)))
            inside = capital
        return places

    def _is_name(self, at: int) -> bool:
        """Whether a token is capitalised where only a name would be."""
        tokens, text = self._parsed.tokens, self._parsed.article.text
        surface = text[tokens.start[at] : tokens.end[at]]
        sentence = tokens.sentence[at]
        if not surface[:1].isupper() or sentence in self._title_case or (surface.isupper() and len(surface) > 3):
            return False
        if self._first.get(sentence) == at:
            # "Radical Party leaders" begins with a name, "Radical Shia preachers" does not.
            group = at + 1 < len(tokens) and tokens.lower[at + 1] in group_names()
            known = tokens.lower[at] in self._written_as_names
            return tokens.pos[at] == "PROPN" and not group and (known or self._capital_follows(at))
        before = tokens.lower[at - 1] if at else ""
        # A quotation that opens here opens like a sentence, unless its next word is capitalised too.
        return before not in _OPENING or self._capital_follows(at)

    def _in_name(self, hit: Hit) -> bool:
        """Whether a hit is part of a name. The words of a contested thing may be names themselves; those that are
        written small are part of one with a capital between two others: "NARAL Pro-Choice America".
        """
        if not hit.rule.names:
            return any(self._is_name(at) for at in range(hit.first, hit.last))
        if hit.rule.concept is None or hit.cue.text != hit.cue.text.lower():
            return False
        tokens, text = self._parsed.tokens, self._parsed.article.text
        first, last = hit.first - 1, hit.last
        around = range(max(first, 0), min(last + 1, len(tokens)))
        return (
            len(around) == last - first + 1
            and len({tokens.sentence[at] for at in around}) == 1
            and tokens.sentence[hit.first] not in self._title_case
            and all(text[tokens.start[at]].isupper() for at in around)
        )

    @cached_property
    def _written_as_names(self) -> frozenset[str]:
        """Words that the article writes with a capital inside its sentences, and never without: "Hicks said", where
        another sentence has "Mr. Hicks".
        """
        tokens, text = self._parsed.tokens, self._parsed.article.text
        capital: set[str] = set()
        small: set[str] = set()
        for at, sentence in enumerate(tokens.sentence):
            if tokens.word[at] and sentence not in self._title_case and self._first[sentence] != at:
                opens = tokens.lower[at - 1] in _OPENING
                if not text[tokens.start[at]].isupper():
                    small.add(tokens.lower[at])
                elif not opens:
                    capital.add(tokens.lower[at])
        return frozenset(capital - small)

    def _in_title(self, hit: Hit) -> bool:
        """Whether a hit stands in a few marked words that are the title of a work: “Hail Mary: A Playbook for
        Recovery”, the author of “A Shameful Deal”. Other capitals in marks may be the writer's own words.
        """
        tokens = self._parsed.tokens
        if not tokens.marked or not tokens.marked[hit.first] or tokens.quote[hit.first] >= 0:
            return False
        first, last = hit.first, hit.last
        while first and tokens.marked[first - 1] and last - first < _LONGEST_TITLE:
            first -= 1
        while last < len(tokens) and tokens.marked[last] and last - first < _LONGEST_TITLE:
            last += 1
        inner = self._parsed.article.text[tokens.start[first] : tokens.end[last - 1]]
        return is_title(inner) and (":" in inner or is_work(self._parsed.article.text, tokens.start[first]))

    @cached_property
    def _dated_titles(self) -> frozenset[int]:
        """Tokens of titles of works that their year tells, without marks: "Harbours of Hate (1998)"."""
        tokens, text = self._parsed.tokens, self._parsed.article.text
        found: set[int] = set()
        for year in _YEAR.finditer(text):
            at = bisect_left(tokens.start, year.start()) - 1
            run: list[int] = []
            here = tokens.sentence[at] if at >= 0 else -1
            while at >= 0 and len(run) < _LONGEST_TITLE and tokens.sentence[at] == here and self._may_be_titled(at):
                run.append(at)
                at -= 1
            while run and not text[tokens.start[run[-1]]].isupper():
                run.pop()
            # A name or a headline has no small words; a title that begins the sentence is told by nothing.
            small = any(tokens.lower[at] in _IN_TITLES for at in run)
            if small and run[-1] != self._first.get(tokens.sentence[run[-1]]):
                found.update(run)
        return frozenset(found)

    def _may_be_titled(self, at: int) -> bool:
        tokens = self._parsed.tokens
        return tokens.lower[at] in _IN_TITLES or self._parsed.article.text[tokens.start[at]].isupper()

    def _capital_follows(self, at: int) -> bool:
        tokens, text = self._parsed.tokens, self._parsed.article.text
        return at + 1 < len(tokens) and text[tokens.start[at + 1]].isupper()


def _is_title_case(capitals: int, words: int, *, stop: bool) -> bool:
    fewest, share = _TITLE_CASE_WITH_STOP if stop else _TITLE_CASE
    return words >= fewest and capitals >= share * words


def _same_case(cue: str, surface: str) -> bool:
    """Whether the capitals of a cue stand in the text; capitals throughout (a headline) pass for a capitalised cue."""
    wanted = [word for word in cue.replace("-", " ").split() if word[:1].isupper()]
    pieces = surface.replace("-", " ").replace("‑", " ").split()
    found = {normal(piece): piece for piece in pieces}
    for word in wanted:
        piece = found.get(normal(word))
        if piece is None:
            piece = next((other for key, other in found.items() if key.startswith(normal(word)[:4])), None)
        if piece is None or not piece[:1].isupper():
            return False
        if word.isupper() and len(word) > 1 and not piece[: len(word)].isupper():
            return False
    return bool(wanted) or surface[:1].islower()
