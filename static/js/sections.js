// Abschnitte: after each save in passing the list says anew what is still missing (motions/forms/sections.py).
document.addEventListener("ratsinformation:saved", ({ detail }) => {
  for (const { anchor, state, kind } of detail?.sections ?? []) {
    const place = document.querySelector(`[data-section="${anchor}"] [data-section-state]`)
    if (!place) continue
    place.textContent = state
    place.className = `section-state section-state--${kind}`
  }
})
