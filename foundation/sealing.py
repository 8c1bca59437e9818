"""Bytes that nobody reads in the database alone: sealed with `CONVENOR_FIELD_KEY`, which is kept outside it."""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

NONCE = 12
PURPOSE = b"convenor field 1"  # part of the key and of what is sealed: another use of the same setting opens nothing


class CannotUnseal(Exception):
    """The key is missing, or it is another one than that which sealed this."""


def has_key() -> bool:
    """Whether this installation seals anything."""
    return bool(current_app.config["CONVENOR"].field_key)


def seal(content: bytes) -> bytes:
    """`content` so that only this installation's key opens it; the same content never looks the same."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, content, PURPOSE)


def unseal(sealed: bytes) -> bytes:
    """What was sealed. Raises `CannotUnseal`."""
    if not has_key():
        raise CannotUnseal("CONVENOR_FIELD_KEY is not set.")
    try:
        return AESGCM(_key()).decrypt(sealed[:NONCE], sealed[NONCE:], PURPOSE)
    except (InvalidTag, ValueError):
        raise CannotUnseal("CONVENOR_FIELD_KEY is another one than that which sealed this.") from None


def _key() -> bytes:
    return hashlib.sha256(PURPOSE + current_app.config["CONVENOR"].field_key.encode()).digest()
