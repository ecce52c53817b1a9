"""Numbers that identify: phones, CPR, births, accounts, passports, plates, log-ins and cases.

Libraries know the forms of phone and CPR numbers. The rest are patterns, each with the words that must stand near it where
the form alone says too little. In a pattern, the group is the identifier; without one, all of it is.
"""

import re
from collections.abc import Iterator

import phonenumbers
from stdnum.dk import cpr

from bot.text.identifiers.found import Found
from bot.text.identifiers.spoken import ORDINAL, SPOKEN_YEAR, find_spoken

SHORTEST_PHONE = 8  # digits of a Danish number
SHORTEST_CALLED = 6  # digits of a Greenlandic or Faroese one, when the words say that it is a phone
CPR_DIGITS = 10
LAST_YEAR_OF_BIRTH = 2012  # a whole date up to then is somebody's birth more often than anything else
_FLAGS = re.IGNORECASE | re.VERBOSE

_FEW = r"(?:[^\W\d]+\W+){0,3}?"  # up to three words between the sign and the number
_MONTH = (
    r"(?:jan(?:uar)?|feb(?:ruar)?|mar(?:ts)?|apr(?:il)?|maj|jun[ie]?|jul[ie]?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = rf"""(?:(?:den|d\.)\s?)?(?:
    {ORDINAL}\s+(?:{_MONTH}|{ORDINAL})(?:\s(?:(?:19|20)?\d{{2}}\b|{SPOKEN_YEAR}\b))?
  | \d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./\ -]\s?(?:19|20)?\d{{2}} | \d{{1,2}}\s?[./-]\s?\d{{1,2}}
  | \d{{1,2}}\.?\s?{_MONTH}(?:\s?(?:19|20)?\d{{2}}\b)? | (?:19|20)\d{{2}}-\d{{2}}-\d{{2}} | \d{{6}} | \d{{8}} )(?![\d:])"""
_BORN = r"(?:f(?:ø|oe|o|ö)dt|f(?:ø|oe|o|ö)dsels\w*|f(?:ø|oe|o|ö)d\w*dag\w*|\bf\.|\bfdt|\bkom\ til\ verden)"
_BIRTH = re.compile(rf"{_BORN}\W*(?:[^\W\d]+\W+){{0,5}}?({_DATE}) | ({_DATE})\W*{_FEW}{_BORN}", _FLAGS)
_WHOLE = re.compile(
    rf"(?:(?:den|d\.)\s?)?(?:\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?|(?:\d{{1,2}}\.?|{ORDINAL})\s?{_MONTH}\s?)((?:19|20)\d{{2}})(?!\d)",
    _FLAGS,
)

_CPR = re.compile(r"(?<![\d.,+])(\d{2})[ .]?(\d{2})[ .]?(\d{2})\s?([-–/ ])?\s?(\d{4}|x{4}|\*{4})(?!\d)", re.IGNORECASE)
_CPR_NAMED = re.compile(
    r"\b(?:cpr|personnummer|person\ nr)\w*[-.\ ]*(?:nr|nummer\w*)?\W*(?:er|:|=)?\W*((?:\d[\ .-]?){4,10}\d?)(?!\d)"
    r"| \bsidste\ (?:4|fire)(?:\ cifre|\ tal)?\W*(?:\w+\W+){0,4}?(\d{4})(?!\d)",
    _FLAGS,
)
_WITH_WORDS = {
    "kontonummer": re.compile(
        r"""\b(?:DK|SE|NO|DE|FI|PL|GB|FO|GL|NL|TR|UA|RO|LT|IS|FR|IT|ES|BE|AT|CH)\s?\d{2}[ -]?(?=(?:[A-Z\ ]*\d){8})
              [A-Z0-9]{4}(?:[ -]?[A-Z0-9]{2,4}){2,7}\b
          | \breg(?:istrerings)?\.?\s?(?:nr|nummer\w*)?\.?\W*(?:er\W+)?\d{4}\W+(?:og\W+)?(?:kto|konto)?\w*\.?\W*
              (?:nr|nummer)?\.?\W*(?:er\W+)?[\d\ .-]{5,13}\d
          | \b(?:kto|konto)(?:nr|nummer\w*|en)?\.?\W*(?:nr\W*|nummer\W*)?(?:er\W+|:\W*)?(\d[\d\ .-]{5,16}\d)
          | (?<![\d.,+-])\d{4}[ -]\d{6,10}(?!\d)
          | \bmobile\s?pay\s?(?:box)?\W*(?:nr|nummer\w*)?\W*(?:er\W+)?(\d{4,6})(?!\d)""",
        _FLAGS,
    ),
    "pasnummer": re.compile(
        rf"""\bpas(?:set|s?nummer\w*|\s?nr|s?nr)?\.?\W*(?:nr\W*|nummer\W*)?{_FEW}
             ((?=[a-z]*\d{{3}})[a-z]{{0,3}}\s?\d[\d\ ]{{4,9}}\d)(?!\w)""",
        _FLAGS,
    ),
    "nummerplade": re.compile(
        r"""\b(?:nummerplade\w*|nr\.?plade\w*|reg\.?nummer|indregistrer\w*|bil|bilen|plader?|pladen|pladerne|trailer(?:en)?|
              varevogn(?:en)?|kassevogn(?:en)?|motorcykel|motorcyklen|mc|knallert(?:en)?|scooter(?:en)?|campingvogn(?:en)?|lastbil(?:en)?)\b\W*(?:[^\W\d]+\W+){0,3}?
            ((?=\w*\d|\w+\ \w*\d)[a-zæøå]{1,3}[ -]?\d[\w-]*(?:[ .-]?\d[\w]*)*)(?!\w)""",
        _FLAGS,
    ),
    "mitid": re.compile(
        r"""\b(?:mit|nem)[ -]?id\b\W*(?:[^\W\d]+\W+){0,4}?((?=[\w.-]*\d)[\w.-]{4,})(?!\w)
          | \b(?:mit|nem)[ -]?id[ -]?(?:bruger\w*|navn\w*|konto\w*|login)\W*(?:id\W+)?(?:er\W+|hedder\W+|:\W*)?([\w.-]{4,})
          | \bbruger[ -]?(?:id|navn)\w*\W*(?:(?:til|på|paa|pa)\ \w+\W+)?(?:er\W+|hedder\W+|:\W*)([\w.-]{3,})
          | \b(?:kode(?:ord|n)?|adgangskode|password|login)\W*(?:til\ \w+\W+)?
              (?:er\W+|hedder\W+|:\W*)((?=[\w.-]*\d)[\w.-]{4,})""",
        _FLAGS,
    ),
    "sagsnummer": re.compile(
        rf"""\b(?:sags?|journal|j|ref|reference|klient|akt|kvitterings?|skades?|anmeldelses?|police|patient|borger|medlems?|kunde|elev|bevis)
              [ .-]*(?:nr|nummer\w*|id|no|akt\w*)\.?\W*{_FEW}((?=[\w./-]*\d)\w+(?:[\ ./-]?\d\w*)*)
          | \b(?:sag(?:en)?|journal)\W+((?=[\w./-]*\d)\w*\d+[./-][\w./-]*\d\w*)
          | (?<![\w.,-])(?:(?:19|20)?\d{{2}}[-/]\d{{5,}})(?!\d)
          | \b(?:[A-ZÆØÅ]{{1,4}}[-/])(?:19|20)?\d{{2}}[-/]\d{{3,}}(?:[-/]\d+)?\b
          | (?<![\w.,@#/-])[a-zæøå]{{1,2}}-?\d{{6,}}(?!\w)
          | (?<![\w.,-])\d{{4,5}}[-/]\d{{5}}[-/]\d{{5}}[-/]\d{{2}}(?!\d)""",
        _FLAGS,
    ),
}
_PLATE = re.compile(r"(?<!\w)([a-zæøå]{2})[ -]?\d{2}[ .-]?\d{3}(?!\w|[.,]\d)", re.IGNORECASE)
# Two letters before five digits that are a word: "på 12 345".
_NO_PLATE = frozenset(
    """
    af at de du en er et ca kl kr nr nu og om op på pa så se ti to vi ad ja jo no os ud tv th st
    fra for til med den der har var
    """.split()  # noqa: SIM905  (a list of words reads better without quotes)
)
_CALLED = re.compile(
    r"""\b(?:tlf|telefon\w*|mobil\w*|nummer(?:et)?|nr|ring|sms|skriv|kald|whatsapp|viber)\b\.?\W*(?:[^\W\d]+\W+){0,5}?
        ((?:\d[\ .-]?){5,7}\d)(?!\d)""",
    _FLAGS,
)
_ENDS_ON = re.compile(
    r"\b(?:nummer\w*|nr|tlf|telefon\w*|mobil\w*)\b[^.!?\n]{0,40}?\b(?:ender|slutter|starter|begynder)\s(?:på|paa|med)\s(\d{2,4})(?!\d)",
    _FLAGS & ~re.VERBOSE,
)
_MANY = re.compile(
    r"(?<![\d.,+])\d(?:[ .-]?\d){9,}(?![\d%])"
)  # a chip, a phone's IMEI, an account: nothing to count is as long
_LONG = re.compile(r"(?<![\d.,])(?:\+|00)?(?:\d[ .-]?){7,13}\d(?!\d)")
_DATE_LIKE = re.compile(r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./ -]\s?(?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}")


def find_numbers(text: str) -> Iterator[Found]:
    """Give every number that identifies somebody or something of theirs."""
    yield from _find_cpr(text)
    yield from _find_births(text)
    for kind, pattern in _WITH_WORDS.items():
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            if kind == "nummerplade" and match[group].split()[0].lower() in _NO_PLATE:
                continue
            if kind == "mitid" or any(sign.isdigit() for sign in match[group]):
                yield Found(*match.span(group), kind)
    for match in _PLATE.finditer(text):
        if match[1].lower() not in _NO_PLATE:
            yield Found(*match.span(), "nummerplade")
    yield from _find_phones(text)
    yield from find_spoken(text)
    for match in _MANY.finditer(text):
        if not _DATE_LIKE.search(match.group()):
            yield Found(*match.span(), "nummer")


def _find_cpr(text: str) -> Iterator[Found]:
    for match in _CPR.finditer(text):
        day, month, _year, dash, _ = match.groups()
        is_date = 1 <= int(day) % 40 <= 31 and 1 <= int(month) <= 12  # noqa: PLR2004  (days above 60 mark replacements)
        digits = re.sub(r"\D", "", match.group())
        if is_date or (dash == "-" and len(digits) == CPR_DIGITS) or cpr.is_valid(digits):
            yield Found(*match.span(), "cpr-nummer")
    for match in _CPR_NAMED.finditer(text):
        yield Found(*match.span(match.lastindex or 0), "cpr-nummer")


def _find_births(text: str) -> Iterator[Found]:
    for match in _BIRTH.finditer(text):
        yield Found(*match.span(match.lastindex or 0), "fødselsdato")
    for match in _WHOLE.finditer(text):
        if int(match[1]) <= LAST_YEAR_OF_BIRTH:
            yield Found(*match.span(), "fødselsdato")


def _find_phones(text: str) -> Iterator[Found]:
    for number in phonenumbers.PhoneNumberMatcher(text, "DK", leniency=phonenumbers.Leniency.POSSIBLE):
        digits = re.sub(r"\D", "", number.raw_string).removeprefix("0045")
        national = digits.removeprefix("45") if len(digits) > SHORTEST_PHONE else digits
        if len(national) >= SHORTEST_PHONE and not _DATE_LIKE.fullmatch(number.raw_string.strip()):
            yield Found(number.start, number.end, "telefon")
    for match in _CALLED.finditer(text):
        if sum(sign.isdigit() for sign in match[1]) >= SHORTEST_CALLED:
            yield Found(*match.span(1), "telefon")
    for match in _ENDS_ON.finditer(text):
        yield Found(*match.span(1), "telefon")
    for match in _LONG.finditer(text):
        if sum(sign.isdigit() for sign in match.group()) >= SHORTEST_PHONE and not _DATE_LIKE.fullmatch(
            match.group().strip()
        ):
            yield Found(*match.span(), "telefon")
