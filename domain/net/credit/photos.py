"""Photos of outcomes: sessions by the server's clock, and pictures that were handed in before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.net.credit.outcomes import Outcome, Photo

HASH_BITS = 64
# The hash of a plain wall or of the dark tells no picture from another: nearly all its bits agree.
LEAST_BITS, MOST_BITS = 16, 48


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photo as the file shelf keeps it.

    Attributes:
        owner: the outcome it was handed in for, as `task:id` or `incident:number`.
        by: the account that brought it.
        received_at: by the server's clock.
        sha256: of the bytes as they came.
        is_removed: whether it was taken away; its hashes stay known.
    """

    file_id: str
    owner: str
    by: str
    received_at: datetime
    sha256: str | None = None
    photo_hash: str | None = None
    is_removed: bool = False


def in_sessions(files: Iterable[PhotoFile], pause: timedelta) -> tuple[Photo, ...]:
    """The photos of one outcome, oldest first: sessions are told apart by a longer pause.

    The first of all is the one before; every later one is after.

    Args:
        files: of one outcome, in any order; those taken away are left out.
        pause: the longest between two photos of one session.
    """
    held = sorted(
        (one for one in files if not one.is_removed), key=lambda one: (one.received_at, one.file_id)
    )
    made: list[Photo] = []
    for one in held:
        is_same = made and one.received_at - made[-1].received_at <= pause
        session = made[-1].session if is_same else f"{one.by} {one.received_at.isoformat()}"
        made.append(
            Photo(
                one.file_id, session, one.received_at, one.photo_hash, is_after=bool(made),
                sha256=one.sha256,
            )
        )  # fmt: skip
    return tuple(made)


@dataclass
class SeenPhotos:
    """Every photo that was handed in, found again by its bytes or by its perceptual hash.

    Hashes that differ in `most` bits share one of `most + 1` pieces whole: only those are compared.
    """

    most: int = 4
    _by_piece: dict[tuple[int, int], list[tuple[int, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _by_bytes: dict[str, str] = field(default_factory=dict)

    def repeats(self, outcome_id: str, photos: Iterable[Photo], part_of: str = "") -> str | None:
        """The other outcome that has handed in one of these photos before; None for none."""
        own = {outcome_id, part_of}
        for photo in photos:
            same = self._by_bytes.get(photo.sha256 or "")
            if same is not None and same not in own:
                return same
            value = _value_of(photo)
            if value is None:
                continue
            for piece in self._pieces(value):
                for known, owner in self._by_piece.get(piece, ()):
                    if owner not in own and (known ^ value).bit_count() <= self.most:
                        return owner
        return None

    def add(self, outcome_id: str, photos: Iterable[Photo]) -> None:
        """Remember photos."""
        for photo in photos:
            if photo.sha256 is not None:
                self._by_bytes.setdefault(photo.sha256, outcome_id)
            value = _value_of(photo)
            if value is not None:
                for piece in self._pieces(value):
                    self._by_piece[piece].append((value, outcome_id))

    def _pieces(self, value: int) -> Iterator[tuple[int, int]]:
        count = self.most + 1
        width = -(-HASH_BITS // count)
        mask = (1 << width) - 1
        for at in range(count):
            yield at, (value >> (at * width)) & mask


def _value_of(photo: Photo) -> int | None:
    """The hash as a number; None where it says nothing."""
    if photo.photo_hash is None:
        return None
    value = int(photo.photo_hash, 16)
    return value if LEAST_BITS <= value.bit_count() <= MOST_BITS else None


def repeated(
    outcomes: Sequence[Outcome], others: Iterable[PhotoFile], most_bits: int
) -> dict[str, str]:
    """Which outcomes hand in a picture that reached the server before, and with which outcome.

    Args:
        outcomes: in the order of time.
        others: photos of anything else: older ones, of incidents, of tasks not done.
        most_bits: hashes that differ in no more bits are of one picture.
    """
    parts = {one.outcome_id: one.part_of for one in outcomes}
    known = {photo.photo_id for one in outcomes for photo in one.photos}
    brought = [(photo, one.outcome_id) for one in outcomes for photo in one.photos]
    brought += [(_as_photo(one), one.owner) for one in others if one.file_id not in known]
    brought.sort(key=lambda one: one[0].received_at)
    seen, found = SeenPhotos(most_bits), dict[str, str]()
    for photo, owner in brought:
        if owner in parts and owner not in found:
            before = seen.repeats(owner, [photo], parts[owner])
            if before is not None:
                found[owner] = before
        seen.add(owner, [photo])
    return found


def _as_photo(one: PhotoFile) -> Photo:
    return Photo(one.file_id, "", one.received_at, one.photo_hash, sha256=one.sha256)


def with_photos(
    outcomes: Iterable[Outcome], files: Mapping[str, Sequence[PhotoFile]],
    owners: Mapping[str, Sequence[str]], pause: timedelta,
) -> list[Outcome]:  # fmt: skip
    """Outcomes with the photos their own person has brought for them.

    Args:
        outcomes: without photos; those that have some keep them.
        files: by owner.
        owners: of an outcome: under which further names its photos are kept.
        pause: the longest between two photos of one session.
    """
    made = []
    for one in outcomes:
        names = (one.outcome_id, *owners.get(one.outcome_id, ()))
        own = [file for name in names for file in files.get(name, ()) if file.by == one.person]
        made.append(replace(one, photos=in_sessions(own, pause)) if own and not one.photos else one)
    return made
