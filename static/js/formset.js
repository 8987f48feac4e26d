// Zeilen hinzufügen, verschieben, entfernen: by buttons, announced, with ORDER and DELETE kept in step (ux.md 3.2).
const live = (set, text) => {
  set.querySelector("[data-formset-status]").textContent = text
}

const rowsOf = (set) => [...set.querySelectorAll(":scope > [data-formset-rows] > [data-formset-row]:not([hidden])")]

const hiddenField = (row, suffix) => row.querySelector(`[name$="-${suffix}"]`)

const setDeleted = (row) => {
  const field = hiddenField(row, "DELETE")
  if (!field) return
  if (field.type === "checkbox") field.checked = true
  else field.value = "on"
}

const changed = (set) => {
  set.dispatchEvent(new CustomEvent("ratsinformation:rows", { bubbles: true }))
  set.dispatchEvent(new Event("input", { bubbles: true }))
}

// Numbers, names of buttons, what can be moved, and the order the server reads.
const refresh = (set) => {
  const rows = rowsOf(set)
  const name = set.dataset.rowLabel
  rows.forEach((row, index) => {
    const title = `${name} ${index + 1}`
    row.querySelector("[data-formset-title]").textContent = title
    const order = hiddenField(row, "ORDER")
    if (order) order.value = String(index + 1)
    const label = (part, words, off) => {
      const button = row.querySelector(`[data-formset-${part}]`)
      button.setAttribute("aria-label", `${words}: ${title}`)
      button.setAttribute("aria-disabled", String(off))
    }
    label("up", "Nach oben", index === 0)
    label("down", "Nach unten", index === rows.length - 1)
    label("remove", "Entfernen", false)
  })
  set.querySelector("[data-formset-empty]").hidden = rows.length > 0
}

const arm = (row) => {
  row.querySelector("[data-formset-actions]").hidden = false
  for (const part of row.querySelectorAll("[data-without-script]")) part.hidden = true
}

const firstField = (row) =>
  row.querySelector("select:not([type=hidden]), textarea, input:not([type=hidden]):not([type=checkbox])")

const add = (set, total) => {
  const limit = Number(set.querySelector("[name$='-MAX_NUM_FORMS']")?.value || 1000)
  if (rowsOf(set).length >= limit) {
    live(set, `Mehr als ${limit} Zeilen sind nicht möglich.`)
    return
  }
  const template = set.querySelector("[data-formset-template]")
  const html = template.innerHTML.replaceAll("__prefix__", total.value)
  const holder = document.createElement("template")
  holder.innerHTML = html
  const row = holder.content.querySelector("[data-formset-row]")
  set.querySelector("[data-formset-rows]").append(row)
  total.value = String(Number(total.value) + 1)
  arm(row)
  refresh(set)
  changed(set)
  firstField(row)?.focus()
  live(set, `${set.dataset.rowLabel} ${rowsOf(set).length} hinzugefügt.`)
}

const move = (set, row, step, button) => {
  if (button.getAttribute("aria-disabled") === "true") return
  const rows = rowsOf(set)
  const other = rows[rows.indexOf(row) + step]
  if (step < 0) other.before(row)
  else other.after(row)
  refresh(set)
  changed(set)
  const usable = button.getAttribute("aria-disabled") === "true"
    ? row.querySelector(step < 0 ? "[data-formset-down]" : "[data-formset-up]")
    : button
  usable.focus()
  row.scrollIntoView({ block: "nearest" })
  const now = rowsOf(set)
  live(set, `Jetzt an Position ${now.indexOf(row) + 1} von ${now.length}.`)
}

const remove = (set, row) => {
  const rows = rowsOf(set)
  const index = rows.indexOf(row)
  const title = row.querySelector("[data-formset-title]").textContent
  setDeleted(row)
  row.hidden = true
  refresh(set)
  changed(set)
  const next = rows[index + 1] ?? rows[index - 1]
  if (next) next.querySelector("[data-formset-remove]").focus()
  else set.querySelector("[data-formset-add] button").focus()
  live(set, `${title} entfernt. Noch ${rowsOf(set).length} Zeilen.`)
}

const start = (set) => {
  const total = set.querySelector("[name$='-TOTAL_FORMS']")
  for (const row of rowsOf(set)) {
    arm(row)
    const gone = hiddenField(row, "DELETE")
    if (gone && (gone.type === "checkbox" ? gone.checked : gone.value)) row.hidden = true
  }
  const adder = set.querySelector("[data-formset-add]")
  adder.hidden = false
  adder.addEventListener("click", (event) => {
    if (event.target.closest("button")) add(set, total)
  })
  set.addEventListener("click", (event) => {
    const button = event.target.closest("button")
    const row = button?.closest("[data-formset-row]")
    if (!row) return
    if (button.matches("[data-formset-up]")) move(set, row, -1, button)
    if (button.matches("[data-formset-down]")) move(set, row, 1, button)
    if (button.matches("[data-formset-remove]")) remove(set, row)
  })
  refresh(set)
}

for (const set of document.querySelectorAll("[data-formset]")) start(set)

// Summen beim Tippen: own share per row and totals. The server computes them again; these are only a help.
const GERMAN = /^\d{1,3}(\.\d{3})+(,\d{1,2})?$|^\d+(,\d{1,2})?$/
const PLAIN = /^\d+(\.\d{1,2})?$/
const euro = new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" })

// Cents, so that sums of many rows stay exact; null for what is not an amount.
const cents = (text) => {
  const typed = text.replace(/[\s€]/g, "")
  if (!typed) return 0
  if (GERMAN.test(typed)) return Math.round(Number(typed.replaceAll(".", "").replace(",", ".")) * 100)
  if (PLAIN.test(typed)) return Math.round(Number(typed) * 100)
  return null
}

const field = (row, name) => row.querySelector(`[name$="-${name}"]`)

const show = (output, value) => {
  output.textContent = value === null ? "–" : euro.format(value / 100)
  output.toggleAttribute("data-negative", value !== null && value < 0)
}

const compute = (group) => {
  const totals = { expense: 0, income: 0, own_share: 0 }
  let understood = true
  for (const row of group.querySelectorAll("[data-formset-row]:not([hidden])")) {
    const expense = cents(field(row, "expense")?.value ?? "")
    const income = cents(field(row, "income")?.value ?? "")
    const own = expense === null || income === null ? null : expense - income
    const place = row.querySelector("[data-own-share]")
    if (place) {
      place.hidden = false
      show(place.querySelector("[data-own-share-value]"), own)
    }
    if (own === null) understood = false
    else {
      totals.expense += expense
      totals.income += income
      totals.own_share += own
    }
  }
  const list = group.querySelector("[data-finance-totals]")
  if (!list) return
  list.hidden = group.querySelectorAll("[data-formset-row]:not([hidden])").length === 0
  for (const [name, value] of Object.entries(totals))
    show(list.querySelector(`[data-total="${name}"]`), understood ? value : null)
}

for (const group of document.querySelectorAll("[data-finance]")) {
  compute(group)
  group.addEventListener("input", () => compute(group))
  group.addEventListener("ratsinformation:rows", () => compute(group))
}
