"""What a seal must hold: only the code and the server's key together find and open a record."""

import pytest

from bot.handoff.sealed import CURRENT, Latch, Lookup, Safe, SealBroken, ServerKeyTooShort, Work
from tests.handoff.parts import CHEAP, SERVER_KEY, safe

CODE, OTHER_CODE = b"1234567", b"1234568"
DEARER = Work(memory_kib=16, passes=2)


def latch_of(code: bytes, safe_: Safe) -> Latch:
    return safe_.latches(code)[0]


def test_the_code_opens_what_was_sealed_with_it() -> None:
    sealed = safe().seal(latch_of(CODE, safe()), b"seks linjer")
    assert safe().open(latch_of(CODE, safe()), sealed) == b"seks linjer"
    assert b"linjer" not in sealed


def test_another_code_finds_another_place_and_opens_nothing() -> None:
    sealed = safe().seal(latch_of(CODE, safe()), b"x")
    other = latch_of(OTHER_CODE, safe())
    assert other.lookup != latch_of(CODE, safe()).lookup
    with pytest.raises(SealBroken):
        safe().open(other, sealed)


def test_another_server_s_key_finds_another_place_and_opens_nothing() -> None:
    sealed = safe().seal(latch_of(CODE, safe()), b"x")
    other = Safe(SERVER_KEY + "!", (CHEAP,))
    assert latch_of(CODE, other).lookup != latch_of(CODE, safe()).lookup
    with pytest.raises(SealBroken):
        other.open(latch_of(CODE, other), sealed)


def test_the_place_and_the_key_do_not_give_each_other() -> None:
    latch = latch_of(CODE, safe())
    assert latch.lookup != latch.key
    assert latch.key.hex() not in repr(latch)


def test_a_record_in_the_place_of_another_does_not_open() -> None:
    latch = latch_of(CODE, safe())
    sealed = safe().seal(latch, b"x")
    with pytest.raises(SealBroken):
        safe().open(Latch(Lookup(b"another place"), latch.work, latch.key), sealed)


def test_any_changed_byte_and_any_cut_breaks_the_seal() -> None:
    latch = latch_of(CODE, safe())
    sealed = safe().seal(latch, b"seks linjer")
    for at in range(len(sealed)):
        with pytest.raises(SealBroken):
            safe().open(latch, sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
        with pytest.raises(SealBroken):
            safe().open(latch, sealed[:at])


def test_the_same_content_is_never_sealed_alike() -> None:
    latch = latch_of(CODE, safe())
    assert safe().seal(latch, b"x") != safe().seal(latch, b"x")


def test_records_sealed_before_the_work_was_raised_still_open() -> None:
    before = Safe(SERVER_KEY, (CHEAP,))
    after = Safe(SERVER_KEY, (DEARER, CHEAP))
    sealed = before.seal(latch_of(CODE, before), b"x")
    assert [latch.work for latch in after.latches(CODE)] == [DEARER, CHEAP]
    assert latch_of(CODE, before) in after.latches(CODE)
    assert after.open(after.latches(CODE)[1], sealed) == b"x"
    assert sealed.startswith(CHEAP.header)


def test_the_place_costs_a_whole_stretch_for_each_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place that could be told from the code without Argon2id would let a thief with the server's key guess at any speed."""
    import bot.handoff.sealed as sealed_module

    asked = []
    stretch = sealed_module.hash_secret_raw
    monkeypatch.setattr(sealed_module, "hash_secret_raw", lambda **how: asked.append(how) or stretch(**how))
    one, other = latch_of(CODE, safe()), latch_of(OTHER_CODE, safe())
    monkeypatch.setattr(sealed_module, "hash_secret_raw", lambda **_: b"the same for every code")
    assert latch_of(CODE, safe()) == latch_of(OTHER_CODE, safe()), "place and key must come of the stretch alone"
    assert one != other
    assert [how["secret"] for how in asked] == [CODE, OTHER_CODE]


def test_the_work_in_use_is_at_least_what_rfc_9106_asks() -> None:
    assert CURRENT.memory_kib >= 64 * 1024
    assert latch_of(CODE, Safe(SERVER_KEY)).work == CURRENT


def test_a_key_that_could_be_guessed_is_refused_without_quoting_it() -> None:
    with pytest.raises(ServerKeyTooShort, match="at least 32 characters") as fault:
        Safe("sommer2026")
    assert "sommer" not in str(fault.value)
