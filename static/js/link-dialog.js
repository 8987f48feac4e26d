// Verweis einfügen, ändern, entfernen: a native dialog in German.
const SAFE = /^(https?:\/\/|mailto:)\S+$/i

const normal = (typed) => {
  const text = typed.trim()
  if (SAFE.test(text)) return text
  if (/^[^\s@/]+@[^\s@/]+\.\w+$/.test(text)) return `mailto:${text}`
  if (/^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text)) return `https://${text}`
  return ""
}

const button = (label, kind, type = "button") => {
  const made = document.createElement("button")
  made.type = type
  made.className = `kern-btn kern-btn--${kind}`
  made.append(Object.assign(document.createElement("span"), { className: "kern-label", textContent: label }))
  return made
}

const input = (id, label, value) => {
  const box = document.createElement("div")
  box.className = "kern-form-input field"
  const name = Object.assign(document.createElement("label"), { className: "kern-label", htmlFor: id, textContent: label })
  const field = Object.assign(document.createElement("input"), { className: "kern-form-input__input", id, type: "text", value })
  field.autocomplete = "off"
  box.append(name, field)
  return { box, field }
}

const insert = (editor, href, text) => {
  const { empty } = editor.state.selection
  const chain = editor.chain().focus()
  if (editor.isActive("link")) chain.extendMarkRange("link").setLink({ href }).run()
  else if (empty) chain.insertContent({ type: "text", text: text || href, marks: [{ type: "link", attrs: { href } }] }).run()
  else chain.setLink({ href }).run()
}

export const linkDialog = (editor) => {
  const isLink = editor.isActive("link")
  const asksText = !isLink && editor.state.selection.empty
  const dialog = document.createElement("dialog")
  dialog.className = "editor-dialog"
  dialog.setAttribute("aria-labelledby", "link-dialog-title")
  const title = Object.assign(document.createElement("h2"), { id: "link-dialog-title", textContent: isLink ? "Verweis ändern" : "Verweis einfügen" })
  const href = input("link-dialog-href", "Adresse der Seite oder E-Mail-Adresse", editor.getAttributes("link").href ?? "")
  const text = input("link-dialog-text", "Text des Verweises", "")
  const error = Object.assign(document.createElement("p"), { className: "counter counter--over", id: "link-dialog-error" })
  error.setAttribute("role", "alert")
  href.field.setAttribute("aria-describedby", error.id)
  href.box.append(error)
  const row = document.createElement("div")
  row.className = "button-row"
  const save = button(isLink ? "Ändern" : "Einfügen", "primary")
  const cancel = button("Abbrechen", "secondary")
  row.append(save, cancel)
  dialog.append(title, href.box, ...(asksText ? [text.box] : []), row)

  const close = () => dialog.close()
  const apply = () => {
    const address = normal(href.field.value)
    if (!address) {
      error.textContent = "Geben Sie eine Adresse ein, zum Beispiel https://www.hueckeswagen.de."
      href.field.setAttribute("aria-invalid", "true")
      href.field.focus()
      return
    }
    close()
    insert(editor, address, text.field.value.trim())
  }
  if (isLink) {
    const drop = button("Verweis entfernen", "tertiary")
    drop.addEventListener("click", () => {
      close()
      editor.chain().focus().extendMarkRange("link").unsetLink().run()
    })
    row.append(drop)
  }
  save.addEventListener("click", apply)
  cancel.addEventListener("click", close)
  // Enter must not send the form around the editor; what is typed here is not a change of the draft.
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault()
      apply()
    }
  })
  dialog.addEventListener("close", () => {
    dialog.remove()
    editor.commands.focus()
  })
  document.body.append(dialog)
  dialog.showModal()
}
