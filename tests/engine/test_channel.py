"""The channel is for our launch alone, and a typed slash is text. Runs in .venv-engine."""

import pytest
from rasa.core.channels.channel import OutputChannel

from bot.engine.channel import LaunchSecretMissing, SamtaleInput, SamtaleOutput


@pytest.mark.parametrize("credentials", [None, {}, {"secret": ""}])
def test_without_a_secret_there_is_no_channel(credentials) -> None:
    with pytest.raises(LaunchSecretMissing):
        SamtaleInput.from_credentials(credentials)


def test_the_output_keeps_what_a_client_needs() -> None:
    import asyncio

    output = SamtaleOutput()
    assert isinstance(output, OutputChannel)
    message = {"text": "Hej", "buttons": [{"title": "A", "payload": "/a"}], "image": None, "custom": {}, "elements": []}
    asyncio.run(output.send_response("x", message))
    assert output.messages == [{"text": "Hej", "buttons": [{"title": "A", "payload": "/a"}]}]
