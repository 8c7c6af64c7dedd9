"""A small corpus for the tests, written for them: three outlets that differ in a few words, with dates and sources."""

from __future__ import annotations

import json
from pathlib import Path

_PLAIN = (
    "The council met on {day} in the old hall by the river. ",
    "It heard reports on roads, schools and the harbour, and it set the dates of the next three meetings. ",
    "About {count} people came, and most of them stayed until the vote. ",
    "The budget for roads stays as it was, the clerk wrote in a note to members. ",
    "Members will look at the plan again in spring, when the engineers have measured the bridge. ",
    "A ferry leaves the harbour every hour, and the last one sails at ten. ",
    "The school on the hill has nine rooms, of which two are closed for repair. ",
)
_SOURCES = (
    "“The plan is a disgraceful mess,” said Mara Lindqvist, who leads the union. ",
    "“We counted the ferries twice,” said Tomas Oyelaran, the harbour master. ",
    "Officials said that the illegal aliens at the harbour had left. ",
)
_OWN = {
    "Ashmere Post": "The greedy landlords have callously ignored the tenants, and undocumented immigrants pay for it. ",
    "Birch & Sons <Daily>": "The reckless scheme slammed the town, and illegal aliens were blamed by everyone. ",
    "Corran Echo": "The lighthouse keeper walked to the mill and counted the boats along the quay. ",
}


def rows(each: int = 12) -> list[dict[str, str]]:
    """Return the rows of a table: so many articles of each outlet, one of them without an outlet or a date."""
    made = []
    for number in range(each):
        for place, (outlet, own) in enumerate(_OWN.items()):
            body = "".join(
                part.format(day="Monday", count=100 + 7 * number) for _ in range(3) for part in (*_PLAIN, *_SOURCES)
            )
            text = f"{body}\n\n{own * (1 + number % 3)}\n\nThis is story {number} of paper {place}."
            row = {"id": f"{place}-{number}", "title": f"Council, day {number}, paper {place}", "text": text}
            made.append(row | {"outlet": outlet, "published": f"2031-{1 + number % 4:02}-{1 + number % 28:02}"})
    made.append(
        {"id": "alone", "title": "On its own", "text": "".join(_PLAIN).format(day="Friday", count=9) * 4, "outlet": "",
         "published": "soon"}
    )  # fmt: skip
    return made


def write(path: Path, articles: list[dict[str, str]]) -> Path:
    """Write rows as JSON Lines; return the path."""
    path.write_text("".join(json.dumps(row) + "\n" for row in articles), encoding="utf-8")
    return path
