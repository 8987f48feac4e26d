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
