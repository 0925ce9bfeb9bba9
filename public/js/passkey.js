// Gives or sets up a passkey. The buttons stay hidden where the browser has none; the code of an app always does.
for (const button of document.querySelectorAll('button[data-passkey]')) {
  if (!window.PublicKeyCredential) continue;
  button.closest('[hidden]').hidden = false;
  button.addEventListener('click', () => use(button));
}

async function use(button) {
  const told = button.closest('form, section').querySelector('[data-passkey-told]');
  told.textContent = '';
  button.disabled = true;
  try {
    const asked = await post(button.dataset.ask, {});
    const credential = await navigator.credentials[button.dataset.passkey]({ publicKey: decoded(asked) });
    await post(button.dataset.answer, { answer: JSON.stringify(encoded(credential)) });
    goOn(button);
  } catch (fault) {
    // Whoever closes the browser's window is told the same as one whose key does not fit.
    told.textContent = fault.sentence ?? button.dataset.wrong;
    button.disabled = false;
  }
}

function goOn(button) {
  if (button.dataset.then !== undefined) {
    location.assign(button.dataset.then);
    return;
  }
  // The form goes on with what was typed and without a code: the session is proved.
  button.form.querySelector('input:not([type="hidden"])')?.remove();
  button.form.submit();
}

async function post(address, fields) {
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(fields) });
  const told = await answer.json();
  if (!answer.ok) throw Object.assign(new Error('refused'), { sentence: told.error });
  return told;
}

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

function decoded(options) {
  const keys = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.allowCredentials && { allowCredentials: keys(options.allowCredentials) }),
    ...(options.excludeCredentials && { excludeCredentials: keys(options.excludeCredentials) }),
  };
}

function encoded({ id, rawId, type, response }) {
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const sent = parts.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return { id, rawId: text(rawId), type, clientExtensionResults: {}, response: Object.fromEntries(sent) };
}
