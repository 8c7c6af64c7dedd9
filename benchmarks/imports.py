"""How many articles the importers find in sample exports, against the counts that are documented elsewhere.

Run: ``python -m benchmarks.imports [FOLDER or .tar.xz]``. The samples are ``exports_samples.tar.xz`` of
../shared/data; they hold other people's text and stay there. The documented counts are those of the test suites of
LexisNexisTools and tm.plugin.factiva, and for ProQuest the number of lines that name a document's id. A file of the
list that is not there is named as missing: its row says nothing.
"""

from __future__ import annotations

import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from framing.ingest import read
from framing.types import Article, Failure

SAMPLES = Path(__file__).parents[1] / ".." / "shared" / "data" / "exports_samples.tar.xz"
#: Which files, what they are, and how many articles they are documented to hold.
KNOWN: tuple[tuple[str, str, int], ...] = (
    ("exports/lexis/*.DOCX", "Nexis Uni DOCX (LexisNexisTools)", 10),
    ("exports/lexis/*.TXT", "Nexis TXT (LexisNexisTools)", 10),
    ("exports/factiva/factiva_test.html", "Factiva HTML, indexed (tm.plugin.factiva)", 2),
    ("exports/factiva/factiva_test.xml", "Factiva XML (tm.plugin.factiva)", 3),
    ("exports/proquest/star_first_part.txt", "ProQuest TXT, cut off (importProquest)", 186),
    ("exports/newspapers/lexis/*.docx", "Lexis DOCX (newspapers)", 372),
    ("exports/newspapers/factiva/*.html", "Factiva HTML (newspapers)", 378),
    ("exports/newspapers/nexis/*.html", "Nexis HTML (newspapers)", 551),
    ("exports/proquest/star.txt", "ProQuest TXT, star", 372),
    ("exports/proquest/spectator.txt", "ProQuest TXT, spectator", 499),
    ("exports/proquest_eml/sample.eml", "ProQuest EML, sample", 100),
    ("exports/proquest_eml/forwarded.eml", "ProQuest EML, forwarded", 100),
    ("exports/proquest_eml/format-v2.eml", "ProQuest EML, second format", 20),
    ("exports/proquest_eml/malformed-html-tag.eml", "ProQuest EML, broken tag", 2),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one sample gave."""

    articles: int = 0
    rejected: int = 0
    no_headline: int = 0
    no_date: int = 0
    no_outlet: int = 0
    cut: int = 0


def count(paths: list[Path]) -> Counts:
    """Take files; return what reading them gives."""
    items = [item for path in paths for item in read(path)]
    articles = [item for item in items if isinstance(item, Article)]
    return Counts(
        articles=len(articles),
        rejected=sum(isinstance(item, Failure) for item in items),
        no_headline=sum(not article.title for article in articles),
        no_date=sum(not article.published for article in articles),
        no_outlet=sum(not article.outlet for article in articles),
        cut=sum(any("may be cut" in note for note in article.notes) for article in articles),
    )


def main(samples: Path) -> int:
    """Print the table; return 1 if a count is not the documented one, else 0."""
    if not samples.exists():
        print(f"{samples.name} is not here; nothing was measured")
        return 0
    wrong = 0
    with TemporaryDirectory() as unpacked:
        folder = samples
        if samples.is_file():
            folder = Path(unpacked)
            with tarfile.open(samples) as archive:
                archive.extractall(folder, filter="data")
        print(f"{'sample':46}{'documented':>11}{'ours':>6}{'rejected':>10}", end="")
        print(f"{'no headline':>13}{'no date':>9}{'no outlet':>11}{'cut':>5}")
        for pattern, name, documented in KNOWN:
            paths = sorted(folder.glob(pattern))
            if not paths:
                print(f"{name:46}{documented:>11}  not among the samples")
                continue
            ours = count(paths)
            wrong += ours.articles != documented
            print(f"{name:46}{documented:>11}{ours.articles:>6}{ours.rejected:>10}", end="")
            print(f"{ours.no_headline:>13}{ours.no_date:>9}{ours.no_outlet:>11}{ours.cut:>5}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES))
