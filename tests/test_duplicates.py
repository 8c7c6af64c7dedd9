"""Wire copy is linked: equal and nearly equal texts, whatever their byline, and nothing that is merely alike."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.duplicates import group, near_groups, signature, text_key


def text(seed: int, count: int = 300) -> list[str]:
    chosen = random.Random(seed)
    return [
        f"{chosen.choice('bcdfgklmnprst')}{chosen.choice('aeiou')}{chosen.choice('lmnrst')}{chosen.randrange(40)}"
        for _ in range(count)
    ]


def test_copies_are_found_whatever_was_changed() -> None:
    words = text(1)
    story = " ".join(words)
    found = group(
        {
            "original": story,
            "case": story.upper() + "\n\n!",
            "byline": f"By Ann Author, The Harbour Post. {story} More on our site.",
            "typos": " ".join(word + "x" if n % 97 == 0 else word for n, word in enumerate(words)),
            "cut": " ".join(words[:270]),
            "other": " ".join(text(2)),
        }
    )
    assert found.exact == (("case", "original"),)
    assert found.near == (("byline", "case", "cut", "original", "typos"),)


def test_texts_that_share_half_are_not_copies() -> None:
    words = text(3)
    assert group({"a": " ".join(words), "b": " ".join([*words[:150], *text(4, 150)])}).near == ()


def test_short_and_empty_texts_are_only_ever_equal() -> None:
    found = group({"a": "", "b": "", "c": "Two words", "d": "two, words!", "e": "…"})
    assert found.exact == (("a", "b", "e"), ("c", "d")) and found.near == ()
    assert signature("too short") is None


def test_groups_do_not_depend_on_order_and_signatures_can_be_stored() -> None:
    stories = {f"{seed}-{copy}": " ".join(text(seed)) + f" copy {copy}" for seed in range(20) for copy in range(3)}
    made = {name: signature(story) for name, story in stories.items()}
    kept = {name: value for name, value in made.items() if value is not None}
    assert all(len(value) == 512 for value in kept.values())
    names = list(kept)
    random.Random(1).shuffle(names)
    groups = near_groups({name: kept[name] for name in names})
    assert groups == near_groups(kept) and len(groups) == 20 and all(len(members) == 3 for members in groups)


def test_a_thousand_copies_of_one_text_are_one_group() -> None:
    made = signature(" ".join(text(9)))
    assert made is not None
    found = near_groups({f"{number:04}": made for number in range(1000)})
    assert len(found) == 1 and len(found[0]) == 1000


@given(st.text())
def test_any_text_has_a_key(story: str) -> None:
    assert text_key(story) == text_key(story) and len(text_key(story)) == 64
    signature(story)
