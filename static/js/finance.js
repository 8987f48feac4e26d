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
