"""Answer codes: they come back whole, and no slip of one character passes."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.classroom.codes import ALPHABET, POINTS, SPACE, CodeError, decode, encode, length, looks_like_code

ratings = st.lists(st.one_of(st.none(), st.integers(0, POINTS - 1)), min_size=1, max_size=40)
small = st.integers(0, SPACE - 1)


@given(ratings, small, small)
def test_a_code_gives_back_what_went_in(given_ratings: list[int | None], nonce: int, exercise: int) -> None:
    code = encode(given_ratings, nonce=nonce, exercise=exercise)
    assert set(code) <= set(ALPHABET + "-")
    assert len(code.replace("-", "")) == length(len(given_ratings))
    back = decode(code, sentences=len(given_ratings), exercise=exercise)
    assert (back.ratings, back.nonce) == (tuple(given_ratings), nonce)


@pytest.mark.parametrize(("sentences", "characters"), [(8, 11), (12, 13), (15, 14), (20, 17), (30, 22)])
def test_codes_are_short(sentences: int, characters: int) -> None:
    assert length(sentences) == characters


def _code(sentences: int, random: Random) -> tuple[str, int]:
    row = [random.choice([None, 0, 1, 2, 3, 4]) for _ in range(sentences)]
    exercise = random.randrange(SPACE)
    return encode(row, nonce=random.randrange(SPACE), exercise=exercise).replace("-", ""), exercise


@pytest.mark.parametrize("sentences", range(1, 41))
def test_every_wrong_character_and_every_swap_of_neighbours_is_caught(
    sentences: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    import framing.classroom.codes as codes

    monkeypatch.setattr(codes, "_nearest", lambda *_: "")  # the hint is tested below; here it would only take time
    random = Random(sentences)
    for _ in range(50 if sentences in (8, 12, 15, 20, 30) else 5):
        code, exercise = _code(sentences, random)
        wrong = {code[:at] + new + code[at + 1 :] for at in range(len(code)) for new in ALPHABET}
        wrong |= {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)}
        wrong.discard(code)
        assert len(wrong) >= 31 * len(code)
        for typed in wrong:
            with pytest.raises(CodeError):
                decode(typed, sentences=sentences, exercise=exercise)


@pytest.mark.parametrize("sentences", [1, 8, 15, 40])
def test_a_hint_is_at_most_three_codes_and_holds_the_one_that_was_meant(sentences: int) -> None:
    random = Random(sentences)
    named = 0
    for _ in range(40):
        code, exercise = _code(sentences, random)
        at = random.randrange(len(code))
        typed = code[:at] + random.choice(ALPHABET.replace(code[at], "")) + code[at + 1 :]
        with pytest.raises(CodeError) as error:
            decode(typed, sentences=sentences, exercise=exercise)
        hints = str(error.value).partition("one slip away: ")[2].replace("-", "").split(" or ")
        assert hints == [""] or (code in hints and len(hints) <= 3)
        named += code in hints
    assert named >= 30


@given(ratings, small, small)
def test_case_dashes_spaces_and_look_alikes_do_not_matter(
    given_ratings: list[int | None], nonce: int, exercise: int
) -> None:
    code = encode(given_ratings, nonce=nonce, exercise=exercise)
    typed = code.lower().replace("-", " – ").replace("0", "o").replace("1", "l")
    assert decode(typed, sentences=len(given_ratings), exercise=exercise).ratings == tuple(given_ratings)


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_ratings_or_one_line(typed: str) -> None:
    try:
        decode(typed, sentences=12, exercise=417)
    except CodeError as error:
        assert "\n" not in str(error)
        assert str(error)
    looks_like_code(typed, sentences=12)


def test_each_fault_says_what_it_is() -> None:
    code = encode([1, 2, 3, None, 0, 1, 2, 3], nonce=5, exercise=417)

    def why(typed: str, exercise: int = 417) -> str:
        with pytest.raises(CodeError) as error:
            decode(typed, sentences=8, exercise=exercise)
        return str(error.value)

    assert why(code, exercise=418) == "a code of exercise 417; this lesson is exercise 418"
    assert why(code[:-1]) == "10 characters, a code of this lesson has 11: 1 missing"
    assert why(code + "00") == "13 characters, a code of this lesson has 11: 2 too many"
    assert why(code.replace(code[3], "U")) == "“U” is in no code; look at that character again"
    assert why(code[:-1] + ("0" if code[-1] != "0" else "1")).startswith("wrong checksum, a character is mistyped")


def test_what_no_code_can_hold_is_refused() -> None:
    for row, nonce, exercise in (([5], 0, 0), ([-1], 0, 0), ([0], SPACE, 0), ([0], 0, -1)):
        with pytest.raises(ValueError, match=r"must be|a rating is"):
            encode(row, nonce=nonce, exercise=exercise)
