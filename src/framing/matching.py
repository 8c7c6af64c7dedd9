"""A lexicon and an article's tokens in, the places where its rules hit out: one pass over the tokens, linear in their number.

All cues, all phrases of conditions ("near", "unless") lie in one trie over normalised tokens, so that ten thousand terms
cost hardly more than one thousand. Gaps and part-of-speech slots are edges of the same trie and are bounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from framing.cues import Elements, Gap, Slot
from framing.lexicons import Cue, Lexicon, Rule
from framing.tokens import normal
from framing.types import ParsedArticle, Tokens

# A gap does not cross these: a new clause or another voice begins.
_BARRIER = frozenset('.;:!?"“”«»')
_SPARSE_CAPITALS = 0.6


@dataclass(slots=True)
class _Node:
    """A place in the trie: where each next token leads, and what ends here.

    ``words`` is shared by all cues. ``joins`` leads to nodes of one cue alone, where the alternatives of a choice meet
    again: so a choice costs the sum of its alternatives, not their product.
    """

    words: dict[str, _Node] = field(default_factory=dict)
    joins: dict[str, list[_Node]] = field(default_factory=dict)
    gaps: dict[int, _Node] = field(default_factory=dict)
    slots: dict[str, _Node] = field(default_factory=dict)
    hits: list[tuple[int, int]] = field(default_factory=list)  # (rule, cue)
    cancels: list[int] = field(default_factory=list)  # rules whose hits an overlap cancels
    marks: list[tuple[int, bool]] = field(default_factory=list)  # (rule, True = near / False = not near)

    def step(self, tokens: tuple[str, ...]) -> _Node:
        node = self
        for token in tokens:
            following = node.words.get(token)
            if following is None:
                following = node.words[token] = _Node()
            node = following
        return node

    @property
    def ends(self) -> bool:
        return bool(self.hits or self.cancels or self.marks)


def _ends(root: _Node, elements: Elements) -> list[_Node]:
    """Add a cue to the trie; return the nodes where it ends."""
    frontier = [root]
    last = len(elements) - 1
    for number, element in enumerate(elements):
        if isinstance(element, Gap):
            frontier = [node.gaps.setdefault(element.most, _Node()) for node in frontier]
        elif isinstance(element, Slot):
            frontier = [node.slots.setdefault(element.pos, _Node()) for node in frontier]
        elif number == last or len(element.options) == 1:
            following = [node.step(option) for node in frontier for option in element.options]
            frontier = following + (frontier if element.optional else [])
        else:
            join = _Node()
            for node in frontier:
                for option in element.options:
                    node.step(option[:-1]).joins.setdefault(option[-1], []).append(join)
            frontier = [join, *(frontier if element.optional else [])]
    return [node for node in frontier if node is not root]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's cue on tokens ``first`` to ``last`` (half-open)."""

    rule: Rule
    cue: Cue
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A cue that stood there but did not count, and the condition that failed, in plain words."""

    hit: Hit
    reason: str


class Matcher:
    """A lexicon made ready to search; build once, use for any number of articles."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._root = _Node()
        phrases: dict[Elements, list[_Node]] = {}

        def ends(elements: Elements) -> list[_Node]:
            if elements not in phrases:
                phrases[elements] = _ends(self._root, elements)
            return phrases[elements]

        for number, rule in enumerate(lexicon.rules):
            for place, cue in enumerate(rule.cues):
                for node in _ends(self._root, cue.elements):
                    node.hits.append((number, place))
            for elements in rule.unless:
                for node in ends(elements):
                    node.cancels.append(number)
            for wanted, conditions in ((True, rule.near), (False, rule.not_near)):
                for elements in conditions:
                    for node in ends(elements):
                        node.marks.append((number, wanted))
        first = (*self._root.words, *self._root.joins)
        self._prefixes = frozenset(word.removesuffix("-*") for word in first if word.endswith("-*"))
        self._suffixes = frozenset(word.removeprefix("*-") for word in first if word.startswith("*-"))

    def _edges(self, node: _Node, tokens: Tokens, at: int) -> Iterator[_Node]:
        word = tokens.lower[at]
        keys = [word]
        if "-" in word:
            first, last = word.partition("-")[0], word.rpartition("-")[2]
            if first in self._prefixes:
                keys.append(first + "-*")
            if last in self._suffixes:
                keys.append("*-" + last)
        for key in keys:
            following = node.words.get(key)
            if following is not None:
                yield following
            if node.joins:
                yield from node.joins.get(key, ())
        if node.slots:
            slot = node.slots.get(tokens.pos[at])
            if slot is not None:
                yield slot

    def _walk(self, node: _Node, tokens: Tokens, at: int, limit: int) -> Iterator[tuple[_Node, int]]:
        """Yield every node with an end that can be reached from here, and the token after it."""
        if node.ends:
            yield node, at
        if at < limit:
            for following in self._edges(node, tokens, at):
                yield from self._walk(following, tokens, at + 1, limit)
        for most, after in node.gaps.items():
            place = at
            for _ in range(most + 1):
                if place >= limit:
                    break
                for following in self._edges(after, tokens, place):
                    yield from self._walk(following, tokens, place + 1, limit)
                if tokens.lower[place] in _BARRIER:
                    break
                place += 1

    def search(self, parsed: ParsedArticle) -> tuple[list[Hit], list[Rejected]]:
        """Take a parsed article; return the hits whose conditions hold, in text order, and those that failed one."""
        tokens = parsed.tokens
        raw: list[tuple[int, int, int, int]] = []
        cancels: dict[int, list[tuple[int, int]]] = defaultdict(list)
        marks: dict[tuple[int, bool], list[int]] = defaultdict(list)
        bounds = _sentence_ends(tokens)
        root = self._root
        words, joins = root.words, root.joins
        for at, word in enumerate(tokens.lower):
            if word not in words and word not in joins and "-" not in word:
                continue
            for node, end in self._walk(root, tokens, at, bounds[at]):
                if end == at:
                    continue
                raw.extend((number, cue, at, end) for number, cue in node.hits)
                for number in node.cancels:
                    cancels[number].append((at, end))
                for mark in node.marks:
                    marks[mark].append(at)
        context = _Context(parsed)
        hits: list[Hit] = []
        rejected: list[Rejected] = []
        for number, place, first, last in sorted(set(raw), key=lambda item: (item[2], -item[3], item[0], item[1])):
            rule = self.lexicon.rules[number]
            hit = Hit(rule, rule.cues[place], first, last)
            reason = self._failed(hit, number, context, cancels, marks)
            if reason is None:
                hits.append(hit)
            else:
                rejected.append(Rejected(hit, reason))
        return hits, rejected

    def _failed(
        self,
        hit: Hit,
        number: int,
        context: _Context,
        cancels: dict[int, list[tuple[int, int]]],
        marks: dict[tuple[int, bool], list[int]],
    ) -> str | None:
        """Return the first condition of the rule that does not hold for this hit, in plain words; None if all do."""
        rule, tokens = hit.rule, context.parsed.tokens
        for first, last in cancels.get(number, ()):
            if first < hit.last and last > hit.first:
                phrase = context.parsed.article.text[tokens.start[first] : tokens.end[last - 1]]
                return f"inside or over “{phrase}”, which the rule excludes"
        if rule.voice == "writer" and tokens.quote[hit.first] >= 0:
            return "in a source's words; this rule looks at the writer's only"
        if rule.negated == "ignore" and tokens.negated[hit.first]:
            return "negated"
        failed = context.failed_form(hit)
        if failed is not None:
            return failed
        same = tokens.sentence[hit.first]

        def close(places: list[int]) -> bool:
            return any(
                tokens.sentence[place] == same
                and hit.first - rule.within <= place < hit.last + rule.within
                and not hit.first <= place < hit.last
                for place in places
            )

        if rule.near and not close(marks.get((number, True), [])):
            return f"none of the words that must stand within {rule.within} words does"
        if rule.not_near and close(marks.get((number, False), [])):
            return f"a word that must not stand within {rule.within} words does"
        return None


def _sentence_ends(tokens: Tokens) -> list[int]:
    """Return for each token the index after the last token of its sentence."""
    ends = [0] * len(tokens)
    end = len(tokens)
    for at in range(len(tokens) - 1, -1, -1):
        if at + 1 < len(tokens) and tokens.sentence[at] != tokens.sentence[at + 1]:
            end = at + 1
        ends[at] = end
    return ends


class _Context:
    """What conditions on form need to know of an article, computed once."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
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
        self._title_case = {s for s in total if total[s] >= 3 and upper[s] >= _SPARSE_CAPITALS * total[s]}
        self._questions = {s.index for s in parsed.sentences if s.span.text(text).rstrip("\"'”’») ").endswith("?")}

    def is_name(self, at: int) -> bool:
        """Whether a token is capitalised where only a name would be."""
        tokens, text = self.parsed.tokens, self.parsed.article.text
        surface = text[tokens.start[at] : tokens.end[at]]
        sentence = tokens.sentence[at]
        if not surface[:1].isupper() or sentence in self._title_case or (surface.isupper() and len(surface) > 3):
            return False
        if self._first.get(sentence) == at:
            return tokens.pos[at] == "PROPN" and at + 1 < len(tokens) and text[tokens.start[at + 1]].isupper()
        before = tokens.lower[at - 1] if at else ""
        return before not in {"“", '"', "‘", "'", ":"} or not self._opens(at)

    def _opens(self, at: int) -> bool:
        """Whether a quotation that begins here begins like a sentence: its next word is not capitalised."""
        tokens, text = self.parsed.tokens, self.parsed.article.text
        return at + 1 < len(tokens) and not text[tokens.start[at + 1]].isupper()

    def failed_form(self, hit: Hit) -> str | None:
        rule, tokens = hit.rule, self.parsed.tokens
        sentence = tokens.sentence[hit.first]
        if rule.case:
            text = self.parsed.article.text
            surface = text[tokens.start[hit.first] : tokens.end[hit.last - 1]]
            if not _same_case(hit.cue.text, surface):
                return "written in another case than the rule's"
        elif not rule.names and any(self.is_name(at) for at in range(hit.first, hit.last)):
            return "part of a name"
        if rule.start and self._first.get(sentence) != hit.first:
            return "not at the start of its sentence"
        if rule.question and sentence not in self._questions:
            return "not in a question"
        if not rule.headlines and self.parsed.sentences[sentence].part in ("headline", "subhead"):
            return "in a headline"
        if rule.pos is not None and rule.head is not None:
            pos = tokens.pos[hit.first if rule.head == "first" else hit.last - 1]
        elif rule.pos is not None and hit.last - hit.first == 1:
            pos = tokens.pos[hit.first]
        else:
            pos = ""
        if pos and rule.pos is not None and pos not in _SAME_POS.get(rule.pos, (rule.pos,)):
            return f"a {pos.lower()} here, not a {rule.pos.lower()}"
        return None


# The tagger calls some participles verbs and some of our nouns names; the rule's own words are near enough.
_SAME_POS: dict[str, tuple[str, ...]] = {"NOUN": ("NOUN", "PROPN"), "VERB": ("VERB", "AUX")}


def _same_case(cue: str, surface: str) -> bool:
    """Whether the capitals of a cue stand in the text; an all-capital surface (a headline) passes for a capitalised cue."""
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
