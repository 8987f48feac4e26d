// Sitzungsverlauf: the sum while one types, and the shortcuts Alt+N (next item) and Alt+E (einstimmig).
const form = document.querySelector("form[data-record]")
const sum = form?.querySelector("[data-sum]")

const count = (name) => Number(form.elements[name]?.value || 0)

const tell = () => {
  const names = ["yes", "no", "abstention", "invalid", "not_voted"]
  if (!names.some((name) => form.elements[name]?.value)) {
    sum.textContent = ""
    return
  }
  const total = names.reduce((before, name) => before + count(name), 0)
  const voters = Number(form.dataset.voters)
  const words = `Ja ${count("yes")} + Nein ${count("no")} + Enthaltung ${count("abstention")}`
  const isRight = total === voters
  sum.classList.toggle("record__sum--wrong", !isRight)
  if (Number.isNaN(total)) sum.textContent = "Geben Sie ganze Zahlen ein."
  else if (isRight) sum.textContent = `Die Summe stimmt: ${total} von ${voters}.`
  else sum.textContent = `${words} = ${total}, anwesend sind ${voters}. Prüfen Sie die Stimmen oder die Anwesenheit.`
}

if (sum) {
  form.addEventListener("input", tell)
  tell()
}

for (const button of document.querySelectorAll("[data-shortcut]"))
  button.setAttribute("aria-keyshortcuts", `Alt+${button.dataset.shortcut.toUpperCase()}`)

addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return
  const button = document.querySelector(`[data-shortcut="${CSS.escape(event.key.toLowerCase())}"]`)
  if (!button) return
  event.preventDefault()
  button.click()
})
