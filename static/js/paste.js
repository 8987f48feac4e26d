// Einfügen aus Word und anderen Programmen: styles go before parsing, fake lists become lists, the rest is told.
const LIST = /mso-list:\s*l\d+\s+level(\d)/i
// Styles and handlers are renamed before parsing, so that the policy of the page has nothing to report.
const STYLE = "data-pasted-style"
const disarm = (tag) => tag.replace(/\s(style|on[a-z]+)\s*=/gi, " data-pasted-$1=")
const HEADINGS = { H1: "h3", H2: "h3", H5: "h4", H6: "h4" }

const styleOf = (node) => node.getAttribute(STYLE) ?? ""

const rename = (node, name) => {
  const made = node.ownerDocument.createElement(name)
  made.append(...node.childNodes)
  node.replaceWith(made)
  return made
}

// Word marks list paragraphs by a style and writes bullet or number as text in a span "mso-list:Ignore".
const wordItem = (node) => {
  const level = LIST.exec(styleOf(node))
  if (!level) return null
  const mark = [...node.querySelectorAll(`[${STYLE}]`)].find((part) => /mso-list:\s*ignore/i.test(styleOf(part)))
  const sign = mark?.textContent.trim() ?? ""
  mark?.remove()
  return { level: Number(level[1]), ordered: /^\(?[\dA-Za-z]{1,4}[.)]/.test(sign), node }
}

const buildLists = (body) => {
  let stack = []
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const item = wordItem(paragraph)
    const follows = stack.length && stack[0].list === paragraph.previousElementSibling
    if (!item) {
      stack = []
      continue
    }
    if (!follows) stack = []
    while (stack.length && stack.at(-1).level > item.level) stack.pop()
    if (!stack.length || stack.at(-1).level < item.level) {
      const list = body.ownerDocument.createElement(item.ordered ? "ol" : "ul")
      const parent = stack.at(-1)?.list.lastElementChild
      if (parent) parent.append(list)
      else paragraph.before(list)
      stack.push({ level: item.level, list })
    }
    const entry = body.ownerDocument.createElement("li")
    const text = body.ownerDocument.createElement("p")
    text.append(...paragraph.childNodes)
    entry.append(text)
    stack.at(-1).list.append(entry)
    paragraph.remove()
  }
}

const dropLinks = (body) => {
  let notes = 0
  for (const link of [...body.querySelectorAll("a")]) {
    const href = link.getAttribute("href") ?? ""
    if (/_(ftn|edn)(ref)?\d/i.test(href)) {
      notes += 1
      link.remove()
    } else if (!/^(https?:|mailto:)/i.test(href)) link.replaceWith(...link.childNodes)
  }
  return notes
}

// Bold and italic as styles become elements, before the styles go.
const keepEmphasis = (body) => {
  for (const span of [...body.querySelectorAll(`span[${STYLE}]`)].reverse()) {
    const style = styleOf(span)
    if (/font-weight:\s*(bold|[6-9]00)/i.test(style)) span.innerHTML = `<strong>${span.innerHTML}</strong>`
    if (/font-style:\s*italic/i.test(style)) span.innerHTML = `<em>${span.innerHTML}</em>`
    if (/text-decoration:[^;]*underline/i.test(style)) span.innerHTML = `<u>${span.innerHTML}</u>`
  }
}

const firstRowIsHead = (body) => {
  for (const row of body.querySelectorAll("table tr:first-child"))
    if (!row.previousElementSibling && !row.closest("tfoot") && !row.querySelector("th"))
      for (const cell of [...row.querySelectorAll("td")]) rename(cell, "th")
}

const report = (pictures, notes) => {
  const dropped = []
  if (pictures) dropped.push(pictures === 1 ? "ein Bild" : `${pictures} Bilder`)
  if (notes) dropped.push(notes === 1 ? "eine Fußnote" : `${notes} Fußnoten`)
  return dropped.length
    ? `Nicht übernommen: ${dropped.join(" und ")}. Bilder gehören in eine Anlage, Fußnoten in den Text.`
    : ""
}

export const cleanPaste = (html, tell) => {
  const source = html
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "")
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<\/?o:p>/gi, "")
    .replace(/<[a-z][^<>]*>/gi, disarm)
  const body = new DOMParser().parseFromString(source, "text/html").body
  for (const node of body.querySelectorAll("style, script, meta, link, title, xml")) node.remove()
  const pictures = body.querySelectorAll("img, picture, svg, object, iframe").length
  for (const node of body.querySelectorAll("img, picture, svg, object, iframe")) node.remove()
  const notes = dropLinks(body)
  buildLists(body)
  keepEmphasis(body)
  for (const [from, to] of Object.entries(HEADINGS)) for (const node of [...body.querySelectorAll(from)]) rename(node, to)
  firstRowIsHead(body)
  for (const node of body.querySelectorAll("*")) {
    for (const { name } of [...node.attributes])
      if (!["href", "colspan", "rowspan"].includes(name)) node.removeAttribute(name)
  }
  tell(report(pictures, notes))
  return body.innerHTML
}
