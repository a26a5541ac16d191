"""Photos are added, deleted and reordered in one go, and 1 to 12 remain."""

import pytest

from marketplace.core.errors import Invalid, NotFound
from marketplace.projects.gallery import MediaChange, arrange

ABC = ["a", "b", "c"]


def test_new_photos_come_last_and_deleted_ones_go() -> None:
    assert arrange(ABC, MediaChange(add=["d", "e"], delete=["b"])) == ["a", "c", "d", "e"]


def test_those_named_in_the_order_come_first() -> None:
    assert arrange(ABC, MediaChange(add=["d"], order=["d", "c"])) == ["d", "c", "a", "b"]


def test_the_same_photo_added_twice_is_there_once() -> None:
    assert arrange(ABC, MediaChange(add=["d", "d", "a"])) == ["a", "b", "c", "d"]


def test_all_may_go_when_one_comes() -> None:
    assert arrange(ABC, MediaChange(add=["d"], delete=ABC)) == ["d"]


@pytest.mark.parametrize(
    "change",
    [MediaChange(delete=ABC), MediaChange(add=[f"n{number}" for number in range(10)])],
    ids=["none left", "thirteen"],
)
def test_fewer_than_one_or_more_than_twelve_are_refused(change: MediaChange) -> None:
    with pytest.raises(Invalid) as refused:
        arrange(ABC, change)
    assert (refused.value.code, refused.value.field) == ("media_count", "media_add")


def test_a_draft_without_photos_stays_as_it_is_when_photos_are_not_touched() -> None:
    assert arrange([], MediaChange()) == []


@pytest.mark.parametrize("change", [MediaChange(delete=["x"]), MediaChange(order=["x"])])
def test_photos_of_others_are_not_known(change: MediaChange) -> None:
    with pytest.raises(NotFound) as refused:
        arrange(ABC, change)
    assert refused.value.code == "media_unknown"
