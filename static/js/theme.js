// Hell und dunkel: a classic script in the head, so that the first paint has the chosen theme.
(() => {
  const KEY = "ratsinformation-darstellung"
  const root = document.documentElement

  const stored = () => {
    try {
      return localStorage.getItem(KEY) ?? "auto"
    } catch {
      return "auto" // storage can be forbidden; then the system decides
    }
  }

  const apply = (choice) => {
    if (choice === "light" || choice === "dark") root.dataset.kernTheme = choice
    else delete root.dataset.kernTheme
  }

  const show = (group, choice) => {
    for (const button of group.querySelectorAll("[data-theme-choice]"))
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice))
  }

  apply(stored())

  document.addEventListener("DOMContentLoaded", () => {
    const group = document.querySelector("[data-theme-switch]")
    if (!group) return
    group.hidden = false
    show(group, stored())
    group.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice
      if (!choice) return
      try {
        localStorage.setItem(KEY, choice)
      } catch {
        // The choice then holds for this page only.
      }
      apply(choice)
      show(group, choice)
    })
  })
})()
