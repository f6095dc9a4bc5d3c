// A room goes on by itself: the page is looked at again every few seconds, and loaded anew when something moved.
// Without this script there is a link that does the same.
"use strict";
(() => {
  const page = document.querySelector("[data-live]");
  if (!page) return;
  const moved = / data-room="([^"]*)"/;
  const look = async () => {
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      const found = moved.exec(await response.text());
      // Somebody who is choosing is not disturbed by others' votes, only by the next question.
      if (!found || found[1] !== page.dataset.room) location.reload();
    } catch {
      // The network is gone for a moment: what is on the page stays.
    }
  };
  setInterval(look, 4000);
})();
