"""What can be measured of one answer, whatever a script expects of it: length, LIX, time, help for danger, a way on."""

from collections.abc import Iterable

from bot.conversation.messages import Kind, Message
from bot.scripts.judging import phones_to_tap
from bot.text.readability import lix, words


def measures(messages: Iterable[Message], seconds: float) -> list[tuple[str, str]]:
    """Give the measures as headings and words; none of what gave no answer."""
    messages = list(messages)
    if not messages:
        return []
    texts = [message.text for message in messages]
    urgent = any(message.kind is Kind.URGENT for message in messages)
    ways = sum(len(message.buttons) for message in messages), len(phones_to_tap(messages))
    return [
        ("Bobler", str(len(messages))),
        ("Ord i den længste", str(max(len(words(text)) for text in texts))),
        ("LIX", f"{lix(chr(10).join(texts)):.0f}"),
        ("Hjælp til fare", "vist" if urgent else "ikke vist"),
        ("Veje videre", f"{ways[0]} knapper, {ways[1]} numre"),
        ("Tid", f"{seconds:.1f} s".replace(".", ",")),
    ]
