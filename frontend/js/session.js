// Two minutes before the session ends the page says so; nothing typed is lost either way.
import { clockOf } from "./status.js";
import { renewToken, token } from "./token.js";

const WARNING = 120_000;

export function startSession() {
  const dialog = document.getElementById("session-warning");
  if (!dialog || !document.body.dataset.sessionEnds) return;
  const words = dialog.querySelector("[data-session-words]");
  const stay = dialog.querySelector("[data-stay]");
  // The reader's clock may be wrong; only its distance from ours matters.
  const skew = document.body.dataset.now ? Date.now() - Date.parse(document.body.dataset.now) : 0;
  let over = false;

  function look() {
    const ends = Date.parse(document.body.dataset.sessionEnds) + skew;
    const left = ends - Date.now();
    if (left <= 0 && !over) {
      over = true;
      words.textContent = "You have been signed out. What you typed is still on this page: sign in again in a new tab, then save it.";
      stay.textContent = "Sign in again in a new tab";
      show();
    } else if (left > 0 && left <= WARNING && !over) {
      words.textContent = `You will be signed out at ${clockOf(new Date(ends - skew))}. What you have typed stays on this page.`;
      show();
    } else if (left > WARNING && dialog.open) {
      dialog.close();
    }
  }

  function show() {
    if (dialog.open) return;
    for (const other of document.querySelectorAll("dialog[open]")) other.close();
    dialog.showModal();
  }

  stay.addEventListener("click", async () => {
    if (over) {
      window.open("/sign-in", "_blank", "noopener");
      dialog.close();
      return;
    }
    stay.disabled = true;
    try {
      const answer = await fetch("/session", { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token() } });
      if (!answer.ok) throw new Error();
      document.body.dataset.sessionEnds = (await answer.json()).ends;
      dialog.close();
    } catch {
      words.textContent = "That did not reach us. Check your connection and try again.";
    } finally {
      stay.disabled = false;
    }
  });

  // Signed in again in another tab: this page's forms work again.
  window.addEventListener("focus", async () => {
    if (over && (await renewToken().catch(() => "nobody")) === "same") over = false;
  });
  look();
  setInterval(look, 5_000);
}
