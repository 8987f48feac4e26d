// Ende der Sitzung im Browser: a warning five minutes before, one click goes on; and if it did end, the text stays in
// this window until the person is logged in again in another one.
const MINUTE = 60_000
const PAUSE = 5_000
const minutes = Number(document.body.dataset.sessionMinutes)
const url = document.body.dataset.sessionUrl
let timers = []
let box
let isOver = false
let renewedAt = 0

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

const labelled = (text) => element("span", { className: "kern-label", textContent: text })

const button = (text, act) => {
  const made = element("button", { type: "button", className: "kern-btn kern-btn--primary" }, labelled(text))
  made.addEventListener("click", act)
  return made
}

const hide = () => {
  box?.remove()
  box = undefined
}

const show = (title, words, ...actions) => {
  hide()
  const text = element("p", { textContent: words })
  text.setAttribute("role", "alert")
  box = element("div", { className: "session-warning" }, text, element("div", { className: "button-row" }, ...actions))
  box.setAttribute("role", "alertdialog")
  box.setAttribute("aria-label", title)
  document.body.append(box)
}

// Every login changes the tokens of forms that are already open, so the page is asked for a new one.
const renew = async () => {
  try {
    const answer = await fetch(url, { redirect: "manual", headers: { "X-Keep-Alive": "1" } })
    const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html")
    const token = page && page.querySelector("[name='csrfmiddlewaretoken']")?.value
    if (!token) return false
    for (const field of document.querySelectorAll("[name='csrfmiddlewaretoken']")) field.value = token
  } catch {
    return false
  }
  isOver = false
  renewedAt = Date.now()
  hide()
  start()
  document.dispatchEvent(new CustomEvent("ratsinformation:renewed"))
  return true
}

// Two windows side by side exchange no focus: look again now and then.
const lookAgain = () => setTimeout(async () => isOver && !(await renew()) && lookAgain(), PAUSE)

const tellEnd = (login) => {
  if (!isOver) lookAgain()
  isOver = true
  const link = element(
    "a",
    { href: login, target: "_blank", rel: "noopener", className: "kern-btn kern-btn--primary" },
    labelled("Neu anmelden (öffnet ein neues Fenster)"),
  )
  show(
    "Sie sind nicht mehr angemeldet",
    "Sie sind nicht mehr angemeldet. Ihr Text bleibt in diesem Fenster. Melden Sie sich in einem neuen Fenster an und kommen Sie hierher zurück.",
    link,
  )
}

const loginUrl = () => `${document.body.dataset.loginUrl}?next=${encodeURIComponent(url)}`

const warn = () => {
  if (box) return
  const before = document.activeElement
  const stay = button("Angemeldet bleiben", async () => {
    if (!(await renew())) tellEnd(loginUrl())
    before?.focus?.()
  })
  show("Ihre Anmeldung läuft ab", "Sie werden in fünf Minuten abgemeldet. Möchten Sie weiterarbeiten?", stay)
}

const start = () => {
  for (const timer of timers) clearTimeout(timer)
  if (minutes <= 5) return
  timers = [setTimeout(warn, (minutes - 5) * MINUTE), setTimeout(() => tellEnd(loginUrl()), minutes * MINUTE + PAUSE)]
}

// Every saving in passing is a sign of life, too.
document.addEventListener("ratsinformation:saved", () => {
  hide()
  start()
})

// A saving was refused: perhaps only the token is old, because of a login in another window.
document.addEventListener("ratsinformation:ended", async (event) => {
  if (Date.now() - renewedAt > PAUSE && (await renew())) return
  tellEnd(event.detail.login_url)
})

addEventListener("focus", () => isOver && renew())

// What is sent now would be lost from this window.
document.addEventListener(
  "submit",
  (event) => {
    if (!isOver || event.target.method !== "post") return
    event.preventDefault()
    event.stopImmediatePropagation()
    box.querySelector("a").focus()
  },
  true,
)
start()
