// Warns five minutes before the session ends by itself, and keeps it going where the reader says so.
const WARN = 5 * 60_000;
const note = document.querySelector('[data-session]');
let endsAt = Date.parse(note.dataset.session);
let timer = 0;

function plan() {
  clearTimeout(timer);
  const wait = endsAt - WARN - Date.now();
  note.hidden = wait > 0;
  if (wait > 0) timer = setTimeout(plan, wait);
}

note.querySelector('button').addEventListener('click', async () => {
  const answer = await fetch(note.dataset.stay);
  // Signed out meanwhile: the warning stays.
  if (!answer.ok || answer.redirected) return;
  endsAt = Date.parse((await answer.json()).endsAt);
  plan();
});

plan();
