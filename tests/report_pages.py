"""Reads a page back for the tests: its elements, the marked text, ids and links."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = frozenset({"meta", "input", "path", "line", "circle", "link", "br", "img"})


class Page(HTMLParser):
    """A parsed page: every start tag with its attributes, all visible text, and the text of each marked line."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.lines: list[str] = []
        self.texts: list[str] = []
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self._line: int | None = None
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag in _VOID:
            return
        self.open.append(tag)
        if tag in self.raw:
            self.raw[tag].append("")
        if any(name == "data-text" for name, _ in attrs):
            self._line = len(self.open)
            self.lines.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        if self._line == len(self.open):
            self._line = None
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.raw:
            self.raw[self.open[-1]][-1] += data
        elif self._line is not None:
            self.lines[-1] += data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """The visible text outside the marked lines, white space joined."""
        return " ".join(" ".join(self.texts).split())

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]

    @property
    def links(self) -> list[str]:
        return [attrs["href"] for _, attrs in self.tags if "href" in attrs]


def visible_lines(text: str) -> list[str]:
    """Return the non-blank lines of a text as a page can hold them: HTML has no NUL, UTF-8 no lone surrogate."""
    written = "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)
    return [line for line in written.split("\n") if line.strip()]


def page_lines(lines: list[str]) -> list[str]:
    """Return the non-blank lines of marked rows; a wrapped paragraph is one row of several lines."""
    return [line for row in lines for line in row.split("\n") if line.strip()]
