// Asks before a page with unsaved text is left. Autosave and sending take the mark away.
for (const form of document.querySelectorAll('form[data-autosave], form[data-leave]')) {
  form.addEventListener('input', () => form.toggleAttribute('data-unsaved', true));
  form.addEventListener('submit', () => form.toggleAttribute('data-unsaved', false));
}
window.addEventListener('beforeunload', (event) => {
  if (document.querySelector('form[data-unsaved]') !== null) event.preventDefault();
});
