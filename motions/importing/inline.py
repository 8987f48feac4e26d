"""Auszeichnungen im Satz: emphasis, links and escapes of a text copy become safe HTML, the rest is noted."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from motions.importing.imported import Remark

KEPT = {"u": "u", "b": "strong", "strong": "strong", "i": "em", "em": "em"}
# Only real HTML is taken out; "<Name>" in a text is a placeholder that somebody wrote.
HTML_WORDS = (
    "a abbr address article aside audio base big blockquote body button canvas caption center cite code "
    "col colgroup dd del details dfn div dl dt embed figcaption figure font footer form frame frameset "
    "h1 h2 h3 h4 h5 h6 head header hr html iframe img input ins kbd label legend li link main map mark "
    "math meta nav noscript object ol optgroup option p param picture pre q s samp script section "
    "select small source span strike style sub summary sup svg table tbody td template textarea tfoot "
    "th thead time title tr tt ul var video wbr o:p "
)
HTML_NAMES = frozenset(HTML_WORDS.split())
ENTITIES = {
    "&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&auml;": "ä", "&ouml;": "ö",
    "&uuml;": "ü", "&Auml;": "Ä", "&Ouml;": "Ö", "&Uuml;": "Ü", "&szlig;": "ß", "&euro;": "€", "&sect;": "§",
    "&ndash;": "–", "&mdash;": "—", "&bdquo;": "„", "&ldquo;": "“", "&rdquo;": "”",
}  # fmt: skip
# Words in two of these never stood in one.
BLOCK_WORDS = (
    "address article blockquote caption dd div dl dt figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main "
    "nav ol option p pre section table tbody td tfoot th thead tr ul"
)
BLOCK_NAMES = frozenset(BLOCK_WORDS.split())
TOKEN = re.compile(
    r"(?P<escape>\\[\\`*_{}\[\]()#+\-.!|<>~&\"'])"
    r"|\[(?P<label>(?:\\.|[^\[\]\\]){1,1000})\]\((?P<target>(?:\\.|[^()\s\\]|\([^()\s]{0,500}\)){0,2000})\)"
    r"|<(?P<slash>/?)(?P<tag>[A-Za-z][A-Za-z0-9:]{0,20})(?P<attributes>\s[^<>]{0,2000}|/)?>"
    r"|(?P<bold>\*\*|__)"
    r"|(?P<entity>&[A-Za-z]{2,6};)"
)
HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
LIVE_TARGET = re.compile(r"(?:https?://[^\s/]+|mailto:[^\s@]+@[^\s@]+$)", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
SPECIAL = re.compile(r"[\\\[<>*_&\"'\n]")


@dataclass
class _Writer:
    """One run of text: the HTML so far, the open elements, the tags that were taken out."""

    line: int | None
    remarks: list[Remark]
    parts: list[str] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    # A block ended since the last words.
    is_apart: bool = False
    last: str = ""

    def say(self, text: str) -> None:
        """Words of the text; those of two blocks are kept apart."""
        if not text:
            return
        is_glued = self.is_apart and self.last.strip() and text[0].strip()
        self.parts.append(html.escape(f" {text}" if is_glued else text))
        self.is_apart, self.last = False, text[-1]

    def open(self, name: str, start: str, source: str) -> None:
        if name in self.stack:
            self.dropped.append(source)
            return
        self.stack.append(name)
        self.parts.append(start)

    def close(self, name: str, source: str) -> None:
        if name not in self.stack:
            self.dropped.append(source)
            return
        while self.stack:
            last = self.stack.pop()
            self.parts.append(f"</{last}>")
            if last == name:
                return


def inline(text: str, line: int | None, remarks: list[Remark]) -> str:
    """The text as safe HTML of one run; a newline in it becomes a line break."""
    if not SPECIAL.search(text):
        return text
    writer = _Writer(line, remarks)
    bold = _bold_pairs(text) if "**" in text or "__" in text else {}
    position = 0
    for token in TOKEN.finditer(text):
        start, end = token.span()
        if start > position:
            writer.say(text[position:start])
        position = end
        if token.lastgroup == "bold":
            _write_bold(writer, token, bold)
        else:
            _write(writer, token)
    writer.say(text[position:])
    writer.parts.extend(f"</{name}>" for name in reversed(writer.stack))
    if writer.dropped:
        sentence = "Diese HTML-Auszeichnung wurde entfernt, ihr Text ist erhalten."
        remarks.append(Remark(line, sentence, " ".join(writer.dropped)))
    return "".join(writer.parts).replace("\n", "<br>")


def plain(text: str, line: int | None, remarks: list[Remark]) -> str:
    """The text for a field without formatting; the target of a link is named in a remark."""
    if not TOKEN.search(text):
        return " ".join(text.split())
    marked = inline(text, line, remarks)
    if '<a href="' in marked:
        remarks.append(
            Remark(line, "An dieser Stelle ist kein Verweis möglich; sein Text ist erhalten.", text)
        )
    return " ".join(html.unescape(TAG.sub("", marked.replace("<br>", " "))).split())


def _write(writer: _Writer, token: re.Match[str]) -> None:
    source, kind = token.group(), token.lastgroup
    if kind == "escape":
        writer.say(source[1:])
    elif kind == "target":
        _write_link(writer, token)
    elif kind == "entity":
        writer.say(ENTITIES.get(source, source))
    else:
        _write_tag(writer, token)


def _write_link(writer: _Writer, token: re.Match[str]) -> None:
    label = inline(token["label"], writer.line, writer.remarks)
    target = _live(re.sub(r"\\(.)", r"\1", token["target"]))
    if target and "a" not in writer.stack:
        writer.parts.append(f'<a href="{html.escape(target)}">{label}</a>')
        return
    writer.parts.append(label)
    writer.remarks.append(_lost_target(writer.line, token["target"], token.group()))


def _write_tag(writer: _Writer, token: re.Match[str]) -> None:
    source, slash, tag, attributes = token.group(0, "slash", "tag", "attributes")
    name, attributes = tag.casefold(), (attributes or "").strip(" /\n\t")
    if name == "br":
        writer.parts.append("<br>")
    elif name == "a" and slash:
        writer.close("a", source)
    elif name == "a":
        _open_link(writer, attributes, source)
    elif name in KEPT and slash:
        writer.close(KEPT[name], source)
    elif name in KEPT:
        writer.open(KEPT[name], f"<{KEPT[name]}>", source)
    elif name in HTML_NAMES:
        writer.dropped.append(source)
        writer.is_apart |= name in BLOCK_NAMES
        return
    else:
        writer.parts.append(html.escape(source))
        return
    if attributes and name != "a":
        writer.dropped.append(source)


def _open_link(writer: _Writer, attributes: str, source: str) -> None:
    found = HREF.search(attributes)
    raw = html.unescape(next((part for part in found.groups() if part), "")) if found else ""
    target = _live(raw)
    if target:
        writer.open("a", f'<a href="{html.escape(target)}">', source)
    else:
        writer.remarks.append(_lost_target(writer.line, raw, source))


def _live(target: str) -> str:
    if target.casefold().startswith("www."):
        target = f"https://{target}"
    return target if LIVE_TARGET.match(target) else ""


def _lost_target(line: int | None, target: str, source: str) -> Remark:
    named = f"Das Ziel „{target}“" if target else "Das leere Ziel"
    sentence = f"{named} eines Verweises ist nicht erreichbar; der Text des Verweises ist erhalten."
    return Remark(line, sentence, source)


def _bold_pairs(text: str) -> dict[int, bool]:
    """Start of each mark that has a partner: True opens, False closes. A lone mark stays a character."""
    pairs: dict[int, bool] = {}
    waiting: dict[str, int | None] = {"**": None, "__": None}
    for token in TOKEN.finditer(text):
        if token.lastgroup != "bold":
            continue
        mark = token.group()
        before = text[token.start() - 1 : token.start()] if token.start() else ""
        after = text[token.end() : token.end() + 1]
        opener = waiting[mark]
        if opener is None:
            if after.strip() and not (mark == "__" and before.isalnum()):
                waiting[mark] = token.start()
        elif before.strip() and not (mark == "__" and after.isalnum()):
            pairs[opener], pairs[token.start()] = True, False
            waiting[mark] = None
    return pairs


def _write_bold(writer: _Writer, token: re.Match[str], pairs: dict[int, bool]) -> None:
    opens = pairs.get(token.start())
    if opens is None:
        writer.parts.append(token.group())
    elif opens and "strong" not in writer.stack:
        writer.open("strong", "<strong>", token.group())
    elif not opens and "strong" in writer.stack:
        writer.close("strong", token.group())
