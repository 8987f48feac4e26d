"""Hinweise zur Übernahme eines Stellenplans: what concerns several rows, the order of all, and equal ones together."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from staffing.importing.imported import Place, Post, Remark, Weight
from staffing.importing.plan_columns import FIELDS
from staffing.models import StaffingPlan

_MOST_RANGES = 8


@dataclass(frozen=True)
class Gathered:
    """Ein Hinweis, der in mehreren Zellen eines Blatts gleich lautet: all places, and each text found there once."""

    places: tuple[Place, ...]
    text: str
    sources: tuple[str, ...]

    @property
    def place(self) -> str:
        """How many places, and the first of them; rows beneath each other are a range."""
        first, ranges = self.places[0], list(_ranges(self.places))
        if len(self.places) == 1:
            return str(first)
        kind = "Zellen" if first.column else "Zeilen"
        more = " …" if len(ranges) > _MOST_RANGES else ""
        return f"Blatt „{first.sheet}“, {len(self.places)} {kind}: {', '.join(ranges[:_MOST_RANGES])}{more}"

    @property
    def every_place(self) -> str:
        """All of them, where ``place`` has left some out."""
        ranges = list(_ranges(self.places))
        return ", ".join(ranges) if len(ranges) > _MOST_RANGES else ""

    @property
    def source(self) -> str:
        """What was read, word for word."""
        if len(self.sources) == 1:
            return self.sources[0]
        return ", ".join(f"„{source}“" for source in self.sources)


def gathered(remarks: Iterable[Remark]) -> list[Gathered]:
    """Remarks of one weight, equal ones of a sheet as one, in the place of the first."""
    found: dict[object, list[Remark]] = {}
    for number, remark in enumerate(remarks):
        place = remark.place
        key = (place.sheet, bool(place.column), remark.text) if place.row else number
        found.setdefault(key, []).append(remark)
    return [
        Gathered(
            tuple(sorted({row.place for row in rows}, key=lambda place: (place.column, place.row or 0))),
            rows[0].text,
            tuple(dict.fromkeys(row.source for row in rows if row.source)),
        )
        for rows in found.values()
    ]


def _ranges(places: Sequence[Place]) -> Iterator[str]:
    start = 0
    for end, place in enumerate(places):
        following = places[end + 1] if end + 1 < len(places) else None
        if following and (following.column, following.row) == (place.column, (place.row or 0) + 1):
            continue
        first, last = (f"{row.column}{row.row}" for row in (places[start], place))
        yield first if start == end else f"{first} bis {last}"
        start = end + 1


def in_order(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """The gravest first; of these what concerns the whole file, then as one goes through it."""
    weights, sheets = list(Weight), ["", *dict.fromkeys(remark.place.sheet for remark in remarks)]
    return tuple(
        sorted(
            remarks,
            key=lambda remark: (
                weights.index(remark.weight), sheets.index(remark.place.sheet), remark.place.row or 0,
            ),
        )
    )  # fmt: skip


def twice(posts: Sequence[Post]) -> list[Remark]:
    """One post in two rows is an error with a number, and a doubt without one."""
    found, seen = [], dict[object, Post]()
    for post in posts:
        what = (post.title, post.unit, post.heading, post.grade, post.fte, post.cost_center, post.shares)
        first = seen.setdefault(post.number or what, post)
        if first is post:
            continue
        if post.number:
            text = f"Die Stelle {post.number} steht schon hier: {first.at()}. Löschen Sie eine davon."
            found.append(Remark(post.at("number"), Weight.ERROR, text, str(post.number)))
        else:
            text = (
                f"Dieselben Angaben ohne Stellennummer stehen schon hier: {first.at()}."
                " Es entsteht eine weitere Stelle. Löschen Sie eine, wenn es dieselbe Stelle ist."
            )
            found.append(Remark(post.at("title"), Weight.WARNING, text, post.title))
    return found


def about_posts(posts: Sequence[Post], known: Container[int]) -> list[Remark]:
    """What concerns the whole file: posts without a number or with one nobody knows, and no occupation at all."""
    found = []
    if without := sum(post.number is None for post in posts):
        text = (
            f"Stellen ohne Stellennummer: {without}. Sie werden als neue Stellen mit neuen Nummern angelegt."
        )
        found.append(Remark(Place(), Weight.WARNING, text))
    if unheard := [post.number for post in posts if post.number and post.number not in known]:
        text = f"Stellennummern, die es noch nicht gab: {len(unheard)}. Die Stellen werden so angelegt."
        found.append(Remark(Place(), Weight.INFO, text, _listed(unheard)))
    if posts and not any(post.occupied is not None for post in posts):
        text = "Die Datei nennt keine Besetzung. Übernehmen Sie sie danach mit „Besetzung übernehmen“."
        found.append(Remark(Place(), Weight.INFO, text))
    return found


def about_missing(plans: Sequence[StaffingPlan], numbers: Sequence[int]) -> list[Remark]:
    """Posts of a plan that the file does not name."""
    if not numbers:
        return []
    text = f"Stellen aus {named(plans)}, die nicht in der Datei stehen: {len(numbers)}. Sie entfallen."
    return [Remark(Place(), Weight.WARNING, text, _listed(numbers))]


def about_drafts(year: int, plans: Sequence[StaffingPlan]) -> list[Remark]:
    """Versions of the year with other posts: the file makes one more beside them, and people must know."""
    return [
        Remark(
            Place(),
            Weight.WARNING,
            f"Für {year} ist schon die Fassung „{plan.title}“ mit anderen Stellen in Arbeit. Diese Datei ändert sie "
            "nicht: Es entsteht ein zweiter Stellenplan für dasselbe Jahr.",
        )
        for plan in plans
    ]


def about_continued(continued: Mapping[str, int], plans: Sequence[StaffingPlan]) -> list[Remark]:
    """By field, for how many posts the plan spoke and not the file."""
    return [
        Remark(
            Place(),
            Weight.WARNING,
            f"Stellen ohne Angabe „{FIELDS[name]}“: {count}. Übernommen wurde, was in {named(plans)} steht.",
        )
        for name, count in continued.items()
    ]


def named(plans: Sequence[StaffingPlan]) -> str:
    """A plan in words: its budget plan, and how many amendments are laid over it."""
    budget, amendments = plans[0], len(plans) - 1
    if not amendments:
        return f"„{budget.title}“"
    return f"„{budget.title}“ mit {amendments} {'Änderung' if amendments == 1 else 'Änderungen'}"


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in numbers)
