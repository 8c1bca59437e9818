// The view on the wall stays current: <div data-refresh-url="URL" data-refresh-seconds="5">.
import { clockOf } from "./status.js";

export function startProjector() {
  for (const place of document.querySelectorAll("[data-refresh-url]")) follow(place);
}

function follow(place) {
  const every = 1000 * Number(place.dataset.refreshSeconds || 5);
  let current = null;
  let seen = null;
  let lastSeen = new Date();
  const stale = document.createElement("p");
  stale.className = "cv-stale";
  stale.setAttribute("role", "status");
  place.after(stale);

  async function refresh() {
    if (!document.hidden) {
      try {
        const answer = await fetch(place.dataset.refreshUrl, { cache: "no-store", redirect: "manual", headers: seen ? { "If-None-Match": seen } : {} });
        if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
          stale.textContent = "This view is no longer open to you. Sign in again to go on.";
          return;
        }
        if (answer.status !== 304) {
          if (!answer.ok) throw new Error();
          const fresh = await answer.text();
          if (fresh !== current) place.innerHTML = fresh;
          current = fresh;
          seen = answer.headers.get("ETag");
        }
        lastSeen = new Date();
        if (stale.textContent) stale.textContent = "";
      } catch {
        const words = `Not up to date since ${clockOf(lastSeen)}`;
        if (stale.textContent !== words) stale.textContent = words;
      }
    }
    setTimeout(refresh, every);
  }
  setTimeout(refresh, every);
}
