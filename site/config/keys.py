"""The key that signs access tokens. Installations bring their own; a demo makes one for itself, once."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from config.env import ROOT, Env


def jwt_private_key(env: Env) -> str:
    """The PEM from the environment, or that of this folder's demo, test or build, made at the first call."""
    if env.jwt_private_key:
        return env.jwt_private_key
    file = ROOT / ".local" / env.name / "jwt.pem"
    if not file.exists():
        _create(file)
    return file.read_text()


def _create(file: Path) -> None:
    """Written aside and linked into place: of two processes that start together, one key stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(
        rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
