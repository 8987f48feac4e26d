"""PDF: the first rendering of a process, the following ones, and the isolated one."""

from bench.clock import line, milliseconds, typical
from motions.pdf.cache import page_count
from motions.pdf.isolation import render_isolated
from motions.pdf.render import render
from tests.motions.pdf.contents import SHORT


def measure() -> None:
    """A paper with all parts, rendered anew each time."""
    line("Vorlage mit allen Teilen", f"{page_count(render_isolated(SHORT))} Seiten")
    line("  eigener Prozess", f"{typical(lambda: render_isolated(SHORT)):.0f} ms")
    line("  im Prozess, zum ersten Mal", f"{milliseconds(lambda: render(SHORT)):.0f} ms")
    line("  im Prozess, danach", f"{typical(lambda: render(SHORT)):.0f} ms")
