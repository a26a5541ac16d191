"""Who was erased, beside the backups: an older backup still holds them, and after its restore they are erased again."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from marketplace.accounts.models import ErasedAccount

NAME = "erased.txt"


def write(folder: Path) -> int:
    """Add whom this site has erased to the list in the folder of backups; gives how many stand there."""
    known = dict(read(folder)) | dict(ErasedAccount.objects.values_list("account_id", "erased_at"))
    partial = folder / f"{NAME}.part"
    partial.write_text("".join(f"{account} {moment.isoformat()}\n" for account, moment in sorted(known.items())))
    partial.rename(folder / NAME)
    return len(known)


def read(folder: Path) -> Iterator[tuple[int, datetime]]:
    """Number and moment of each account in the list; none without a list."""
    path = folder / NAME
    for line in path.read_text().splitlines() if path.exists() else ():
        account, moment = line.split()
        yield int(account), datetime.fromisoformat(moment)
