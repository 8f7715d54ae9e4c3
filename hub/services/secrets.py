"""Secrets of people: drawn at random, kept as hashes, never written anywhere else. Pure."""

import hmac
import secrets
from hashlib import sha256

# 256 bits: nobody guesses one, so a fast hash is enough to keep it.
SECRET_BYTES = 32
# Letters that are not taken for one another when a code is read off a terminal.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_secret() -> str:
    """Draw a secret that fits into an address and a cookie."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_code() -> str:
    """Draw a code to be typed: 16 letters in fours, 79 bits."""
    letters = [secrets.choice(_LETTERS) for _ in range(16)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))


def hash_of(secret: str) -> str:
    """Give what is stored of a secret."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def derived(secret: str, purpose: str, of: str) -> str:
    """Derive a secret for one purpose from another: 64 signs, the same each time."""
    words = f"{purpose} {of}".encode("utf-8", "replace")
    return hmac.new(secret.encode("utf-8", "replace"), words, sha256).hexdigest()


def form_token(secret: str) -> str:
    """Derive the token that forms carry from the secret of the cookie that they belong to."""
    return hmac.new(secret.encode("utf-8", "replace"), b"form", sha256).hexdigest()


def is_form_token(token: str, secret: str) -> bool:
    """Say whether a form came from a page that was given to the holder of ``secret``."""
    return hmac.compare_digest(token.encode("utf-8", "replace"), form_token(secret).encode())
