// Fields that follow from a choice. The library's own script for radio buttons says aria-expanded,
// which a radio button may not have; the revealed fields simply follow their choice.

export function startReveals() {
  for (const group of document.querySelectorAll('[data-module="govuk-radios"]')) {
    const choices = [...group.querySelectorAll('input[type="radio"][data-aria-controls]')];
    const show = () => {
      for (const choice of choices) {
        document.getElementById(choice.dataset.ariaControls)?.classList.toggle("govuk-radios__conditional--hidden", !choice.checked);
      }
    };
    group.addEventListener("change", show);
    // A browser that comes back to a page restores choices after it was read.
    window.addEventListener("pageshow", show);
    show();
  }
}
