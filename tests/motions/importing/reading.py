"""Eine Vorlage als Text, für die Tests, and how they read one."""

from __future__ import annotations

from motions.importing.text import (
    ImportedPaper,
    read_paper,
)

PAPER = """

Beschlussvorlage – öffentlich –
Datum: 02.03.2024
Vorlage FB III/5001/2024/1

TOP\tBetreff Neue Bänke am Mühlenteich
Beschlussentwurf: Der Rat stimmt <u>drei</u> Bänken zu.

Beratungsfolge\tTermin\tBehandlung
Bauausschuss\t12.03.2024\töffentlich
Rat\t26.03.2024\tnichtöffentlich

Sachverhalt:

Die alten Bänke sind morsch.

Finanzielle Auswirkungen:

Es kostet 900 €.

Auswirkungen auf Klima und Umwelt:

keine

Beteiligte Fachbereiche:

FB\tFB I\tFB IV
Kenntnis genommen\t\t04.03.

Bürgermeister o.V.i.A.

Kuno Kranich
"""


def read(text: str) -> ImportedPaper:
    return read_paper(text.encode())


def sources(paper: ImportedPaper) -> list[str]:
    return [remark.source for remark in paper.remarks]
