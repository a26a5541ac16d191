"""Backup, restore and the drill that proves both: database, media, and a manifest that says what must come back."""


class BackupError(Exception):
    """Nothing was done, or what was done does not hold; the message says why in one sentence."""
