"""How much of an article's text extraction recovers, and how much foreign text it lets in: 130 saved pages.

    python -m benchmarks.extraction              the half that nothing was chosen on (part of ``make quality``)
    python -m benchmarks.extraction --tune       the other half, for choosing settings
    python -m benchmarks.extraction --pages      also page by page

The pages and their expected text are those of readability's own tests, so what is expected is what that program should
find, not what a person marked: it keeps captions and link lists that an analysis of wording is better without.
Sequences of four words are counted, as often as they occur. "Recovered" is the share of the expected ones that is in
the output (pooled over pages, and the mean of pages), "foreign" the share of the output that was not expected. Plain
trafilatura and its precise mode stand beside ours in the same run.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from framing.ingest.encoding import declared_encoding, decode
from framing.ingest.worker import WORKER, ExtractionError

ROOT = Path(__file__).resolve().parent.parent
_SHINGLE = 4

Extract = Callable[[str], str]


def pages(archive: Path) -> dict[str, dict[str, bytes]]:
    """Take the archive; return the files of each page by name."""
    found: dict[str, dict[str, bytes]] = {}
    with tarfile.open(archive) as packed:
        for member in packed:
            if member.isfile() and (data := packed.extractfile(member)) is not None:
                _, page, name = member.name.rsplit("/", 2)
                found.setdefault(page, {})[name] = data.read()
    return dict(sorted(found.items()))


def for_tuning(page: str) -> bool:
    """Take the name of a page; tell whether it belongs to the half on which settings may be chosen."""
    return hashlib.sha256(page.encode()).digest()[0] % 2 == 0


def ours(html: str) -> str:
    """Take a page; return the text of its article as our reader finds it."""
    try:
        page = WORKER.extract(html, timeout=60)
    except ExtractionError:
        return ""
    if page is None:
        return ""
    return "\n".join(line for line, _ in page["lines"])


def plain(html: str) -> str:
    """Take a page; return what trafilatura finds as it comes."""
    from trafilatura import extract

    return extract(html) or ""


def precise(html: str) -> str:
    """Take a page; return what trafilatura finds in its precise mode, without comments."""
    from trafilatura import extract

    return extract(html, favor_precision=True, include_comments=False) or ""


def expected_text(html: bytes) -> str:
    """Take the expected markup; return its text, blocks apart."""
    from lxml.html import fromstring

    tree = fromstring(html.decode("utf-8"))
    for element in tree.iter(
        "br", "p", "div", "li", "h1", "h2", "h3", "h4", "td", "th", "blockquote", "figcaption", "pre"
    ):
        element.tail = f"\n{element.tail or ''}"
    for element in tree.xpath("//script | //style | //svg | //noscript"):
        element.clear(keep_tail=True)
    return str(tree.text_content())


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Take a text; return how often each sequence of four words is in it."""
    words = re.findall(r"\w+", text.casefold())
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))


def measure(chosen: dict[str, dict[str, bytes]], extract: Extract, *, show: bool) -> tuple[float, float, float, float]:
    """Take pages and an extractor; return recovered and foreign pooled, then both as means of pages."""
    both = wanted = given = 0
    recovered, foreign = [], []
    for name, files in chosen.items():
        source = files["source.html"]
        html, _ = decode(source, declared=declared_encoding(source))
        want, got = shingles(expected_text(files["expected.html"])), shingles(extract(html))
        common = (want & got).total()
        both, wanted, given = both + common, wanted + want.total(), given + got.total()
        recovered.append(common / want.total())
        foreign.append(1 - common / got.total())
        if show:
            print(f"    {name:<48} {recovered[-1]:6.3f} {foreign[-1]:6.3f} {want.total():>7,} words expected")
    count = len(chosen)
    return both / wanted, 1 - both / given, sum(recovered) / count, sum(foreign) / count


def main(arguments: Sequence[str] | None = None) -> None:
    """Take command-line arguments; print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the shared data")
    parser.add_argument("--tune", action="store_true", help="the half for choosing settings")
    parser.add_argument("--pages", action="store_true", help="also page by page")
    options = parser.parse_args(arguments)
    archive = options.data / "html_readability.tar.gz"
    if not archive.exists():
        print(f"extraction: no data at {options.data}; give --data")
        raise SystemExit(2)
    chosen = {name: files for name, files in pages(archive).items() if for_tuning(name) is options.tune}
    half = "the half for choosing settings" if options.tune else "the half that nothing was chosen on"
    print(f"{len(chosen)} pages, {half}")
    print(f"  {'':<22} recovered  foreign   mean of pages: recovered  foreign   seconds")
    for label, extract in (("ours", ours), ("trafilatura, precise", precise), ("trafilatura, plain", plain)):
        began = time.perf_counter()
        a, b, c, d = measure(chosen, extract, show=options.pages and extract is ours)
        print(f"  {label:<22} {a:9.3f} {b:8.3f} {c:26.3f} {d:8.3f} {time.perf_counter() - began:9.1f}")


if __name__ == "__main__":
    main()
