// A second press while the first is on its way would do the thing twice.

export function guardSubmits() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.target === "_blank") return;
    if (form.dataset.onItsWay) {
      event.preventDefault();
      return;
    }
    form.dataset.onItsWay = "yes";
    // After the form's data was gathered: a disabled button would not say which one was pressed.
    setTimeout(() => {
      for (const button of buttonsOf(form)) {
        if (button.disabled) continue;
        button.disabled = true;
        button.dataset.heldBack = "yes";
      }
    }, 0);
  });

  // Coming back with the browser's button finds the page as it was left, with its buttons held back.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-on-its-way]")) delete form.dataset.onItsWay;
    for (const button of document.querySelectorAll("[data-held-back]")) {
      button.disabled = false;
      delete button.dataset.heldBack;
    }
  });
}

const buttonsOf = (form) => [...form.elements].filter((element) => element.type === "submit");
