// Attendance by two letters and Enter:
//   <form data-quick-attendance="#rows"> with <input data-quick-input>, and in #rows elements
//   [data-initials="MM"][data-name="Mia Manager"] that each hold one [data-mark]: a checkbox, a radio button or a button.
// Without the script, the form is sent with what was typed.
import { statusLine } from "./status.js";

export function startAttendance() {
  for (const form of document.querySelectorAll("form[data-quick-attendance]")) {
    const rows = form.dataset.quickAttendance ? document.querySelector(form.dataset.quickAttendance) : form;
    const input = form.querySelector("[data-quick-input]");
    if (!rows || !input) continue;
    const line = statusLine(form, "[data-quick-status]", "cv-quick__status", (made) => form.append(made));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      mark(rows, input, line);
    }, { capture: true });
  }
}

function mark(rows, input, line) {
  const typed = input.value.trim().toLowerCase();
  if (!typed) return;
  const matches = [...rows.querySelectorAll("[data-initials]")].filter((row) => row.dataset.initials.toLowerCase() === typed || row.dataset.name?.toLowerCase().startsWith(typed));
  if (matches.length !== 1) {
    line.textContent = matches.length ? `${matches.map((row) => row.dataset.name).join(", ")}: type more of the name.` : `Nobody invited has the letters ${input.value.trim()}.`;
    input.select();
    return;
  }
  const row = matches[0];
  const control = row.querySelector("[data-mark]");
  const name = row.dataset.name || row.dataset.initials;
  input.value = "";
  input.focus();
  if (!control) {
    line.textContent = `${name} was already here.`;
    return;
  }
  if (control.type === "checkbox" || control.type === "radio") {
    const already = control.checked;
    control.checked = true;
    if (!already) control.dispatchEvent(new Event("change", { bubbles: true }));
    line.textContent = already ? `${name} was already here.` : `${name} is here.`;
  } else {
    line.textContent = `${name} is here.`;
    control.click();
  }
}
