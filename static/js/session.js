// Ende der Sitzung im Browser: a warning five minutes before, one click goes on.
const MINUTE = 60_000
const minutes = Number(document.body.dataset.sessionMinutes)
const url = document.body.dataset.sessionUrl
let timer
let box

const extend = async () => {
  try {
    const answer = await fetch(url, { method: "GET", redirect: "manual", headers: { "X-Keep-Alive": "1" } })
    if (!answer.ok) throw new Error("session ended")
    hide()
    start()
  } catch {
    say("Die Verlängerung hat nicht geklappt. Sichern Sie Ihren Text und melden Sie sich in einem neuen Fenster an.")
  }
}

const say = (text) => {
  box.querySelector("p").textContent = text
}

const hide = () => {
  box?.remove()
  box = undefined
}

const warn = () => {
  if (box) return
  const before = document.activeElement
  box = document.createElement("div")
  box.className = "session-warning"
  box.setAttribute("role", "alertdialog")
  box.setAttribute("aria-label", "Ihre Anmeldung läuft ab")
  const text = document.createElement("p")
  text.setAttribute("role", "alert")
  text.textContent = "Sie werden in fünf Minuten abgemeldet. Möchten Sie weiterarbeiten?"
  const row = document.createElement("div")
  row.className = "button-row"
  const button = document.createElement("button")
  button.type = "button"
  button.className = "kern-btn kern-btn--primary"
  button.append(Object.assign(document.createElement("span"), { className: "kern-label", textContent: "Angemeldet bleiben" }))
  button.addEventListener("click", async () => {
    await extend()
    before?.focus?.()
  })
  row.append(button)
  box.append(text, row)
  document.body.append(box)
}

const start = () => {
  clearTimeout(timer)
  if (minutes > 5) timer = setTimeout(warn, (minutes - 5) * MINUTE)
}

// Every saving in passing is a sign of life, too.
document.addEventListener("ratsinformation:saved", () => {
  hide()
  start()
})
start()
