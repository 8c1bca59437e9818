// <button data-copy="#id" hidden> copies that element's text; any other value is copied itself.

export function startCopying() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      const wanted = button.dataset.copy;
      const element = wanted.startsWith("#") ? document.querySelector(wanted) : null;
      const text = element ? (element.value ?? element.innerText) : wanted;
      const said = await navigator.clipboard.writeText(text).then(() => "Copied", () => "Could not copy");
      button.textContent = said;
      announce(said);
      setTimeout(() => (button.textContent = label), 2_000);
    });
  }
}

function announce(words) {
  let line = document.getElementById("cv-copied");
  if (!line) {
    line = document.createElement("div");
    Object.assign(line, { id: "cv-copied", className: "govuk-visually-hidden" });
    line.setAttribute("role", "status");
    document.querySelector("main").append(line);
  }
  line.textContent = words;
}
