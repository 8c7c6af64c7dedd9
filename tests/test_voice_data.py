"""Random articles of others: no crash, every offset a place in the text, quotations that overlap only by nesting."""

from __future__ import annotations

import pytest
from benchmarks.voice_sample import DATA, faults, random_articles

from framing.pipeline import parse_all


@pytest.mark.data
@pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not here")
@pytest.mark.parametrize("fast", [False, True])
def test_random_articles_have_no_faults(fast: bool) -> None:
    for parsed in parse_all(random_articles(12, 7), fast=fast):
        assert faults(parsed) == [], parsed.article.id
