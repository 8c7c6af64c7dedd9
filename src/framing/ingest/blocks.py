"""A piece of HTML in, its blocks as ``(tag, classes, text)`` out, nothing judged; runs only in the worker's process.

It is for the pages of news archives, whose classes and order say what a block is. Nothing is fetched.
"""

from __future__ import annotations

from typing import Any

#: Elements that begin and end a block; every other element runs on in its block.
_BLOCKS = frozenset(
    "p div td th tr table li ul ol h1 h2 h3 h4 h5 h6 body section article blockquote pre dd dt dl form center".split()
)
_BREAK = "br"
_UNSEEN = frozenset(("script", "style", "head", "title", "noscript", "template"))
#: Deeper nesting is no export; what is inside is read as part of the block around it.
_DEEPEST = 400

Block = tuple[str, str, str]


def blocks(html: str) -> list[Block]:
    """Take HTML; return every block with text, in order.

    ``classes`` are those of the block, of the inline elements in it and of the blocks around it, parted by spaces;
    ``text`` has its white space made single, ``<br>`` as ``\\n``.
    """
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    tree = etree.fromstring(f"<div>{html}</div>".encode("utf-8", "replace"), parser)
    found: list[Block] = []
    if tree is None:
        return found
    stack: list[tuple[str, str]] = [("body", "")]
    words: list[str] = []
    inline: list[str] = []
    unseen = 0

    def line() -> None:
        text = "\n".join(" ".join(part.split()) for part in "".join(words).split("\n")).strip()
        if text:
            tag, around = stack[-1]
            found.append((tag, " ".join(dict.fromkeys(f"{around} {' '.join(inline)}".split())), text))
        words.clear()
        inline.clear()

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag: Any = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            if tag in _UNSEEN:
                unseen += 1
            elif tag in _BLOCKS and len(stack) < _DEEPEST:
                line()
                stack.append((tag, f"{stack[-1][1]} {element.get('class') or ''}"[:500]))
            elif tag == _BREAK:
                words.append("\n")
            elif name := element.get("class"):
                inline.append(name[:100])
            if not unseen and element.text:
                words.append(element.text.replace("\n", " ").replace("\r", " "))
        else:
            if tag in _UNSEEN:
                unseen -= 1
            elif tag in _BLOCKS and len(stack) > 1 and stack[-1][0] == tag:
                line()
                stack.pop()
            if not unseen and element.tail:
                words.append(element.tail.replace("\n", " ").replace("\r", " "))
    line()
    return found
