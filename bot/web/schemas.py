"""The shapes of the public API. The OpenAPI document is made of them."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.conversation.messages import Message

MOST_CHARACTERS = 2_000
MOST_BYTES = 32 * 1024  # 2,000 characters, each at its longest in JSON, and room for the rest


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Begin(_Request):
    """Open a conversation, at a municipality's page or at none."""

    municipality: str | None = Field(default=None, max_length=64)


class Speak(_Request):
    """Something typed, or a button of the last answer, or several where the question takes several."""

    text: str | None = None
    choice: str | None = Field(default=None, max_length=32)
    choices: list[str] | None = Field(default=None, min_length=1, max_length=32)

    @model_validator(mode="after")
    def exactly_one(self) -> "Speak":
        """Refuse a message that says nothing, or more than one thing."""
        if sum(value is not None for value in (self.text, self.choice, self.choices)) != 1:
            raise ValueError("one of text, choice and choices")
        return self


class Begun(BaseModel):
    """A conversation's token and its opening."""

    token: str
    expires_in: int
    messages: list[Message]


class Answered(BaseModel):
    """The messages of one turn, and the kinds of identifiers taken out of the text before it went anywhere."""

    messages: list[Message]
    removed: list[str]


class Municipality(BaseModel):
    """A municipality that has a page here."""

    slug: str
    name: str


class Municipalities(BaseModel):
    """All of them."""

    municipalities: list[Municipality]


class Problem(BaseModel):
    """What went wrong (RFC 9457), in Danish; with the numbers that help, where a person may be waiting for an answer."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    messages: list[Message] | None = None
