"""Zusammengefügter Strukturbaum: one Document of all sources, with their numbers and names kept apart (pdf.md 6.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

# Made once: a name costs as much as a look into an object.
_DOCUMENT, _TABLE, _ROW = Name.Document, Name.Table, Name.TR
# A cell lies in a row, in a group of rows, in a table.
_ABOVE_A_CELL = 3


class Tree:
    """The joined structure: one Document, each source below it as a Part."""

    def __init__(self, whole: Pdf) -> None:
        self.whole = whole
        self.root = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.top = whole.make_indirect(Dictionary(Type=Name.StructElem, S=_DOCUMENT, P=self.root, K=Array()))
        self.owners: list[tuple[int, Any]] = []
        self.names: list[tuple[bytes, Any]] = []
        self.roles = Dictionary()
        self.classes = Dictionary()

    def join(self, source: Pdf, *, first: int) -> None:
        """Take the structure of a source whose pages were just appended, if it has one."""
        pages = self.whole.pages[first:]
        known = source.Root.get("/StructTreeRoot")
        if known is None or "/K" not in known or "/ParentTree" not in known:
            for page in pages:
                drop(page.obj, "/StructParents")
            return
        copied = self.whole.copy_foreign(known)
        base = self.owners[-1][0] + 1 if self.owners else 0
        self.owners += sorted(((base + key, owner) for key, owner in _numbers(copied.ParentTree)), key=_first)
        for page in pages:
            row: Any = page.obj
            _shift(row, "/StructParents", base)
            for annotation in row.get("/Annots", Array()):
                _shift(annotation, "/StructParent", base)
        self._adopt(copied, prefix=b"%d-" % first, language=source.Root.get("/Lang"))
        for found, mine in ((copied.get("/RoleMap"), self.roles), (copied.get("/ClassMap"), self.classes)):
            _fill_up(mine, found)

    def _adopt(self, copied: Any, *, prefix: bytes, language: Any) -> None:
        for kid in _listed(copied.K):
            if kid.get("/S") == _DOCUMENT:
                kid.S = Name.Part
            if language is not None and "/Lang" not in kid:
                kid.Lang = String(str(language))
            kid.P = self.top
            self.top.K.append(kid)
        rows: dict[tuple[int, int], Any] = {}
        for key, element in _leaves(copied.get("/IDTree", Dictionary()), "/Names"):
            name = prefix + bytes(key)
            element.ID = String(name)
            self.names.append((name, element))
            row = element.get("/P")
            if row is not None:
                rows[row.objgen] = row
        tables = {table.objgen: table for row in rows.values() if (table := _table_above(row)) is not None}
        for table in tables.values():
            for cell in _cells(table):
                named = cell.get("/A")
                for attributes in _listed(named) if named is not None else ():
                    if isinstance(attributes, Dictionary) and "/Headers" in attributes:
                        heads = [String(prefix + bytes(head)) for head in attributes.Headers]
                        attributes.Headers = Array(heads)

    def finish(self) -> None:
        """Write the tree, if any source had one."""
        if not self.owners:
            return
        flat = [value for pair in self.owners for value in pair]
        self.root.K = Array([self.top])
        self.root.ParentTree = self.whole.make_indirect(Dictionary(Nums=Array(flat)))
        self.root.ParentTreeNextKey = self.owners[-1][0] + 1
        if self.names:
            self.names.sort(key=_first)
            limits = Array([String(self.names[0][0]), String(self.names[-1][0])])
            entries = Array([part for name, element in self.names for part in (String(name), element)])
            leaf = self.whole.make_indirect(Dictionary(Names=entries, Limits=limits))
            self.root.IDTree = Dictionary(Kids=Array([leaf]))
        for key, value in (("/RoleMap", self.roles), ("/ClassMap", self.classes)):
            if value.keys():
                self.root[key] = value
        self.whole.Root.StructTreeRoot = self.root


def _fill_up(mine: Any, found: Any) -> None:
    """What is named already keeps its meaning."""
    for key in found.keys() if isinstance(found, Dictionary) else ():
        if key not in mine:
            mine[key] = found[key]


def _first(pair: tuple[Any, Any]) -> Any:
    return pair[0]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array | tuple) else [value]


def _table_above(row: Any) -> Any:
    """The table a row belongs to, or None."""
    for _level in range(_ABOVE_A_CELL):
        if row is None or row.get("/S") == _TABLE:
            return row
        row = row.get("/P")
    return None


def _cells(table: Any) -> Iterator[Any]:
    """Every cell of a table, with or without groups of rows; tables in cells are found by their own."""
    for part in _dictionaries(table):
        for row in [part] if part.get("/S") == _ROW else _dictionaries(part):
            if row.get("/S") == _ROW:
                yield from _dictionaries(row)


def _dictionaries(element: Any) -> list[Any]:
    return [kid for kid in _listed(element.get("/K", ())) if isinstance(kid, Dictionary)]


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree."""
    return ((int(key), value) for key, value in _leaves(tree, "/Nums"))


def _leaves(tree: Any, entries: str) -> Iterator[tuple[Any, Any]]:
    """The entries of a number tree or a name tree."""
    flat = list(tree.get(entries, Array()))
    yield from zip(flat[::2], flat[1::2], strict=True)
    for kid in tree.get("/Kids", Array()):
        yield from _leaves(kid, entries)


def drop(holder: Any, *keys: str) -> None:
    """Take these entries away, if there are any."""
    for key in keys:
        if key in holder:
            del holder[key]


def _shift(holder: Any, key: str, base: int) -> None:
    if key in holder:
        holder[key] = int(holder[key]) + base


def without_fields(source: Pdf) -> None:
    """A copy is never signed: the fields for signatures of our own documents are taken off its pages and its tree."""
    if "/AcroForm" not in source.Root:
        return
    for page in source.pages:
        row: Any = page.obj
        kept = [note for note in row.get("/Annots", Array()) if note.get("/Subtype") != Name.Widget]
        drop(row, "/Annots")
        if kept:
            row.Annots = Array(kept)
    root: Any = source.Root.StructTreeRoot
    for top in _listed(root.K):
        top.K = Array([kid for kid in _listed(top.K) if not _is_form(kid)])
    owners = [(key, owner) for key, owner in _numbers(root.ParentTree) if not _is_form(owner)]
    root.ParentTree = source.make_indirect(Dictionary(Nums=Array([part for pair in owners for part in pair])))
    drop(source.Root, "/AcroForm")


def _is_form(element: Any) -> bool:
    return isinstance(element, Dictionary) and element.get("/S") == Name.Form


def without_annotations(source: Pdf, taken_off: list[Any]) -> None:
    """The structure forgets annotations that were taken off their pages; what was a link or field is plain then."""
    tree: Any = source.Root.get("/StructTreeRoot")
    if tree is None or "/ParentTree" not in tree:
        return
    owners = dict(_numbers(tree.ParentTree))
    for annotation in taken_off:
        element = owners.get(int(annotation.get("/StructParent", -1)))
        if not isinstance(element, Dictionary) or "/K" not in element:
            continue
        kept = [kid for kid in _listed(element.K) if not _is_about(kid, annotation)]
        element.K = Array(kept)
        if element.get("/S") in (Name.Link, Name.Form):
            element.S = Name.Span


def _is_about(kid: Any, annotation: Any) -> bool:
    if not isinstance(kid, Dictionary):
        return False
    target: Any = kid.get("/Obj")
    return isinstance(target, Dictionary) and target.objgen == annotation.objgen
