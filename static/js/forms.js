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
