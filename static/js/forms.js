// Formulare auf allen Seiten: errors first, limits, one answer to a double click.

// Fehler zuerst: the summary takes the focus, its links reach every kind of field, counters show limits.
const summary = document.querySelector("[data-error-summary]")

const reach = (id) => {
  const found = document.getElementById(id)
  if (!found) return null
  return found.closest(".prose-editor")?.querySelector(".ProseMirror") ?? found
}

if (summary) {
  if (!document.title.startsWith("Fehler")) document.title = `Fehler: ${document.title}`
  summary.focus()
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']")
  const field = link && reach(link.hash.slice(1))
  if (!field) return
  event.preventDefault()
  field.closest("details")?.setAttribute("open", "")
  field.closest(".field, .formset-row")?.scrollIntoView({ block: "start" })
  field.focus()
})

// The server's summary comes instead of the browser's bubbles, also in forms written by hand.
for (const form of document.querySelectorAll("form[method='post']")) form.noValidate = true

const count = (field, note) => {
  const limit = Number(field.dataset.limit)
  const left = limit - field.value.length
  note.classList.toggle("counter--over", left < 0)
  note.textContent =
    left < 0
      ? `${-left} Zeichen zu viel (höchstens ${limit})`
      : `Noch ${left} von ${limit} Zeichen`
}

const addCounter = (field) => {
  if (field.dataset.counted) return
  field.dataset.counted = "yes"
  const note = document.createElement("p")
  note.className = "counter"
  field.after(note)
  count(field, note)
  field.addEventListener("input", () => count(field, note))
}

for (const field of document.querySelectorAll("[data-limit]")) addCounter(field)

// Zu große Datei: said at the field before anything is sent, so that nothing typed gets lost.
const MEGABYTE = 1024 * 1024
const megabytes = (bytes, round) =>
  (round(bytes / MEGABYTE * 10) / 10).toLocaleString("de-DE")

const tooLarge = (field) => {
  const most = Number(field.dataset.mostBytes)
  const file = [...field.files].find(({ size }) => size > most)
  if (!file) return ""
  const size = `Die Datei „${file.name}“ hat ${megabytes(file.size, Math.ceil)} MB`
  return `${size}, möglich sind ${megabytes(most, Math.floor)} MB. Wählen Sie eine kleinere Datei oder teilen Sie sie auf.`
}

const judge = (field) => {
  const problem = tooLarge(field)
  const id = `${field.id}_size`
  const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((name) => name && name !== id)
  document.getElementById(id)?.remove()
  if (problem) {
    const note = document.createElement("p")
    note.id = id
    note.className = "kern-error"
    note.setAttribute("role", "alert")
    note.textContent = `Fehler: ${problem}`
    field.after(note)
    others.push(id)
  }
  field.setAttribute("aria-describedby", others.join(" "))
  if (problem) field.setAttribute("aria-invalid", "true")
  else field.removeAttribute("aria-invalid")
  field.closest(".field")?.classList.toggle("kern-form-input--error", Boolean(problem))
  return problem
}

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type='file'][data-most-bytes]")) judge(event.target)
})

document.addEventListener("submit", (event) => {
  const files = [...event.target.querySelectorAll("input[type='file'][data-most-bytes]")]
  const wrong = files.filter(judge)
  if (!wrong.length) return
  event.preventDefault()
  wrong[0].focus()
})

// Doppelter Klick: the second click within a few seconds is ignored; no button is ever switched off for good.
const PAUSE = 4000
const busy = new WeakMap()

document.addEventListener("submit", (event) => {
  const form = event.target
  if (event.defaultPrevented || form.method !== "post") return
  const last = busy.get(form)
  if (last && Date.now() - last < PAUSE) {
    event.preventDefault()
    return
  }
  busy.set(form, Date.now())
  form.setAttribute("aria-busy", "true")
  setTimeout(() => form.removeAttribute("aria-busy"), PAUSE)
})

// Coming back with the browser's button shows the page as it was: ready again.
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    busy.delete(form)
    form.removeAttribute("aria-busy")
  }
})
