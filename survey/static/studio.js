// Looks while documents are made, and shows the page anew when another one is done. Without this script the page
// has a link to look again.
"use strict";
(() => {
  const mark = (text) => /data-done="([^"]*)"/.exec(text)?.[1];
  const before = document.querySelector("[data-done]").dataset.done;
  const look = async () => {
    try {
      const answer = await fetch(location.href);
      if (!answer.ok || mark(await answer.text()) !== before) return location.reload();
    } catch {
      // No network for a moment: the next look will tell.
    }
    setTimeout(look, 2500);
  };
  setTimeout(look, 2500);
})();
