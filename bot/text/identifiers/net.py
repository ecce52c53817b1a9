"""Identifiers of the net: mail and web addresses, names on social media, network addresses, positions."""

import ipaddress
import re
from collections.abc import Iterator

from bot.text.identifiers.found import Found

# Public sites that a person may ask about; they identify nobody.
PUBLIC_SITES = frozenset(
    """
    borger.dk politi.dk nyidanmark.dk sundhed.dk retsinformation.dk familieretshuset.dk skat.dk minretssag.dk domstol.dk
    levudenvold.dk danner.dk boernetelefonen.dk livslinien.dk erduokay.dk mandecentret.dk mitid.dk dr.dk tv2.dk
    facebook.com instagram.com snapchat.com tiktok.com google.com gmail.com hotmail.com netflix.com messenger.com
    """.split()  # noqa: SIM905  (a list of words reads better without quotes)
)
_FLAGS = re.IGNORECASE | re.VERBOSE

_EMAIL = re.compile(
    r"[\w.+-]+ \s?(?:@|\(at\)|\[at\]|\bsnabel-?a\b)\s? [\w-]+ \s?(?:(?:\.|\bpunktum\b)\s?[a-zæøå]{2,})+", _FLAGS
)
_WEB = re.compile(
    r"(?:https?://|www\.)\S+ | \b[\w-]+(?:\.[\w-]+)*\.(?:dk|com|net|org|eu|nu|info|gl|fo|se|no|de|io|me|ly|gg)\b(?:/\S*)?",
    _FLAGS,
)
_PLATFORM = re.compile(
    r"""\b(?:snap\w*|insta\w*|tik\ ?tok\w*|facebook\w*|fb|messenger|discord|reddit|vinted|be\ ?real|bereal|tinder|twitter
        |youtube|roblox|fortnite|twitch|steam|telegram|whatsapp|kik|onlyfans|linkedin|jodel|dba|profil\w*|brugernavn\w*
        |bruger|brugeren|konto(?:en)?|gamertag|playstation|xbox)\b""",
    _FLAGS,
)
_AT = re.compile(r"(?<![\w.])@\w[\w.æøå-]{2,}", _FLAGS)
_UNDERSCORED = re.compile(r"(?<![\w@])[\w.-]*[^\W_]_+[\w.-]*\w(?:\#\d{3,5})?", _FLAGS)
# What only a name on social media looks like, once one of them is mentioned: letters joined by dots, or mixed with digits.
_HANDLE = re.compile(
    r"""(?<![\w@.])(?:u/|/)?(?: [^\W\d_]+(?:[._-]+\w+)*\#\d{3,5} | \w*[^\W\d_]\w*(?:[._]+\w*[^\W_]\w*)+ | [^\W\d_]{3,}\d{2,}\w*
        | [^\W\d_]+-[^\W\d_]*\d+ | u/\w+ )(?!\w)""",
    _FLAGS,
)
_CALLED = re.compile(
    rf"{_PLATFORM.pattern}\W{{1,3}}(?:\w+\W+){{0,2}}?(?:er|hedder|som|:|navnet)\W{{1,2}}(\w[\w.-]{{2,}}\w)", _FLAGS
)
_IPV4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)")
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:])", re.IGNORECASE)
_MAC = re.compile(r"(?<![\w:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![\w:-])", re.IGNORECASE)
_POSITION = re.compile(
    r"""///\s?[^\W\d_]+(?:\.[^\W\d_]+){2} | \bwhat3words\W+[^\W\d_]+(?:\.[^\W\d_]+){2}
      | -?\d{1,2}[.,]\d{3,}\s?°?\s?[ns]?[,;/\ ]+\s?-?\d{1,3}[.,]\d{3,}\s?°?\s?[eøwv]?\b
      | (?:[nseøwv]\s?)?\d{1,3}\s?°\s?[\d.,]*\W{0,2}[\d.,]*\W{0,2}[nseøwv]?\W{0,2}
        (?:[nseøwv]\s?)?\d{1,3}\s?°\s?[\d.,]*['′]?[\d.,]*(?:\W{0,2}[eøwv]\b)?""",
    _FLAGS,
)


def find_net(text: str, ordinary: frozenset[int]) -> Iterator[Found]:
    """Give what names somebody, or a machine of theirs, on the net.

    Args:
        text: the message.
        ordinary: where its ordinary words end; such a word is no name, whatever stands before it.
    """
    for match in _EMAIL.finditer(text):
        yield Found(*match.span(), "e-mail")
    for match in _WEB.finditer(text):
        if re.sub(r"^(?:https?://)?(?:www\.)?", "", match.group().lower()).rstrip("/.,!?") not in PUBLIC_SITES:
            yield Found(*match.span(), "webadresse")
    yield from _find_handles(text, ordinary)
    for match in (*_IPV4.finditer(text), *_IPV6.finditer(text)):
        if _is_ip(match.group()):
            yield Found(*match.span(), "ip-adresse")
    for match in _MAC.finditer(text):
        yield Found(*match.span(), "mac-adresse")
    for match in _POSITION.finditer(text):
        yield Found(*match.span(), "gps")


def _find_handles(text: str, ordinary: frozenset[int]) -> Iterator[Found]:
    for match in (*_AT.finditer(text), *_UNDERSCORED.finditer(text)):
        yield Found(*match.span(), "brugernavn")
    if not _PLATFORM.search(text):
        return
    for match in _HANDLE.finditer(text):
        yield Found(*match.span(), "brugernavn")
    for match in _CALLED.finditer(text):
        if match.end(1) not in ordinary:
            yield Found(*match.span(1), "brugernavn")


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
