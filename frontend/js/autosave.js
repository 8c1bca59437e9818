// Saves a form while it is typed in: <form data-autosave="URL">.
// Sent as the form would be, with the token in X-CSRFToken. Answers in JSON:
//   200 {saved_at: "10:42", version: 8}   the version goes into the form's field of that name
//   409 {yours, theirs, version}          texts, or objects of field and text; shown beside each other, none lost
// Nothing is ever kept in the browser beyond the page itself.
import { clockOf, statusLine } from "./status.js";
import { renewToken, token } from "./token.js";

// The token, the version and the one-time id of the form are no part of what was typed.
const OUR_OWN = ["csrf_token", "version", "form_id"];
const PAUSE = 2_000;
const LONGEST = 15_000;
const SIGNED_OUT = "Not saved: you have been signed out. What you typed is still here. ";
const SIGN_IN = { href: "/sign-in", text: "Sign in again in a new tab, and it will be saved." };
const RETRIES = [5_000, 10_000, 20_000, 40_000, 60_000];

export function startAutosave() {
  const all = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Autosave(form));
  // Another form of the page is sent while something here is half typed: first that is saved, then the form goes.
  document.addEventListener("submit", (event) => {
    const others = all.filter((one) => one.form !== event.target && one.isDirty());
    if (event.defaultPrevented || !others.length || event.target.method === "get") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    saveFirst(others, event.target, event.submitter);
  }, { capture: true });
}

async function saveFirst(others, form, button) {
  await Promise.all(others.map((one) => one.save()));
  const left = others.find((one) => one.isDirty());
  if (left) left.line.scrollIntoView({ block: "center" });
  else form.requestSubmit(button);
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.line = statusLine(form, "[data-autosave-status]", "cv-save-status", (line) => {
      const bar = form.querySelector(".cv-actionbar");
      if (bar) bar.before(line);
      else form.append(line);
    });
    this.savedText = this.text();
    this.failures = 0;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", () => (this.leaving = true));
    window.addEventListener("pageshow", () => (this.leaving = false));
    window.addEventListener("online", () => this.isDirty() && this.save());
    window.addEventListener("focus", () => this.failures && this.isDirty() && this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.isDirty() && this.save());
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.isDirty()) event.preventDefault();
    });
  }

  text() {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && !OUR_OWN.includes(name)) data.append(name, value);
    }
    return data.toString();
  }

  isDirty() {
    return this.text() !== this.savedText;
  }

  typed() {
    if (this.conflicted || !this.isDirty()) return;
    if (!this.failures) this.say("", "Not saved yet");
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.save(), PAUSE);
    this.longest ??= setTimeout(() => this.save(), LONGEST);
  }

  async save() {
    clearTimeout(this.pause);
    clearTimeout(this.longest);
    clearTimeout(this.retry);
    this.longest = null;
    if (this.saving || this.conflicted || this.leaving) return;
    this.saving = true;
    try {
      await this.send();
    } finally {
      this.saving = false;
    }
    if (!this.failures && this.isDirty()) this.typed();
  }

  async send(again = true) {
    const text = this.text();
    const version = this.form.elements.namedItem("version")?.value;
    const body = new URLSearchParams(text);
    if (version !== undefined) body.append("version", version);
    let answer;
    try {
      answer = await fetch(this.form.dataset.autosave, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token() },
        body,
        redirect: "manual",
        cache: "no-store",
      });
    } catch {
      return this.failed("Not saved: there is no connection. What you typed is still here, and we keep trying.");
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return this.saved(text, said);
    if (answer.status === 409) return this.bothTexts(said);
    const signedOut = answer.status === 401 || answer.type === "opaqueredirect";
    if (again && (signedOut || answer.status === 400 || answer.status === 403)) {
      // Signed in again in another tab: the old token no longer counts, a fresh one does.
      const who = await renewToken().catch(() => "nobody");
      if (who === "same") return this.send(false);
      if (who === "other") return this.failed("Not saved: somebody else is now signed in here. Copy your text before you leave this page.");
      if (who === "nobody") return this.failed(SIGNED_OUT, SIGN_IN);
    }
    if (signedOut) return this.failed(SIGNED_OUT, SIGN_IN);
    if (answer.status === 403) return this.failed(said.message || "Not saved: you may no longer change this. What you typed is still here; copy it if you need it.");
    if (answer.status === 422) return this.failed(said.message || "Not saved: something in the form is not right yet. What you typed is still here.");
    if (answer.status === 429) return this.failed("Not saved yet: too many requests at once. We try again shortly.");
    return this.failed(said.message || "Not saved: something went wrong here. What you typed is still on this page, and we keep trying.");
  }

  saved(text, said) {
    this.failures = 0;
    this.savedText = text;
    const version = this.form.elements.namedItem("version");
    if (version && said.version !== undefined) version.value = said.version;
    if (said.session_ends) document.body.dataset.sessionEnds = said.session_ends;
    const words = `Saved ${said.saved_at || clockOf(new Date())}`;
    this.say("saved", words);
    for (const line of document.querySelectorAll("[data-saved]")) line.textContent = words;
  }

  failed(words, link) {
    const wait = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    this.retry = setTimeout(() => this.save(), wait);
    this.say("trouble", words, link);
  }

  say(kind, words, link) {
    this.line.classList.toggle("cv-save-status--saved", kind === "saved");
    this.line.classList.toggle("cv-save-status--trouble", kind === "trouble");
    if (this.line.dataset.said === words) return;
    this.line.dataset.said = words;
    this.line.textContent = words;
    if (link) {
      const anchor = document.createElement("a");
      Object.assign(anchor, { href: link.href, textContent: link.text, target: "_blank", rel: "noopener", className: "govuk-link" });
      this.line.append(anchor);
    }
  }

  /** Two people wrote at once: both texts stay on the page, and the writer decides. */
  bothTexts({ yours, theirs, version }) {
    this.conflicted = true;
    this.say("trouble", "Not saved: somebody else saved this in the meantime. Both texts are shown below.");
    const box = document.createElement("section");
    box.className = "cv-both";
    box.tabIndex = -1;
    box.setAttribute("aria-label", "Two texts");
    const pair = document.createElement("div");
    pair.className = "cv-both__pair";
    pair.append(column("Yours", yours ?? Object.fromEntries(new URLSearchParams(this.text()))), column("Theirs, saved", theirs));
    const words = document.createElement("p");
    words.className = "govuk-body";
    words.textContent = "The form still holds yours. Put into it what you want to keep of theirs, then save it.";
    const keep = document.createElement("button");
    keep.type = "button";
    keep.className = "govuk-button govuk-button--secondary";
    keep.textContent = "I have read both: save what is in the form";
    keep.addEventListener("click", () => {
      const field = this.form.elements.namedItem("version");
      if (field && version !== undefined) field.value = version;
      this.conflicted = false;
      box.remove();
      this.save();
    });
    box.append(pair, words, keep);
    this.line.after(box);
    box.focus();
  }
}

function column(title, text) {
  const part = document.createElement("div");
  const heading = document.createElement("h3");
  heading.className = "govuk-heading-s";
  heading.textContent = title;
  const words = document.createElement("pre");
  words.className = "cv-both__text";
  words.tabIndex = 0;
  words.setAttribute("aria-label", title);
  words.textContent = typeof text === "object" && text ? Object.entries(text).map(([name, value]) => `${name}: ${value}`).join("\n\n") : text ?? "";
  part.append(heading, words);
  return part;
}
