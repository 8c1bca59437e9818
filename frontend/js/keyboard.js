// "/" to search, "g w" to one's work, "?" for help. Not while typing, not with Ctrl, Alt or Meta, and to be turned off.

const TYPED_IN = "input, textarea, select, [contenteditable]";

export function startKeyboard() {
  const help = document.getElementById("keyboard-help");
  let off = document.body.dataset.shortcuts === "off";
  let before = "";

  help?.querySelector("[data-close]")?.addEventListener("click", () => help.close());
  help?.querySelector("[data-keys-off]")?.addEventListener("click", () => {
    off = true;
    help.close();
  });

  document.addEventListener("keydown", (event) => {
    if (off || event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.(TYPED_IN) || document.querySelector("dialog[open]")) {
      before = "";
      return;
    }
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "?" && help) {
      event.preventDefault();
      help.showModal();
    } else if (event.key === "w" && before === "g") {
      window.location.assign("/");
    }
    before = event.key;
  });
}
