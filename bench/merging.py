"""Sitzungsmappe: finished papers joined, against the same pages printed anew; and a package with heavy annexes."""

import io
import os
import time
from collections.abc import Callable
from typing import Any

import pikepdf

from bench.clock import line
from motions.pdf.cache import page_count
from motions.pdf.merge import Merged, Part, merge
from motions.pdf.render import render
from tests.motions.pdf.contents import EMPTY, PARAGRAPH, SHORT, made

PAPERS = 30
ANNEXES = 20
ANNEX_BYTES = 2 * 1024 * 1024
STAMPS = made(EMPTY, schema="ratsinfo-stamp/1", characters="Sitzungsmappe Seite von TOP ÖN 0123456789")


def measure() -> None:
    """Both ways in turn, wall clock and processor time of the same run."""
    font = render(STAMPS)
    paper = render(made(SHORT, statement="<h3>Anlass</h3>" + PARAGRAPH * 9))
    whole = made(SHORT, statement=("<h3>Anlass</h3>" + PARAGRAPH * 9) * 123)

    def joined() -> Merged:
        parts = [Part(io.BytesIO(paper), f"TOP Ö {number}", 0, f"TOP Ö {number}") for number in range(PAPERS)]
        return merge(parts, name="Sitzungsmappe", font=font)

    times = [_timed(joined) for _ in range(5)]
    printed = _timed(lambda: render(whole))
    times += [_timed(joined) for _ in range(5)]
    wall, processor = sorted(times)[len(times) // 2]
    line(
        f"{PAPERS} Vorlagen zu {page_count(paper)} Seiten zusammenfügen",
        f"{wall:.0f} ms ({processor:.0f} ms CPU)",
        f"{len(joined().data) / 1000:.0f} kB",
    )
    line(
        f"  als ein Dokument drucken ({page_count(render(whole))} Seiten)",
        f"{printed[0]:.0f} ms ({printed[1]:.0f} ms CPU)",
        f"{len(render(whole)) / 1000:.0f} kB",
    )
    line("  so viel schneller", f"{printed[0] / wall:.0f}-mal (CPU {printed[1] / processor:.0f}-mal)")
    annex = heavy()

    def with_annexes() -> Merged:
        annexes = [Part(io.BytesIO(annex), "Anlage", 1, is_foreign=True) for _ in range(ANNEXES)]
        return merge([Part(io.BytesIO(paper), "Vorlage"), *annexes], name="Sitzungsmappe", font=font)

    wall, processor = _timed(with_annexes)
    line(
        f"Mappe mit {ANNEXES * len(annex) / 1024 / 1024:.0f} MB Anlagen",
        f"{wall:.0f} ms ({processor:.0f} ms CPU)",
    )


def heavy() -> bytes:
    """A page with a picture that no packing makes smaller."""
    document = pikepdf.new()
    page: Any = document.add_blank_page(page_size=(595, 842)).obj
    picture = document.make_stream(
        os.urandom(ANNEX_BYTES),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=1024,
        Height=2048,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Bild=picture))
    page.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Bild Do Q")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000
