"""Where uploads lie: a folder in which a file is either whole or absent."""

import errno
import secrets
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

from marketplace.core.errors import StorageFull

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
PARTIAL = ".part"


class WholeFiles(FileSystemStorage):
    """Writes beside the final name and renames: an interrupted save or a full disk leaves nothing under that name."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        partial = f"{name}.{secrets.token_hex(4)}{PARTIAL}"
        try:
            super()._save(partial, content)
            Path(self.path(partial)).rename(self.path(name))
        except BaseException as error:
            Path(self.path(partial)).unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                raise StorageFull(_("There is no room for more files right now. Please try again later.")) from error
            raise
        return name
