// Draws the preview anew while a form is typed, by the same post as its button. Without this script the button does it.
const WAIT = 600;

for (const form of document.querySelectorAll('form[data-preview]')) keepShown(form);

function keepShown(form) {
  let timer = 0;
  let turn = 0;
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      turn += 1;
      const mine = turn;
      const html = await ask(form);
      // A slower answer never replaces a newer one.
      const shown = mine === turn && html?.querySelector(form.dataset.preview);
      if (shown) document.querySelector(form.dataset.preview).replaceChildren(...shown.childNodes);
    }, WAIT);
  });
}

async function ask(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set('act', 'preview');
  const response = await fetch(form.action, { method: 'POST', body }).catch(() => null);
  if (response === null) return null;
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}
