// Zeilen des Stellenplans an Ort und Stelle ändern: arrows choose the row, Enter opens and saves, Escape gives up.
const body = document.querySelector("[data-plan-rows]")
const status = document.querySelector("[data-plan-status]")
const lists = { unit: "fachbereiche", grade: "gruppen", cost_center: "kostenstellen" }
const labels = {
  title: "Bezeichnung",
  unit: "Fachbereich",
  grade: "Gruppe",
  fte: "VZÄ",
  cost_center: "Kostenstelle",
}

const tell = (text) => {
  status.textContent = text
}

const opener = (row) => row.querySelector("[data-edit-row]")
const editable = () => [...body.querySelectorAll("tr[data-url]")]
const fields = (row) => [...row.querySelectorAll("input[data-name]")]

const make = (cell, number) => {
  const name = cell.dataset.field
  const input = document.createElement("input")
  input.className = "kern-form-input__input cell-input"
  input.dataset.name = name
  input.id = `zeile-${number}-${name}`
  input.value = name === "fte" ? cell.dataset.value.replace(".", ",") : cell.dataset.value
  input.setAttribute("aria-label", `${labels[name]}, Stelle ${number}`)
  input.autocomplete = "off"
  if (lists[name]) input.setAttribute("list", lists[name])
  if (name === "fte") input.inputMode = "decimal"
  return input
}

const open = (row, first = "title") => {
  if (row.dataset.editing) return
  row.dataset.editing = "yes"
  for (const cell of row.querySelectorAll("[data-field]")) {
    const shown = document.createElement("span")
    shown.hidden = true
    shown.append(...cell.childNodes)
    cell.append(shown, make(cell, row.dataset.number))
  }
  const field = row.querySelector(`input[data-name="${first}"]`)
  field.focus()
  field.select()
  tell(`Stelle ${row.dataset.number}: Sie ändern die Zeile. Enter speichert, Escape verwirft.`)
}

const close = (row) => {
  for (const cell of row.querySelectorAll("[data-field]")) {
    const shown = cell.querySelector(":scope > span[hidden]")
    cell.replaceChildren(...(shown ? shown.childNodes : []))
  }
  delete row.dataset.editing
  row.nextElementSibling?.matches("[data-plan-conflict]") && row.nextElementSibling.remove()
  opener(row).focus()
  tell(`Stelle ${row.dataset.number}: nichts geändert.`)
}

const replace = (row, html) => {
  const holder = document.createElement("template")
  holder.innerHTML = html.trim()
  const fresh = holder.content.querySelector("tr")
  row.nextElementSibling?.matches("[data-plan-conflict]") && row.nextElementSibling.remove()
  row.replaceWith(fresh)
  return fresh
}

const mark = (row, errors) => {
  for (const field of fields(row)) {
    const note = field.nextElementSibling
    if (note) note.remove()
    field.removeAttribute("aria-invalid")
    const text = errors[field.dataset.name]
    if (!text) continue
    field.setAttribute("aria-invalid", "true")
    const said = document.createElement("p")
    said.className = "cell-error"
    said.id = `${field.id}-fehler`
    said.textContent = text
    field.after(said)
    field.setAttribute("aria-describedby", said.id)
  }
  row.querySelector("input[aria-invalid]")?.focus()
}

// Somebody was faster: both versions below the row, what was typed stays in its fields.
const compare = (row, answer) => {
  row.dataset.seen = answer.seen
  const line = document.createElement("tr")
  line.dataset.planConflict = ""
  const cell = document.createElement("td")
  cell.colSpan = row.cells.length
  const list = document.createElement("ul")
  for (const one of answer.both) {
    const item = document.createElement("li")
    item.textContent = `${one.label}: gespeichert ${one.stored}, Ihre Eingabe ${one.typed}`
    list.append(item)
  }
  const words = document.createElement("p")
  words.textContent = `${answer.message} Enter speichert Ihre Eingaben, Escape übernimmt die gespeicherte Fassung.`
  cell.append(words, list)
  line.append(cell)
  row.nextElementSibling?.matches("[data-plan-conflict]") && row.nextElementSibling.remove()
  row.after(line)
  row.stored = answer.row
}

const send = async (row) => {
  const data = new FormData()
  data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  data.append("seen", row.dataset.seen)
  for (const field of fields(row)) data.append(field.dataset.name, field.value)
  const answer = await fetch(row.dataset.url, {
    method: "POST",
    body: data,
    headers: { Accept: "application/json" },
  })
  return { code: answer.status, told: await answer.json() }
}

const save = async (row) => {
  if (row.dataset.saving) return
  row.dataset.saving = "yes"
  tell("Wird gespeichert …")
  try {
    const { code, told } = await send(row)
    tell(told.message)
    if (code === 200) opener(replace(row, told.row)).focus()
    else if (code === 409) compare(row, told)
    else mark(row, told.errors ?? {})
  } catch {
    tell("Nicht gespeichert: Der Server ist nicht erreichbar. Ihre Eingaben stehen noch in der Zeile.")
  } finally {
    delete row.dataset.saving
  }
}

const step = (row, by) => {
  const rows = editable()
  opener(rows[rows.indexOf(row) + by] ?? row).focus()
}

const inField = (event, row) => {
  if (event.key === "Enter") save(row)
  else if (event.key === "Escape") row.stored ? opener(replace(row, row.stored)).focus() : close(row)
  else return
  event.preventDefault()
}

const onOpener = (event, row) => {
  if (event.key === "ArrowDown") step(row, 1)
  else if (event.key === "ArrowUp") step(row, -1)
  else if (event.key === "Enter" || event.key === "F2") open(row)
  else return
  event.preventDefault()
}

if (body) {
  document.querySelector("[data-plan-help]").hidden = false
  body.addEventListener("keydown", (event) => {
    const row = event.target.closest("tr[data-url]")
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.matches("input[data-name]")) inField(event, row)
    else if (event.target.matches("[data-edit-row]")) onOpener(event, row)
  })
  body.addEventListener("click", (event) => {
    const link = event.target.closest("[data-edit-row]")
    if (!link || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    open(link.closest("tr"))
  })
  addEventListener("beforeunload", (event) => {
    if (body.querySelector("[data-editing]")) event.preventDefault()
  })
}
