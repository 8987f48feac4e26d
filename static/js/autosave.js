// Zwischenspeichern: 1.5 s after the last key; a conflict stops it and shows the way to both texts (ux.md 3.4).
const DELAY = 1500
const PATIENCE = 5000
const OFFLINE =
  "Keine Verbindung. Ihr Text bleibt in diesem Fenster erhalten und wird gespeichert, sobald die Verbindung wieder da ist."

class Autosave {
  constructor(form) {
    this.form = form
    this.state = form.querySelector("[data-save-state]") ?? document.querySelector("[data-save-state]")
    this.timer = undefined
    // A page that came back with errors holds what is stored nowhere.
    this.isDirty = form.hasAttribute("data-unsaved")
    this.isStopped = false
    this.isSending = false
    this.isWaiting = false
    this.isSaveTried = false
    form.addEventListener("input", () => this.touch())
    form.addEventListener("change", () => this.touch())
    form.addEventListener("submit", (event) => this.submit(event))
    document.addEventListener("submit", (event) => event.target !== form && this.saveFirst(event), true)
    addEventListener("online", () => this.isDirty && this.save())
    document.addEventListener("ratsinformation:renewed", () => this.isDirty && this.save())
    addEventListener("beforeunload", (event) => (this.isDirty || this.isSending) && event.preventDefault())
  }

  touch() {
    this.isDirty = true
    if (this.isStopped) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), DELAY)
  }

  // A save under way raises the version: the form waits for it, or it would be in conflict with itself.
  submit(event) {
    if (event.defaultPrevented) return
    if (!this.isSending) return this.leave()
    event.preventDefault()
    this.form.addEventListener("ratsinformation:sent", () => this.form.requestSubmit(event.submitter), { once: true })
  }

  // Anlagen are forms of their own that lead away: what was typed here is stored before they are sent. If that fails
  // or takes too long, they are sent nevertheless, and the browser asks whether to leave.
  async saveFirst(event) {
    if (event.target.method !== "post" || this.isSaveTried || !(this.isDirty || this.isSending)) return
    event.preventDefault()
    if (this.isWaiting) return
    this.isWaiting = true
    await Promise.race([this.flush(), new Promise((resolve) => setTimeout(resolve, PATIENCE))])
    this.isWaiting = false
    this.isSaveTried = true
    event.target.requestSubmit(event.submitter)
    this.isSaveTried = false
  }

  async flush() {
    clearTimeout(this.timer)
    if (this.isSending)
      await new Promise((resolve) => this.form.addEventListener("ratsinformation:sent", resolve, { once: true }))
    if (this.isDirty && !this.isStopped) await this.save()
  }

  leave() {
    clearTimeout(this.timer)
    this.isDirty = false
    this.isStopped = true
  }

  async save() {
    if (this.isSending) {
      this.touch()
      return
    }
    this.isSending = true
    this.isDirty = false
    try {
      await this.send()
    } catch {
      this.isDirty = true
      this.say(OFFLINE, true)
    } finally {
      this.isSending = false
      this.form.dispatchEvent(new CustomEvent("ratsinformation:sent"))
    }
  }

  async send() {
    const body = new FormData(this.form)
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name)
    const answer = await fetch(this.form.dataset.autosaveUrl, {
      method: "POST",
      body,
      headers: { "X-Autosave": "1", "X-CSRFToken": body.get("csrfmiddlewaretoken") ?? "", Accept: "application/json" },
      redirect: "manual",
    })
    if (this.isStopped) return
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json")
    const told = isJson ? await answer.json() : {}
    if (answer.ok && isJson) this.saved(told)
    else if (answer.status === 409) this.conflict(told)
    else if (answer.status === 422) {
      this.isDirty = true
      this.say(told.message ?? "Noch nicht gespeichert. Speichern Sie mit dem Knopf, um zu sehen, was fehlt.", true)
    } else if (told.login_url) this.ended(told)
    else this.refused(told.message)
  }

  // What is not complete yet is stored nowhere: the window asks before it closes.
  saved(told) {
    for (const field of this.form.querySelectorAll("[name='version'], [name$='-version']")) field.value = told.version
    if (!told.is_whole) this.isDirty = true
    this.say(told.message, !told.is_whole)
    document.dispatchEvent(new CustomEvent("ratsinformation:saved", { detail: told }))
  }

  conflict(told) {
    this.isStopped = true
    this.isDirty = true
    this.say(told.message, true)
    const link = document.createElement("button")
    link.type = "submit"
    if (this.form.id) link.setAttribute("form", this.form.id)
    link.className = "link-button"
    link.textContent = "Beide Fassungen vergleichen"
    this.state.append(" ", link)
  }

  // The session is over, or a login in another window has changed the token: session.js leads on.
  ended(told) {
    this.isDirty = true
    this.say(told.message, true)
    document.dispatchEvent(new CustomEvent("ratsinformation:ended", { detail: told }))
  }

  refused(message) {
    this.isDirty = true
    this.isStopped = true
    this.say(message ?? "Nicht gespeichert. Sichern Sie Ihren Text und laden Sie die Seite neu.", true)
  }

  say(text, isWarning) {
    this.state.textContent = text
    this.state.classList.toggle("save-state--warning", isWarning)
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) if (form.dataset.autosaveUrl) new Autosave(form)

// Abschnitte: after each save in passing the list says anew what is still missing (motions/forms/sections.py).
document.addEventListener("ratsinformation:saved", ({ detail }) => {
  for (const { anchor, state, kind } of detail?.sections ?? []) {
    const place = document.querySelector(`[data-section="${anchor}"] [data-section-state]`)
    if (!place) continue
    place.textContent = state
    place.className = `section-state section-state--${kind}`
  }
})
