"""A date as an export prints it, in the language of the archive's page, in; an ISO 8601 date out, or None.

Months are matched by name, in the ten languages that the archives offer; a date of numbers alone is read only where its
order is certain ("2019-07-01", "2019年7月1日", "13/11/2017" but not "05/06/2017"). Nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import date

#: The months of a language in order, in full or as the archives shorten them; lower case.
_MONTHS: tuple[str, ...] = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber maerz apr mai jun jul aug sept okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "januari februari mars april maj juni juli augusti september oktober november december",
)
_MONTH = {name: number for names in _MONTHS for number, name in enumerate(names.split(), start=1)}

_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º)?"
_NAME = r"(?P<month>[^\W\d_]{3,12})\.?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
#: Long runs of blanks and digits can't make these slow: every part has a bound.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d){_YEAR}[-/.](?P<number>[01]?\d)[-/.]{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<number>[01]?\d)\s?[月월]\s?{_DAY}\s?[日일]",
        rf"(?<!\d){_DAY}[.,]?\s{{0,3}}(?:de |di |d')?{_NAME},?\s{{0,3}}(?:de )?{_YEAR}(?!\d)",
        rf"\b{_NAME}\s{{0,3}}{_DAY},?\s{{0,3}}{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR},?\s{{0,3}}{_NAME}\s{{0,3}}{_DAY}(?!\d)",
    )
)
_NUMBERS = re.compile(rf"(?<!\d)(?P<one>[0-3]?\d)(?P<mark>[./-])(?P<two>[0-3]?\d)(?P=mark){_YEAR}(?!\d)")
_TIME = re.compile(r"(?<!\d)([0-2]?\d:[0-5]\d(?::[0-5]\d)?(?:\s?[AP]\.?M\.?)?(?:\s[A-Z]{2,4}(?:[+-]\d{1,2})?)?)(?!\d)")
_LONGEST = 200


def iso_date(text: str) -> str | None:
    """Take a line; return the first date in it as "2019-07-01", or None. Only the first 200 characters are read."""
    line = " ".join(text[:_LONGEST].split()).casefold()
    for form in _FORMS:
        for match in form.finditer(line):
            found = match.groupdict()
            number = _MONTH.get(found["month"]) if "month" in found else int(found["number"])
            if number and (known := _date(int(found["year"]), number, int(found["day"]))):
                return known
    for match in _NUMBERS.finditer(line):
        one, two = int(match["one"]), int(match["two"])
        # a point between the numbers is the German order, and a number over 12 can only be the day
        if match["mark"] == "." or one > 12:
            return _date(int(match["year"]), two, one)
        if two > 12 or one == two:
            return _date(int(match["year"]), one, two)
    return None


def is_date_line(text: str) -> bool:
    """Take a line; tell whether it is a date and little more, as the archives set it under the headline."""
    line = text.strip()
    return 6 <= len(line) <= 90 and line.count(" ") <= 12 and iso_date(line) is not None


def clock(text: str) -> str | None:
    """Take a line; return the time of day in it as it is printed ("9:20 AM GMT"), or None."""
    match = _TIME.search(text[:_LONGEST])
    return match[1] if match else None


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
