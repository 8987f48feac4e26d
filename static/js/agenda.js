// Punkte mit der Maus ziehen: an extra beside the buttons and the field of each item, which do the same by keyboard.
// A drop types the new place into the field of the item and presses "Setzen"; the page comes back in the new order.
const lines = [...document.querySelectorAll(".agenda--edit > [data-siblings]")]
let held = null

const place = (line) => line.querySelector("[name='to']:not(button)")
const isTarget = (line) => held && line !== held && line.dataset.siblings === held.dataset.siblings

const lift = (line) => {
  line.addEventListener("dragstart", (event) => {
    held = line
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", line.id)
  })
  line.addEventListener("dragend", () => {
    held = null
    for (const other of lines) other.classList.remove("agenda__item--target")
  })
  // While somebody marks or types in a field, the item stays where it is.
  for (const field of line.querySelectorAll("input")) {
    field.addEventListener("focus", () => { line.draggable = false })
    field.addEventListener("blur", () => { line.draggable = true })
  }
  line.draggable = true
}

const take = (line) => {
  line.addEventListener("dragover", (event) => {
    if (!isTarget(line)) return
    event.preventDefault()
    line.classList.add("agenda__item--target")
  })
  line.addEventListener("dragleave", () => line.classList.remove("agenda__item--target"))
  line.addEventListener("drop", (event) => {
    if (!isTarget(line)) return
    event.preventDefault()
    const field = place(held)
    field.value = line.dataset.place
    field.form.requestSubmit(field.parentElement.querySelector("button"))
  })
}

for (const line of lines) {
  if (place(line)) lift(line)
  take(line)
}
