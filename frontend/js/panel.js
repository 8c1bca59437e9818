// Refreshes what follows from a choice: <form data-panel="URL">. The parts marked data-part are taken from the answer;
// a part that is being typed in stays as it is. Without this, a button of the form does the same.
import { token } from "./token.js";

const PAUSE = 250;

export function startPanels() {
  for (const form of document.querySelectorAll("form[data-panel]")) watch(form);
}

function watch(form) {
  let pause, onTheWay;
  const changed = (event) => {
    const field = event.target;
    if (field.form !== form || ["purpose", "subject", "q", "invitees", "restricted"].includes(field.name)) return;
    clearTimeout(pause);
    pause = setTimeout(refresh, PAUSE);
  };
  document.addEventListener("change", changed);

  async function refresh() {
    onTheWay?.abort();
    onTheWay = new AbortController();
    const panel = document.getElementById("part-panel");
    panel?.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
      const headers = { "X-CSRFToken": token() };
      const answer = await fetch(form.dataset.panel, { method: "POST", headers, body, signal: onTheWay.signal, redirect: "manual", cache: "no-store" });
      if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The button still does it.
    }
    panel?.removeAttribute("aria-busy");
  }
}

function take(fresh) {
  const focus = document.activeElement?.id;
  for (const part of document.querySelectorAll("[data-part]")) {
    const next = fresh.getElementById(part.id);
    if (!next || (part.dataset.partOnce === "True" && next.dataset.partOnce === "True")) continue;
    const typing = part.contains(document.activeElement) && document.activeElement.matches("textarea, input[type=text], input[type=search]");
    if (typing) continue;
    part.replaceWith(document.adoptNode(next));
  }
  if (focus && document.activeElement?.id !== focus) document.getElementById(focus)?.focus({ preventScroll: true });
}
