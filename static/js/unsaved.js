// Asks before a page with text that was not saved is left. A form takes part with data-unsaved; "typed" says that what it
// begins with was typed on an earlier page and is not saved either.
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  // What is looked for in a field of people is not written.
  const isWritten = ([name]) => !name.startsWith("find-");
  const typed = () => new URLSearchParams([...new FormData(form)].filter(isWritten)).toString();
  let saved = form.dataset.unsaved === "typed" ? "" : typed();
  let sending = false;

  form.addEventListener("submit", () => {
    sending = true;
  });
  // Autosave tells that what stands here now is kept.
  form.addEventListener("dialog:saved", () => {
    saved = typed();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && typed() !== saved) {
      event.preventDefault();
    }
    // Whoever was asked by this form or another, and stays, is asked again next time.
    setTimeout(() => {
      sending = false;
    });
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
}
