// While something is computed, the page is asked for again; it ends when the part that says so is gone.
if (document.querySelector('[data-look-again]') !== null) {
  setInterval(() => {
    if (!document.hidden) location.replace(location.pathname);
  }, 3_000);
}
