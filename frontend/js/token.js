// The page's token against forged requests, and how to get the next one after signing in again.

export const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

function keep(fresh) {
  const meta = document.querySelector('meta[name="csrf-token"]');
  if (meta) meta.content = fresh;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = fresh;
}

/** Asks who is signed in now. Gives "same" (with a fresh token kept), "other", or "nobody". */
export async function renewToken() {
  const answer = await fetch("/session", { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) return "nobody";
  const session = await answer.json();
  // Another person may have signed in from another tab: what this page holds is not theirs.
  if (document.body.dataset.person && String(session.person ?? "") !== document.body.dataset.person) return "other";
  if (session.csrf_token) keep(session.csrf_token);
  return "same";
}
