// In the meeting room: the step that is being read is the one that is marked in the strip, and a link to something behind
// a closed title opens it.

export function startRoom() {
  const links = [...document.querySelectorAll(".cv-roombar .cv-steps a")];
  const places = links.map((link) => document.querySelector(link.hash)).filter(Boolean);
  if (!links.length) return;
  const seen = new Map();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) seen.set(entry.target.id, entry.isIntersecting);
    const here = places.find((place) => seen.get(place.id));
    if (!here || !window.scrollY) return;
    for (const link of links) {
      if (link.hash === `#${here.id}`) link.parentElement.setAttribute("aria-current", "step");
      else link.parentElement.removeAttribute("aria-current");
    }
  }, { rootMargin: "-200px 0px -55% 0px" });
  for (const place of places) observer.observe(place);

  window.addEventListener("hashchange", openWhatIsMeant);
  openWhatIsMeant();
}

function openWhatIsMeant() {
  const meant = document.getElementById(window.location.hash.slice(1));
  const closed = meant?.closest("details");
  if (closed) closed.open = true;
}
