// The box to write in: Enter sends, Shift+Enter breaks the line, and nothing is sent while an answer is awaited.

/**
 * Make the form send what is written.
 * @param {HTMLFormElement} form
 * @param {HTMLTextAreaElement} box
 * @param {(text: string) => void} send
 */
export function writeIn(form, box, send) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text || button.disabled) return;
    box.value = "";
    send(text);
  });

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  return {
    /** @param {boolean} waiting */
    wait(waiting) {
      button.disabled = waiting;
    },
  };
}
