// Says before anything is sent that a text or a file is larger than what is taken: then it stays in its field.
const sentenceFor = (form, submitter) => {
  const { mostText, mostFile, textTooLarge, fileTooLarge } = document.body.dataset;
  const enctype = submitter?.hasAttribute("formenctype") ? submitter.formEnctype : form.enctype;
  const sent = [...new FormData(form, submitter)].map(([, said]) => said);
  const files = enctype === "multipart/form-data" ? sent.filter((said) => said instanceof File) : [];
  if (files.some((file) => file.size > Number(mostFile))) {
    return fileTooLarge;
  }
  const text = sent.filter((said) => typeof said === "string").join("");
  return new TextEncoder().encode(text).length > Number(mostText) ? textTooLarge : "";
};

const say = (sentence, form, button) => {
  document.querySelector("[data-too-large]")?.remove();
  const note = document.createElement("p");
  note.className = "notice bad";
  note.dataset.tooLarge = "";
  note.tabIndex = -1;
  note.setAttribute("role", "alert");
  note.textContent = sentence;
  const place = button?.closest(".acts") ?? button;
  if (place) {
    place.before(note);
  } else {
    form.prepend(note);
  }
  note.focus();
};

addEventListener(
  "submit",
  (event) => {
    const sentence = event.target.method === "post" ? sentenceFor(event.target, event.submitter) : "";
    if (sentence) {
      event.preventDefault();
      event.stopImmediatePropagation();
      say(sentence, event.target, event.submitter);
    }
  },
  { capture: true },
);
