/** A line that is read out when it changes; made where the page has none. */
export function statusLine(within, selector, className, makePlace) {
  let line = within.querySelector(selector);
  if (!line) {
    line = document.createElement("p");
    makePlace(line);
  }
  line.classList.add(className);
  line.setAttribute("role", "status");
  return line;
}

export const clockOf = (instant) =>
  new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" }).format(instant);
