// Dokument prüfen: the hash is computed here, so that the file stays where it is; without that the server does it.
const form = document.querySelector("[data-document-check]")
const file = form?.elements.file
const digest = form?.elements.sha256

form?.addEventListener("submit", async event => {
  const chosen = file.files[0]
  if (!chosen || !globalThis.crypto?.subtle) return
  event.preventDefault()
  const bytes = await crypto.subtle.digest("SHA-256", await chosen.arrayBuffer())
  digest.value = [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, "0")).join("")
  file.value = ""
  form.submit()
})
