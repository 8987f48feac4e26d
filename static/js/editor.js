// Der Texteditor: django-prose-editor's engine with our own toolbar, dialogs and paste cleaner (ux.md 2).
import * as prose from "django-prose-editor/editor"
import { cleanPaste } from "council/paste"
import { linkDialog } from "council/link-dialog"

const { Editor, Extension, Plugin } = prose
const MARKER = "data-django-prose-editor-council"

const ICONS = {
  bold: "M7 4h6a4 4 0 0 1 0 8H7zM7 12h7a4 4 0 0 1 0 8H7z",
  italic: "M10 4h8M6 20h8M15 4l-6 16",
  underline: "M7 4v7a5 5 0 0 0 10 0V4M5 21h14",
  heading: "M5 5v14M13 5v14M5 12h8M17 11l3-1v9",
  subheading: "M5 5v14M13 5v14M5 12h8M17 12c0-3 4-3 4-.5 0 2-4 4-4 7.5h4",
  bullets: "M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01",
  numbers: "M10 6h11M10 12h11M10 18h11M4 4l1.5-.5V9M3.5 14.5c1-1.5 3-.5 2 1L3.5 19H6",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1",
  table: "M4 5h16v14H4zM4 10h16M10 5v14",
  rowAdd: "M4 4h16v7H4zM12 15v6M9 18h6",
  rowRemove: "M4 4h16v7H4zM9 18h6",
  columnAdd: "M4 4h7v16H4zM18 9v6M15 12h6",
  columnRemove: "M4 4h7v16H4zM15 12h6",
  tableRemove: "M4 5h16v14H4zM9 9l6 6M15 9l-6 6",
  undo: "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3",
}

const inTable = (editor) => editor.isActive("table")
const chain = (editor) => editor.chain().focus()

// Groups of buttons: name, German label, act; is: pressed state; when: usable.
const GROUPS = [
  [
    { icon: "bold", label: "Fett (Strg+B)", run: (e) => chain(e).toggleBold(), is: (e) => e.isActive("bold") },
    { icon: "italic", label: "Kursiv (Strg+I)", run: (e) => chain(e).toggleItalic(), is: (e) => e.isActive("italic") },
    { icon: "underline", label: "Unterstrichen (Strg+U)", run: (e) => chain(e).toggleUnderline(), is: (e) => e.isActive("underline") },
  ],
  [
    { icon: "heading", label: "Überschrift", run: (e) => chain(e).toggleHeading({ level: 3 }), is: (e) => e.isActive("heading", { level: 3 }) },
    { icon: "subheading", label: "Zwischenüberschrift", run: (e) => chain(e).toggleHeading({ level: 4 }), is: (e) => e.isActive("heading", { level: 4 }) },
  ],
  [
    { icon: "bullets", label: "Aufzählung", run: (e) => chain(e).toggleBulletList(), is: (e) => e.isActive("bulletList") },
    { icon: "numbers", label: "Nummerierte Liste", run: (e) => chain(e).toggleOrderedList(), is: (e) => e.isActive("orderedList") },
  ],
  [{ icon: "link", label: "Verweis (Strg+K)", run: (e) => linkDialog(e), is: (e) => e.isActive("link") }],
  [
    { icon: "table", label: "Tabelle einfügen", run: (e) => chain(e).insertTable({ rows: 3, cols: 3, withHeaderRow: true }), when: (e) => !inTable(e) },
    { icon: "rowAdd", label: "Zeile darunter einfügen", run: (e) => chain(e).addRowAfter(), only: inTable },
    { icon: "rowRemove", label: "Zeile löschen", run: (e) => chain(e).deleteRow(), only: inTable },
    { icon: "columnAdd", label: "Spalte rechts einfügen", run: (e) => chain(e).addColumnAfter(), only: inTable },
    { icon: "columnRemove", label: "Spalte löschen", run: (e) => chain(e).deleteColumn(), only: inTable },
    { icon: "tableRemove", label: "Tabelle löschen", run: (e) => chain(e).deleteTable(), only: inTable },
  ],
  [
    { icon: "undo", label: "Rückgängig (Strg+Z)", run: (e) => chain(e).undo(), when: (e) => e.can().undo() },
    { icon: "redo", label: "Wiederholen (Strg+Umschalt+Z)", run: (e) => chain(e).redo(), when: (e) => e.can().redo() },
  ],
]

const svg = (name) => {
  const space = "http://www.w3.org/2000/svg"
  const picture = document.createElementNS(space, "svg")
  const path = document.createElementNS(space, "path")
  const given = { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }
  for (const [key, value] of Object.entries(given)) picture.setAttribute(key, value)
  const drawn = { d: ICONS[name], fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round" }
  for (const [key, value] of Object.entries(drawn)) path.setAttribute(key, value)
  picture.append(path)
  return picture
}

class Toolbar {
  constructor(editor, area, label) {
    this.editor = editor
    this.bar = document.createElement("div")
    this.bar.className = "toolbar"
    this.bar.setAttribute("role", "toolbar")
    this.bar.setAttribute("aria-label", `Formatierung: ${label}`)
    this.bar.setAttribute("aria-controls", area.id)
    this.items = []
    for (const group of GROUPS) this.bar.append(this.group(group))
    this.bar.addEventListener("keydown", (event) => this.walk(event))
    this.update()
  }

  group(items) {
    const box = document.createElement("div")
    box.className = "toolbar__group"
    for (const item of items) {
      const button = document.createElement("button")
      button.type = "button"
      button.tabIndex = -1
      button.title = item.label
      button.setAttribute("aria-label", item.label)
      button.append(svg(item.icon))
      button.addEventListener("mousedown", (event) => event.preventDefault())
      button.addEventListener("click", () => this.press(item, button))
      box.append(button)
      this.items.push({ ...item, button })
    }
    return box
  }

  press(item, button) {
    if (button.getAttribute("aria-disabled") === "true") return
    this.enter(button)
    item.run(this.editor)?.run()
  }

  update() {
    for (const { button, is, when, only } of this.items) {
      if (is) button.setAttribute("aria-pressed", String(is(this.editor)))
      if (when) button.setAttribute("aria-disabled", String(!when(this.editor)))
      if (only) button.hidden = !only(this.editor)
    }
    const usable = this.usable()
    if (!usable.some((button) => button.tabIndex === 0)) this.enter(usable[0])
  }

  usable() {
    return this.items.map((item) => item.button).filter((button) => !button.hidden)
  }

  enter(button) {
    for (const item of this.items) item.button.tabIndex = item.button === button ? 0 : -1
  }

  focus() {
    this.usable().find((button) => button.tabIndex === 0)?.focus()
  }

  walk(event) {
    const buttons = this.usable()
    const at = buttons.indexOf(document.activeElement)
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }
    if (event.key === "Escape") this.editor.commands.focus()
    else if (!(event.key in steps)) return
    else {
      const next = buttons.at(steps[event.key] % buttons.length)
      this.enter(next)
      next.focus()
    }
    event.preventDefault()
  }
}

// Tab moves between the cells of a table, so Escape and Alt+F10 are the way out of the text.
const councilKeys = (leave) =>
  Extension.create({
    name: "councilKeys",
    addKeyboardShortcuts() {
      return {
        Escape: leave,
        "Alt-F10": leave,
        "Mod-k": ({ editor }) => {
          linkDialog(editor)
          return true
        },
      }
    },
    addProseMirrorPlugins() {
      return [new Plugin({ props: { transformPastedHTML: (html) => cleanPaste(html, this.options.tell) } })]
    },
    addOptions() {
      return { tell: () => {} }
    },
  })

const extensionsOf = (config) =>
  Object.entries(config.extensions)
    .filter(([name]) => prose[name])
    .map(([name, options]) => (typeof options === "object" ? prose[name].configure(options) : prose[name]))

const isEmpty = (html) => /^<(\w+)(\s[^>]*)?><\/\1>$/i.test(html)

// What a screen reader hears about the area: its label, help and errors; the textarea behind it is hidden.
const areaAttributes = (textarea, label) => {
  const described = textarea.getAttribute("aria-describedby")
  return {
    id: `${textarea.id}_area`,
    role: "textbox",
    lang: textarea.lang || "de",
    spellcheck: "true",
    "aria-multiline": "true",
    "aria-label": label,
    ...(described && { "aria-describedby": described }),
    ...(textarea.getAttribute("aria-invalid") && { "aria-invalid": "true" }),
  }
}

export const createEditor = (textarea) => {
  if (textarea.closest(".prose-editor") || textarea.id.includes("__prefix__")) return null
  const label = textarea.labels[0]?.firstChild?.textContent.trim() ?? "Text"
  const element = document.createElement("div")
  element.className = "prose-editor"
  const note = Object.assign(document.createElement("p"), { className: "editor-note", hidden: true })
  note.setAttribute("role", "status")
  textarea.before(element)
  element.append(textarea)
  let toolbar
  const leave = () => {
    toolbar.focus()
    return true
  }
  const tell = (text) => {
    note.textContent = text
    note.hidden = !text
  }
  const config = JSON.parse(textarea.getAttribute(MARKER))
  const editor = new Editor({
    element,
    injectCSS: false, // the rules are in components.css; an injected style element would break the policy
    editable: !textarea.disabled,
    extensions: [...extensionsOf(config), councilKeys(leave).configure({ tell })],
    content: textarea.value,
    editorProps: { attributes: areaAttributes(textarea, label) },
    onUpdate: () => {
      const html = editor.getHTML().replace(/(<p><\/p>)+$/, "")
      textarea.value = isEmpty(html) ? "" : html
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
    onTransaction: () => toolbar?.update(),
  })
  const area = element.querySelector(".ProseMirror")
  if (editor.isEditable) {
    toolbar = new Toolbar(editor, area, label)
    element.prepend(toolbar.bar)
  }
  element.append(note)
  textarea.labels[0]?.addEventListener("click", () => editor.commands.focus())
  return editor
}

for (const textarea of document.querySelectorAll(`[${MARKER}]`)) createEditor(textarea)
