// Counts words while they are typed; the server counts again. Texts come from the page, in its language.
for (const area of document.querySelectorAll('textarea[data-words]')) {
  const place = document.getElementById(`${area.id}-count`);
  const most = Number(area.dataset.words);
  const show = () => {
    const count = area.value.match(/\S+/g)?.length ?? 0;
    const text = count > most ? area.dataset.over : area.dataset.of;
    place.textContent = text.replace('#', count).replace('%', count - most);
  };
  area.addEventListener('input', show);
  show();
}
