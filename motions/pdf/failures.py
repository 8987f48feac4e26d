"""Fehlschläge bei der Herstellung: each says in German what happened and what to do."""

from __future__ import annotations

TOO_LONG = (
    "Die Herstellung hat zu lange gedauert. Kürzen Sie den Text oder lagern Sie Teile in eine Anlage aus."
)
TOO_LARGE = "Der Text ist zu umfangreich für ein Dokument. Lagern Sie Teile in eine Anlage aus."
BROKEN = "Das Dokument konnte nicht hergestellt werden. Bitte wenden Sie sich an die Betreuung der Anwendung."
FOREIGN = "Der Text verweist auf fremde Bilder oder Dateien. Entfernen Sie sie."


class RenderFailed(Exception):
    """Das Dokument konnte nicht hergestellt werden; the message says why."""


class RenderTimeout(RenderFailed):
    """Die Herstellung wurde abgebrochen."""


class Unprintable(RenderFailed):
    """Zeichen, die keine unserer Schriften hat; the message names them, so does ``characters``."""

    def __init__(self, characters: set[str]) -> None:
        self.characters = characters
        named = ", ".join(f"U+{ord(character):04X}" for character in sorted(characters))
        super().__init__(f"Diese Zeichen können nicht gedruckt werden: {named}. Ersetzen Sie sie.")

    def __reduce__(self) -> tuple[type[Unprintable], tuple[set[str]]]:
        return type(self), (self.characters,)


class ForeignContent(RenderFailed):
    """Verweise auf fremde Bilder oder Dateien."""

    def __init__(self, addresses: list[str]) -> None:
        self.addresses = addresses
        super().__init__(FOREIGN)

    def __reduce__(self) -> tuple[type[ForeignContent], tuple[list[str]]]:
        return type(self), (self.addresses,)
