"""The shared sample in, the shipped reference set ``references/news-en.json`` out (figures only).

    python -m training.reference

It picks the articles that ``references/news-en.toml`` describes, writes them to a table in a folder that is deleted
again, and runs ``framing reference build`` on it. It has to be run again after a change of the lexicons or models:
until then articles are not compared, and their pages say so.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tempfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data" / "allsides_sample.jsonl.gz"
AGENCIES = frozenset({"Reuters", "Associated Press", "Bloomberg", "Agence France-Presse", "AFP", "UPI"})
#: Rated centre, and no news desk: guest columns, digests of opinion, checkers of facts, institutes, advice.
NOT_NEWS = frozenset(
    {
        "Guest Writer", "Guest Writer - Center", "The Flip Side", "Snopes", "Pew Research Center", "IVN", "Lifehacker",
        "RealClearPolitics", "FiveThirtyEight", "Scientific American", "Yahoo! The 360", "Foreign Policy",
    }
)  # fmt: skip
LEAST = 5


def iso(value: str | None) -> str | None:
    """Return a date of the sample (two forms occur) as ISO 8601, or None where it is none or before 1990."""
    for form in ("%Y-%m-%d", "%m/%d/%y"):
        try:
            day: date = datetime.strptime((value or "").strip(), form).date()
        except ValueError:
            continue
        return day.isoformat() if day.year >= 1990 else None
    return None


def main() -> None:
    """Pick, write, build."""
    from framing.cli import main as framing

    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    wanted = [
        row for row in rows
        if (row["labels"]["lean"] == "center" or row["outlet"] in AGENCIES) and row["outlet"] not in NOT_NEWS
    ]  # fmt: skip
    sizes = Counter(row["outlet"] for row in wanted)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "centre.jsonl"
        with table.open("w", encoding="utf-8") as file:
            for row in wanted:
                if sizes[row["outlet"]] < LEAST:
                    continue
                title = re.sub(r"\s+", " ", row["title"] or "")
                article = {"id": row["id"], "title": title, "text": row["text"], "outlet": row["outlet"]}
                article |= {"url": row["url"], "published": iso(row["date"])}
                file.write(json.dumps(article, ensure_ascii=False) + "\n")
        about, output = ROOT / "references" / "news-en.toml", ROOT / "references" / "news-en.json"
        framing(["reference", "build", str(table), "--about", str(about), "-o", str(output), *sys.argv[1:]])


if __name__ == "__main__":
    main()
