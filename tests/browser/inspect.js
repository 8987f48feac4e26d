// What can be measured on a page as it stands; evaluated by tests/browser/inspection.py, never shipped.
(() => {
  const seen = (node) => node.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })
  const name = (node) => {
    const words = (node.getAttribute("aria-label") ?? node.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40)
    return `${node.localName}${node.id ? `#${node.id}` : ""} „${words}“`
  }
  const within = (node, selector) => node.closest(selector) !== null

  const structure = () => {
    const found = []
    const once = (selector) => {
      const count = [...document.querySelectorAll(selector)].filter(seen).length
      if (count !== 1) found.push(`${count} × ${selector}`)
    }
    if (document.documentElement.lang !== "de") found.push("lang is not de")
    for (const selector of ["h1", "main", "header.site-header", "footer"]) once(selector)
    const stops = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")
    if (!stops[0].matches(".skip-link[href='#main']") || !document.querySelector("main#main[tabindex='-1']"))
      found.push("the first stop does not lead to the text")
    if (!/^(Fehler: )?\S.* – Ratsinformation Hückeswagen$/.test(document.title)) found.push(`title: ${document.title}`)
    return found
  }

  // Budgets of ux.md 10; an editor takes the place of its field.
  const moved = () => {
    const most = document.querySelector(".prose-editor") ? 0.05 : 0.02
    return loaded.moved > most ? [`things moved by ${loaded.moved.toFixed(3)} while the page was loading`] : []
  }

  const tooWide = () => {
    const over = document.documentElement.scrollWidth - innerWidth
    if (over <= 0) return []
    const culprit = [...document.querySelectorAll("body *")].find(
      (node) => node.getBoundingClientRect().right > innerWidth + 1 && !within(node, ".table-wrap, .prose"),
    )
    return [`${over} px too wide at ${innerWidth} px: ${culprit ? name(culprit) : "?"}`]
  }

  // Links inside a sentence are excepted by WCAG 2.5.8; some links are hit on the whole surface of their card.
  const fillsCard = (node) => getComputedStyle(node, "::after").position === "absolute"
  const isInline = (node) =>
    node.localName === "a" &&
    getComputedStyle(node).display === "inline" &&
    (node.parentElement.textContent.trim() !== node.textContent.trim() || within(node, "p"))
  const smallTargets = () =>
    [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=textbox]")]
      .filter((node) => seen(node) && !isInline(node) && !fillsCard(node) && !within(node, ".visually-hidden, .skip-link"))
      .map((node) => ({ node, box: node.getBoundingClientRect() }))
      .filter(({ box }) => box.width && Math.min(box.width, box.height) < 24)
      .map(({ node, box }) => `target ${Math.round(box.width)} × ${Math.round(box.height)}: ${name(node)}`)

  // A change of theme runs as transitions, level by level; half-way colours are nobody's, and slow.
  const stillness = new CSSStyleSheet()
  stillness.replaceSync("*, ::before, ::after { transition: none !important; animation: none !important; }")
  const standStill = () => {
    document.adoptedStyleSheets = [stillness]
    return getComputedStyle(document.body).backgroundColor
  }
  const nextFrame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))

  const spacing = new CSSStyleSheet()
  spacing.replaceSync(
    `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
     p { margin-bottom: 2em !important; }`,
  )
  const clipped = () =>
    [...document.querySelectorAll("body *")]
      .filter((node) => {
        const style = getComputedStyle(node)
        const cuts = [style.overflowX, style.overflowY].some((value) => value === "hidden" || value === "clip")
        return cuts && seen(node) && node.clientWidth > 1 && !within(node, "svg, select, input")
      })
      .filter((node) => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)
      .map((node) => `clipped with wide spacing: ${name(node)}`)
  const spaced = () => {
    document.adoptedStyleSheets = [stillness, spacing]
    return [...clipped(), ...tooWide()]
  }

  // The stops inside a date field belong to the browser, which marks them itself.
  // Elsewhere the outline may be drawn by the element, by what it labels, or by the card it fills.
  const isMarked = (node) => {
    const marks = [node, node.parentElement, node.closest(".card"), node.nextElementSibling].filter(Boolean)
    return marks.some((mark) =>
      [null, "::before", "::after"].some((part) => {
        const style = getComputedStyle(mark, part)
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none"
      }),
    )
  }
  const isCovered = (node) => {
    const box = node.getBoundingClientRect()
    const across = Math.min(Math.max(box.left + Math.min(box.width, 200) / 2, 0), innerWidth - 1)
    const places = [box.top + Math.min(box.height / 2, 20), box.bottom - 4].filter((y) => y >= 0 && y < innerHeight)
    if (!places.length) return true
    return places.every((y) => {
      const top = document.elementFromPoint(across, y)
      return !top || !(node.contains(top) || top.contains(node) || top.closest("label")?.control === node)
    })
  }
  const focus = () => {
    const node = document.activeElement
    if (!node || node === document.body) return null
    const faults = []
    if (!isMarked(node) && node.type !== "date") faults.push(`no visible focus: ${name(node)}`)
    if (isCovered(node)) faults.push(`focus is covered: ${name(node)}`)
    return { name: name(node), faults }
  }

  window.inspect = { structure, moved, standStill, nextFrame, tooWide, smallTargets, spaced, focus }
})()
