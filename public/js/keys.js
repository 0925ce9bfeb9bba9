// A figure chooses a level, n and p go to the next and the previous criterion, ? opens the list of keys, Ctrl + Enter
// presses the form's first button. Single keys can be switched off, because one may be pressed by mistake or by dictation.
const rows = document.querySelector('[data-keys]');
const hint = document.querySelector('[data-keys-hint]');
const toggle = hint?.querySelector('button');
const isOff = () => localStorage.getItem('keys') === 'off';

function showSwitch() {
  toggle.textContent = isOff() ? toggle.dataset.on : toggle.dataset.off;
}

if (toggle) {
  hint.hidden = false;
  showSwitch();
  toggle.addEventListener('click', () => {
    localStorage.setItem('keys', isOff() ? 'on' : 'off');
    showSwitch();
  });
}

document.addEventListener('keydown', (event) => {
  const form = rows?.closest('form');
  if (!form || event.isComposing) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector('button.btn'));
    return;
  }
  const typing = event.target.closest('textarea, select, input:not([type="radio"], [type="checkbox"])');
  if (typing || isOff() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^\d$/.test(event.key)) choose(event.key);
  else if (event.key === 'n') document.querySelector('main a[rel="next"]')?.click();
  else if (event.key === 'p') document.querySelector('main a[rel="prev"]')?.click();
  else if (event.key === '?') hint.open = !hint.open;
});

function choose(figure) {
  const level = rows.querySelector(`input[value="${figure}"]`);
  if (level === null) return;
  level.checked = true;
  level.focus();
  level.dispatchEvent(new Event('input', { bubbles: true }));
}
