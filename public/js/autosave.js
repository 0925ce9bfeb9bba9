// Saves what is typed two seconds after the last key, by the same form post, with the version that the page
// shows. Without this script the buttons do the same. It never overwrites: a newer version elsewhere stops it.
const WAIT = 2000;
const AGAIN = 15000;

for (const form of document.querySelectorAll('form[data-autosave]')) keepSaved(form);

function keepSaved(form) {
  let timer = 0;
  let saving = false;
  let changed = false;
  let pressed = null;
  const plan = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    if (saving || !changed) return;
    saving = true;
    changed = false;
    say(form, 'saving');
    const answer = await post(form);
    saving = false;
    if (answer.state === 'saved') finish(answer);
    else if (answer.state === 'failed') retry();
    else say(form, answer.state);
    if (pressed !== null) form.requestSubmit(pressed);
  }

  function finish({ version, clock }) {
    form.elements.version.value = version;
    say(form, 'saved', clock);
    if (changed) plan(WAIT);
    else form.toggleAttribute('data-unsaved', false);
  }

  function retry() {
    changed = true;
    say(form, 'failed');
    plan(AGAIN);
  }

  form.addEventListener('input', (event) => {
    if (event.target.type === 'file') return;
    changed = true;
    plan(WAIT);
  });
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    if (!saving) return;
    // A saving under way brings the version that the button must name; else the form would meet its own words.
    event.preventDefault();
    pressed = event.submitter;
  });
  window.addEventListener('online', () => plan(0));
}

// A thrown fetch means no connection; every other answer has a status.
async function post(form) {
  // Files go with the button alone.
  const typed = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
  const body = new URLSearchParams(typed);
  const headers = { Accept: 'application/json' };
  const response = await fetch(form.dataset.autosave, { method: 'POST', body, headers }).catch(() => null);
  if (response === null || response.status >= 500 || response.status === 429) return { state: 'failed' };
  if (response.status === 401 || response.status === 403 || response.redirected) return { state: 'ended' };
  if (response.status === 409) return { state: 'elsewhere' };
  // 422: an answer to correct; the button shows which, so the page keeps quiet and unsaved.
  return response.ok ? { state: 'saved', ...(await response.json()) } : { state: 'unready' };
}

function say(form, state, clock = '') {
  const note = form.querySelector('[data-note]');
  const text = (note.dataset[state] ?? '').replace('#', clock);
  note.textContent = text;
  if (state !== 'saved') return;
  for (const place of form.querySelectorAll('[data-clock]')) place.textContent = text;
}
