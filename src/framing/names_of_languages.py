"""A language code in, its English name out, for messages."""

from __future__ import annotations

_NAMES = dict(
    pair.split("=")
    for pair in """af=Afrikaans ar=Arabic az=Azerbaijani be=Belarusian bg=Bulgarian bn=Bengali bs=Bosnian ca=Catalan cs=Czech cy=Welsh
    da=Danish de=German el=Greek en=English eo=Esperanto es=Spanish et=Estonian eu=Basque fa=Persian fi=Finnish fr=French
    ga=Irish gl=Galician gu=Gujarati he=Hebrew hi=Hindi hr=Croatian hu=Hungarian hy=Armenian id=Indonesian is=Icelandic
    it=Italian ja=Japanese ka=Georgian kk=Kazakh kn=Kannada ko=Korean la=Latin lb=Luxembourgish lt=Lithuanian lv=Latvian
    mk=Macedonian ml=Malayalam mn=Mongolian mr=Marathi ms=Malay mt=Maltese nb=Norwegian ne=Nepali nl=Dutch nn=Norwegian
    no=Norwegian pa=Punjabi pl=Polish pt=Portuguese ro=Romanian ru=Russian si=Sinhala sk=Slovak sl=Slovenian sq=Albanian
    sr=Serbian sv=Swedish sw=Swahili ta=Tamil te=Telugu th=Thai tl=Tagalog tr=Turkish uk=Ukrainian ur=Urdu vi=Vietnamese
    xh=Xhosa zh=Chinese zu=Zulu""".split()
)


def language_name(code: str) -> str:
    """Take an ISO 639-1 code; return "Finnish (fi)", or the code alone where the name is not known."""
    short = code.split("-")[0].lower()
    return f"{_NAMES[short]} ({short})" if short in _NAMES else short
