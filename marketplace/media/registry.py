"""What floors above know about an asset and media cannot: who still needs it, and who may read it."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AnonymousUser

from marketplace.accounts.models import User
from marketplace.media.models import MediaAsset

Keeper = Callable[[set[int]], Iterable[int]]
ReadingRule = Callable[[MediaAsset, User | AnonymousUser], bool]

_keepers: list[Keeper] = []
_reading: list[ReadingRule] = []


def keep_alive(keeper: Keeper) -> Keeper:
    """Register, in `AppConfig.ready`, a function that is given asset ids and returns those that must stay.

    For needs that no foreign key shows: a pending revision is JSON.
    """
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def kept(asset_ids: set[int]) -> set[int]:
    """The ids among these that somebody above still needs."""
    return {asset_id for keeper in _keepers for asset_id in keeper(asset_ids)} & asset_ids


def may_read(rule: ReadingRule) -> ReadingRule:
    """Register, in `AppConfig.ready`, a rule that lets people download a document. Its uploader always may."""
    if rule not in _reading:
        _reading.append(rule)
    return rule


def is_readable(asset: MediaAsset, user: User | AnonymousUser) -> bool:
    """Whether the person may download the document: it is theirs, or a rule from above says so."""
    own = user.is_authenticated and asset.uploader_id == user.pk
    return own or any(rule(asset, user) for rule in _reading)
