// Warns five minutes before the session ends by itself, and keeps it going where the reader says so. It counts the
// seconds that the service gave, so that a wrong clock of the device warns neither early nor late.
const WARN = 5 * 60;
const note = document.querySelector('[data-session]');
let timer = 0;

function plan(endsIn) {
  clearTimeout(timer);
  const wait = endsIn - WARN;
  note.hidden = wait > 0;
  if (wait > 0) timer = setTimeout(() => plan(WARN), wait * 1000);
}

note.querySelector('button').addEventListener('click', async () => {
  const answer = await fetch(note.dataset.stay);
  // Signed out meanwhile: the warning stays.
  if (answer.ok && !answer.redirected) plan((await answer.json()).endsIn);
});

plan(Number(note.dataset.session));
