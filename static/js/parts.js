// Enter in a field of a small form presses the first button of that small form, as if it stood alone on the page.
for (const part of document.querySelectorAll("[data-part]")) {
  part.addEventListener("keydown", (event) => {
    const isField = event.target.matches("input:not([type=checkbox], [type=radio], [type=file])");
    const button = part.querySelector("button[name^='press~']");
    if (event.key === "Enter" && isField && button && !event.isComposing) {
      event.preventDefault();
      button.click();
    }
  });
}
