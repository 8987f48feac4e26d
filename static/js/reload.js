// Nachsehen, ob etwas fertig ist: the page comes anew after the seconds its mark names; a link does the same by hand.
const mark = document.querySelector("[data-reload]")
if (mark) setTimeout(() => location.reload(), Number(mark.dataset.reload) * 1000)
