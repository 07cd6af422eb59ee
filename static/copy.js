// Copies the address beside a button.

import { t } from "./languages.js";

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const text = button.dataset.copy ?? "";
  const label = button.querySelector("[data-label]") ?? button;
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = t("copied");
  } catch {
    // Browsers allow this on https and localhost only: mark the address, so that it can be copied by hand.
    const { of } = button.dataset;
    const address = of ? document.querySelector(of) : button.closest("li, dd, p")?.querySelector("code");
    if (address) {
      getSelection()?.selectAllChildren(address);
    }
    label.textContent = t("press-copy-keys");
  }
  setTimeout(() => {
    label.textContent = before;
  }, 2000);
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (button instanceof HTMLButtonElement) {
    button.addEventListener("click", () => copy(button));
  }
}
