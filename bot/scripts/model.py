"""A script as its file has it. The JSON Schema for editors is made of these, so every description is Danish."""

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

Group = Literal[
    "voksen",
    "faa_minutter",
    "mand",
    "aeldre",
    "lgbt",
    "ung",
    "foraelder",
    "paaroerende",
    "fagperson",
    "udoever",
    "afproever",
    "andet_sprog",
]
MarkName = Literal["forkert", "utryg", "uforståelig", "forældet"]
KindName = Literal["akut", "svar", "spoergsmaal", "kode", "besked", "forlad"]

MOST_WORDINGS = 50  # of one step; each is a conversation
Text = Annotated[str, Field(min_length=1, max_length=2_000)]
Person = Annotated[str, Field(min_length=1, max_length=80)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Card(_Strict):
    """Et kort fra data/viden/kort."""

    kort: Annotated[Name, Field(description="Kortets id. Det vises med sin tekst, eller med den almene linje.")]


class OneOf(_Strict):
    """Flere muligheder, fordi assistenten skifter mellem flere måder at sige det samme på."""

    en_af: Annotated[list[Text], Field(min_length=2, description="Mindst ét af dem skal stå i svaret.")]


def _form(value: Any) -> str:
    """Tell the forms apart by their look, so that a mistake is told once and not once a form."""
    if isinstance(value, list):
        return "knapper"
    if isinstance(value, dict | Card | OneOf):
        return "kort" if isinstance(value, Card) or "kort" in dict(value) else "en_af"
    return "tekst"


def _listed(value: Any) -> Any:
    """Let one thing stand without a list around it, and a number without quotation marks."""
    if value is None:
        return []
    return [_plain(each) for each in (value if isinstance(value, list) else [value])]


def _plain(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict):
        return {
            name: [_plain(each) for each in inner] if isinstance(inner, list) else inner
            for name, inner in value.items()
        }
    return value


_TaggedText = Annotated[Text, Tag("tekst")]
_TaggedOneOf = Annotated[OneOf, Tag("en_af")]
Word = Annotated[_TaggedText | _TaggedOneOf | Annotated[Card, Tag("kort")], Discriminator(_form)]
Title = Annotated[_TaggedText | _TaggedOneOf, Discriminator(_form)]
Said = Annotated[
    _TaggedText | Annotated[Annotated[list[Text], Field(min_length=1)], Tag("knapper")], Discriminator(_form)
]
Phone = Annotated[str, Field(pattern=r"^\d[\d ]*$")]
_Several = Field(min_length=1)
Words = Annotated[list[Word], BeforeValidator(_listed, json_schema_input_type=Word | int | list[Word | int]), _Several]
Titles = Annotated[list[Title], BeforeValidator(_listed, json_schema_input_type=Title | list[Title]), _Several]
Phones = Annotated[list[Phone], BeforeValidator(_listed, json_schema_input_type=str | int | list[str | int]), _Several]
Kinds = Annotated[list[KindName], BeforeValidator(_listed, json_schema_input_type=KindName | list[KindName]), _Several]
_Number = Annotated[int, Field(ge=1)]


def _by_name(value: Any) -> Any:
    """Let one name, or several, stand without a value: then any value will do."""
    if isinstance(value, dict):
        return {name: "ja" if each is True else each for name, each in value.items()}
    names = value if isinstance(value, list) else [value]
    return dict.fromkeys(names) if all(isinstance(each, str) for each in names) else value


Remembered = Annotated[
    dict[Name, str | None],
    BeforeValidator(_by_name, json_schema_input_type=Name | list[Name] | dict[Name, str | bool]),
    _Several,
]
Forgotten = Annotated[list[Name], BeforeValidator(_listed, json_schema_input_type=Name | list[Name]), _Several]
EVERYTHING = "alt"


class Expected(_Strict):
    """Hvad der skal være i svaret, og hvad der ikke må være."""

    viser: Annotated[Words, Field(description="Ord eller kort, som alle skal stå i svaret.")] = []
    viser_ikke: Annotated[Words, Field(description="Ord eller kort, som ikke må stå i svaret.")] = []
    slags: Annotated[Kinds, Field(description="Den slags besked, der skal være. akut skal stå først.")] = []
    slags_ikke: Annotated[Kinds, Field(description="Den slags besked, der ikke må være.")] = []
    kan_vaelge: Annotated[Titles, Field(description="Knapper, der skal være.")] = []
    kan_ringe: Annotated[Phones, Field(description="Numre, der skal kunne trykkes på.")] = []
    foerste_nummer: Annotated[Phones, Field(description="Det nummer, der skal stå allerførst.")] = []
    hoejst_bobler: Annotated[_Number | None, Field(description="Så mange bobler må svaret højst have.")] = None
    lix_hoejst: Annotated[_Number | None, Field(description="Så svært må svaret højst være at læse (LIX).")] = None
    husker: Annotated[
        Remembered,
        Field(description="Det, samtalen skal huske efter svaret: navne fra domain.yml, eventuelt med valget."),
    ] = {}
    glemt: Annotated[
        Forgotten, Field(description="Det, samtalen ikke må huske efter svaret; alt betyder det hele.")
    ] = []
    intet_gemt: Annotated[
        Literal["ja"] | None, Field(description="Samtalen afsluttes, og der må intet være tilbage af den.")
    ] = None

    @model_validator(mode="after")
    def expects_something(self) -> "Expected":
        """Refuse an expectation that nothing can break."""
        if not any(getattr(self, name) for name in self.model_fields_set):
            raise ValueError("forventer ikke noget; skriv for eksempel viser: eller slags:")
        return self


class Step(_Strict):
    """Det, borgeren skriver eller trykker på, og det, assistenten så skal svare."""

    borger: Annotated[
        Said,
        Field(description="Det, der skrives. I firkantede parenteser: knappen, der trykkes på, eller flere knapper."),
    ]
    samme_som: Annotated[
        list[Text],
        Field(
            max_length=MOST_WORDINGS,
            description="Andre måder at skrive det samme på. Hver af dem prøves i sin egen samtale.",
        ),
    ] = []
    assistent: Annotated[Expected, Field(description="Hvad svaret skal og ikke må.")]

    @model_validator(mode="after")
    def only_text_has_other_wordings(self) -> "Step":
        """Refuse other wordings of a tap."""
        if self.samme_som and isinstance(self.borger, list):
            raise ValueError("samme_som hører til noget, der skrives, ikke til en knap; slet det")
        return self


class Mark(_Strict):
    """Et svar, som en fagperson har mærket. Manuskriptet går galt, til en fagperson siger, at svaret er rettet."""

    som: Annotated[MarkName, Field(description="Hvad der er galt med svaret.")]
    fordi: Annotated[Text, Field(description="Hvad der er galt, i en fagpersons ord. Aldrig noget om en borger.")]
    ejer: Annotated[Person, Field(description="Den, der skal sørge for, at svaret bliver rettet.")]
    sat_af: Annotated[Person, Field(description="Den, der har mærket svaret.")]
    sat_den: Annotated[date, Field(description="Dagen, det blev mærket.")]
    rettet_af: Annotated[Person | None, Field(description="Den, der har set, at svaret er rettet.")] = None
    rettet_den: Annotated[date | None, Field(description="Dagen, det blev set.")] = None

    @model_validator(mode="after")
    def mended_by_somebody(self) -> "Mark":
        """Refuse half a mending."""
        if (self.rettet_af is None) != (self.rettet_den is None):
            raise ValueError("er rettet af nogen på en dag; udfyld både rettet_af og rettet_den, eller ingen af dem")
        return self


class Script(_Strict):
    """En samtale, der skal gå godt."""

    navn: Annotated[Name, Field(description="Navnet: små bogstaver uden æøå, ord delt med _.")]
    hvem: Annotated[Group, Field(description="Den, der skriver.")]
    om: Annotated[str, Field(min_length=1, max_length=200, description="Én linje om, hvad manuskriptet viser.")]
    kommune: Annotated[str | None, Field(description="Kommunens korte navn, når samtalen begynder på dens side.")] = (
        None
    )
    begynder_med: Annotated[Name | None, Field(description="Et andet manuskript, hvis trin kommer først.")] = None
    ejer: Annotated[Person | None, Field(description="Den, der har skrevet manuskriptet og kan svare på det.")] = None
    maerke: Annotated[Mark | None, Field(description="Står her, når en fagperson har mærket det sidste svar.")] = None
    trin: Annotated[list[Step], Field(min_length=1, description="Samtalens trin i rækkefølge.")]


def json_schema() -> str:
    """Give the JSON Schema of a script file, as data/manuskripter/skema.json holds it."""
    return json.dumps(Script.model_json_schema(), ensure_ascii=False, indent=2) + "\n"
