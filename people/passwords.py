"""Passwords: long, any characters, no forced change (NCSC guidance); Argon2id, at most four hashes at a time (64 MiB each)."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from foundation.lifecycles import BadInput

SHORTEST, LONGEST = 12, 200
_COMMON = {"passwordpassword", "password1234", "123456789012", "qwertyuiopas", "safeguarding", "safeguarding1"}

_hasher = PasswordHasher()
_at_once = BoundedSemaphore(4)
_dummy = ""


def hash_password(password: str) -> str:
    """The Argon2id hash of a password that is good enough. Raises `BadInput` for `password`."""
    if len(password) < SHORTEST:
        raise BadInput({"password": f"Use at least {SHORTEST} characters; three words that come to mind do well."})
    if len(password) > LONGEST:
        raise BadInput({"password": f"Use at most {LONGEST} characters."})
    if password.casefold() in _COMMON:
        raise BadInput({"password": "This password is among the first that anybody would try. Choose another."})
    with _at_once:
        return _hasher.hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Whether `password` is the one that was hashed. Takes as long where nothing is stored, so that the time says nothing."""
    global _dummy
    if len(password) > LONGEST:
        return False
    with _at_once:
        if stored is None:
            _dummy = _dummy or _hasher.hash("nobody has this password")
        try:
            return _hasher.verify(stored or _dummy, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def use_quick_hashes() -> None:
    """For tests and the demo: hashes that cost next to nothing."""
    global _hasher
    _hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
