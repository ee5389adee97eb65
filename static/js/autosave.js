// Keeps what is typed: a form with data-autosave is saved as a draft in the background some seconds after typing stops.
// The whole form is posted with the number of the last act that its page has seen; the answer carries the new number,
// and what is to be renewed around the text: its state, what remains, the marks of the fields. Where the server cannot be
// reached it tries again; where somebody else saved meanwhile, or one is signed out, it says so and leaves the rest to the
// form's own button.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const pause = Number(form.dataset.autosave) * 1000;
  const again = pause * 3;
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  // What goes along with an act is no part of the draft, nor is what somebody looks for, nor what stands elsewhere on the
  // page and is sent along.
  const isBeside = (field) => /^(comment|find)-/.test(field.name) || !form.contains(field);
  const touched = new Set();
  const isOfAnother = (field) => field.name?.startsWith("comment-") || field.closest("[data-given-back]");
  const isFilledIn = (field) => !["submit", "hidden"].includes(field.type) && field.value;
  const isUnsent = (field) => touched.has(field) || (isBeside(field) && isOfAnother(field) && isFilledIn(field));
  let kept = typed();
  let timer = 0;
  let underway = null;
  let stopped = false;

  // What stands in the head is renewed with each save, and so is where it says what went wrong.
  const say = (sentence) => {
    document.querySelector("[data-autosave-status]").textContent = sentence;
  };
  // Of what is renewed, what this page shows.
  const shownHere = (html) => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    for (const part of [...body.children]) {
      if (!document.getElementById(part.id)) {
        part.remove();
      }
    }
    return body.innerHTML;
  };
  const save = async () => {
    const sent = typed();
    if (stopped || underway || sent === kept) {
      return;
    }
    underway = post(`${sent}&act=save_draft`);
    const answer = await underway;
    underway = null;
    stopped = answer.stop;
    if (answer.saved) {
      htmx.swap(document.body, shownHere(answer.renewed), { swapStyle: "none" });
      say(answer.said);
    } else {
      say(answer.said || form.dataset.autosaveFailed);
      if (!stopped) {
        timer = setTimeout(save, again);
      }
      return;
    }
    const isAsSent = typed() === sent;
    form.elements.revision.value = answer.revision;
    if (isAsSent) {
      kept = typed();
      if (![...form.elements].some(isUnsent)) {
        form.dispatchEvent(new Event("dialog:saved"));
      }
    } else {
      wait();
    }
  };

  const post = async (body) => {
    try {
      const response = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
        body,
      });
      // Whoever is no longer signed in is led to a page, which is no answer.
      if (response.redirected) {
        return { said: form.dataset.autosaveSignedOut, saved: false, stop: true };
      }
      // A server that cannot save just now is asked again.
      return { ...(await response.json()), saved: response.ok, stop: !response.ok && response.status < 500 };
    } catch {
      return { saved: false, stop: false };
    }
  };

  const wait = (event) => {
    if (!event || !isBeside(event.target)) {
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    }
  };

  document.addEventListener("input", ({ target }) => {
    if (target.form === form && isBeside(target) && !target.name?.startsWith("find-")) {
      touched.add(target);
    }
  });
  form.addEventListener("input", wait);
  form.addEventListener("change", wait);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    // A save that is under way counts as an act: what is sent now must have seen it.
    if (underway) {
      const { submitter } = event;
      event.preventDefault();
      underway.finally(() => setTimeout(() => form.requestSubmit(submitter)));
    }
  });
}
