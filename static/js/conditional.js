// Felder unter einer Wahl: <div data-show-when="name" data-show-value="a b"> is shown while the field has one of the
// values; for a checkbox the value is "on", or "" for not ticked. Without script everything is visible.
const prefixed = (scope, name) => {
  const form = scope.closest("form") ?? document
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter((field) => field.type !== "hidden")
}

const valueOf = (fields) => {
  const [first] = fields
  if (!first) return undefined
  if (first.type === "checkbox") return first.checked ? "on" : ""
  if (first.type === "radio") return fields.find((field) => field.checked)?.value ?? ""
  return first.value
}

const apply = (part, announce) => {
  const value = valueOf(prefixed(part, part.dataset.showWhen))
  if (value === undefined) return
  const wanted = part.dataset.showValue ?? "on"
  const shown = wanted === "" ? value === "" : wanted.split(" ").includes(value)
  if (part.hidden === !shown) return
  part.hidden = !shown
  if (announce && shown) part.dispatchEvent(new CustomEvent("ratsinformation:shown", { bubbles: true }))
}

const status = document.createElement("p")
status.className = "visually-hidden"
status.setAttribute("role", "status")

const parts = [...document.querySelectorAll("[data-show-when]")]
if (parts.length) {
  document.body.append(status)
  for (const part of parts) {
    part.classList.add("field--conditional")
    apply(part, false)
    if (part.querySelector("[aria-invalid='true']")) part.hidden = false
  }
  document.addEventListener("change", () => {
    for (const part of parts) apply(part, true)
  })
  document.addEventListener("ratsinformation:shown", (event) => {
    const label = event.target.querySelector("legend, label")?.textContent.trim()
    status.textContent = label ? `Darunter ist ein Feld dazugekommen: ${label}` : ""
  })
}
