// What the shell does without asking the server: theme, rail, menus, copying, notices, and the connection itself.
const root = document.documentElement;
const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? '';

function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

/** Sends a change to the portal's own API with the session's anti-forgery token. */
export function send(method, address, body) {
  return fetch(address, { method, body, headers: { 'X-CSRF-TOKEN': csrf(), Accept: 'application/json' } });
}

// --- Theme and rail: applied at once, kept in a cookie so that the next first paint is right.

function setTheme(theme) {
  root.dataset.theme = theme;
  document.querySelector('meta[name="color-scheme"]').content = theme === 'system' ? 'light dark' : theme;
  remember('gp-theme', theme);
  markTheme();
  if (document.body.querySelector('[data-signed-in]')) {
    send('POST', '/preferences', new URLSearchParams({ theme })).catch(() => { /* the cookie holds it */ });
  }
}

function markTheme() {
  for (const choice of document.querySelectorAll('[data-set-theme]')) {
    const chosen = choice.dataset.setTheme === root.dataset.theme;
    if (choice.getAttribute('aria-pressed') !== String(chosen)) choice.setAttribute('aria-pressed', chosen);
  }
}

function foldRail() {
  root.dataset.rail = root.dataset.rail === 'folded' ? 'open' : 'folded';
  remember('gp-rail', root.dataset.rail);
}

// The way home leads to the project one was in last.
let keptProject;

function keepProject() {
  const project = document.querySelector('[data-project]')?.dataset.project;
  if (project && project !== keptProject) remember('gp-project', keptProject = project);
}

// --- Notices: at most three, waiting while they are read.

/**
 * Shows a notice. `options.action` adds a button: { label, run }. `options.href` with `options.label` adds a link.
 * A notice with an action stays 10 s, others 6 s; hover and focus hold it.
 */
export function toast(text, options = {}) {
  const region = document.getElementById('toasts');
  const item = document.createElement('div');
  item.className = 'toast';
  const words = document.createElement('span');
  words.textContent = text;
  item.append(words);

  const close = () => { clearTimeout(item.timer); item.remove(); };
  if (options.action) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button small';
    button.textContent = options.action.label;
    button.onclick = () => { close(); options.action.run(); };
    item.append(button);
  } else if (options.href) {
    const link = document.createElement('a');
    link.className = 'button small';
    link.href = options.href;
    link.textContent = options.label;
    link.onclick = close;
    item.append(link);
  }
  const dismiss = document.createElement('button');
  dismiss.type = 'button';
  dismiss.className = 'button quiet small icon-only';
  dismiss.setAttribute('aria-label', region.dataset.close);
  dismiss.textContent = '×';
  dismiss.onclick = close;
  item.append(dismiss);

  const wait = () => { item.timer = setTimeout(close, options.action ? 10_000 : 6_000); };
  const hold = () => clearTimeout(item.timer);
  item.addEventListener('mouseenter', hold);
  item.addEventListener('focusin', hold);
  item.addEventListener('mouseleave', wait);
  item.addEventListener('focusout', wait);
  wait();

  region.append(item);
  while (region.children.length > 3) region.firstElementChild.remove();
}

/** A notice with an undo button that sends one request; what comes of it is said in the given words. */
export function toastWithUndo(text, label, method, address, done) {
  const run = async () => {
    const answer = await send(method, address).catch(() => null);
    const problem = answer && !answer.ok ? await answer.json().catch(() => null) : null;
    toast(answer?.ok ? done : problem?.detail ?? document.getElementById('toasts').dataset.error);
  };
  toast(text, { action: { label, run } });
}

// --- Copying: the text is beside the button, the answer is in the button.

async function copy(button) {
  const source = button.dataset.copyFrom ? document.getElementById(button.dataset.copyFrom) : null;
  const text = button.dataset.copy ?? source?.textContent ?? '';
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Plain http has no clipboard API: select the text and use the old command.
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'visually-hidden';
    document.body.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
    button.focus();
  }
  button.dataset.copied = '';
  setTimeout(() => delete button.dataset.copied, 2000);
}

// --- Menus are <details>: this closes them and moves through them with the arrow keys.

function closeMenus(except) {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}

function moveInMenu(menu, step) {
  const items = [...menu.querySelectorAll('.menu-item')];
  const next = items[(items.indexOf(document.activeElement) + step + items.length) % items.length];
  next?.focus();
}

document.addEventListener('click', event => {
  const target = event.target.closest('[data-set-theme], [data-fold], [data-copy], [data-copy-from], [data-reconnect], [data-reload], .skip-link, .menu-item');
  if (target?.dataset.setTheme) setTheme(target.dataset.setTheme);
  else if (target?.hasAttribute('data-fold')) foldRail();
  else if (target?.dataset.copy !== undefined || target?.dataset.copyFrom) copy(target);
  else if (target?.hasAttribute('data-reconnect')) reconnect();
  else if (target?.hasAttribute('data-reload')) location.reload();
  else if (target?.classList.contains('skip-link')) {
    event.preventDefault();
    document.getElementById('main')?.focus();
  }
  closeMenus(target?.classList.contains('menu-item') && !target.dataset.setTheme ? null : event.target);
});

document.addEventListener('keydown', event => {
  const menu = document.activeElement?.closest('details.menu[open]');
  if (!menu) return;
  if (event.key === 'Escape') {
    menu.open = false;
    menu.querySelector('summary').focus();
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    moveInMenu(menu, event.key === 'ArrowDown' ? 1 : -1);
  }
});

// --- Search: one message per pause, none per key. A field with data-settle says `change` when typing rests.

const settling = new WeakMap();

document.addEventListener('input', event => {
  const field = event.target.closest?.('[data-settle]');
  if (!field) return;
  clearTimeout(settling.get(field));
  settling.set(field, setTimeout(() => field.dispatchEvent(new Event('change', { bubbles: true })), Number(field.dataset.settle)));
});

document.addEventListener('submit', event => {
  const field = event.target.querySelector?.('[data-settle]');
  if (!field || !window.Blazor || !document.querySelector('[data-ready="true"]')) return;
  event.preventDefault();
  clearTimeout(settling.get(field));
  field.dispatchEvent(new Event('change', { bubbles: true }));
});

const focus = id => document.getElementById(id)?.focus();

// --- A dialog gives the focus back to what opened it; what was in a menu, to the menu's button.

let opener = null;

function holdFocus() {
  opener = document.activeElement?.closest('details.menu')?.querySelector('summary') ?? document.activeElement;
}

const returnFocus = () => opener?.isConnected && opener.focus();

// --- Times are rendered by the server in words; here they grow older and show the reader's own zone.

const units = [['year', 31_536_000], ['month', 2_592_000], ['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];

function tell(time) {
  const at = new Date(time.dateTime);
  const title = at.toLocaleString(root.lang, { dateStyle: 'medium', timeStyle: 'long' });
  if (time.title !== title) time.title = title;
  if (!time.hasAttribute('data-relative') || !time.firstChild) return;
  const seconds = Math.round((at - Date.now()) / 1000);
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1);
  const words = Math.abs(seconds) < 45 ? new Intl.RelativeTimeFormat(root.lang, { numeric: 'auto' }).format(0, 'second')
    : new Intl.RelativeTimeFormat(root.lang, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
  // Chinese is set apart from digits. The renderer keeps its text node: change what it says, never the node.
  const spaced = words.replace(/(\d)(?=\p{Script=Han})/gu, '$1 ');
  if (time.firstChild.data !== spaced) time.firstChild.data = spaced;
}

const tellAll = () => document.querySelectorAll('time[datetime]').forEach(tell);

// --- The connection: a slim bar while it is away, a reload when the server no longer knows the page.

function reconnect() {
  window.Blazor?.reconnect().then(known => { if (known === false) reloadWhenFree(); }).catch(() => { /* the bar stays */ });
}

// The server knows what it has heard of; this marks what was typed since, also while it is away. Searching loses nothing.
document.addEventListener('input', event => {
  const form = event.target.closest?.('form');
  if (form && !form.querySelector('[data-settle]')) form.setAttribute('data-changed', '');
});

// A file that was chosen on this page would have to be chosen again: the reload waits until all of it is sent.
// What was typed stays to be copied: then only the person reloads.
function reloadWhenFree() {
  if (document.querySelector('form[data-changed]')) {
    const bar = document.getElementById('components-reconnect-modal');
    bar.dataset.unsaved = '';
    bar.classList.replace('components-reconnect-failed', 'components-reconnect-rejected');
  } else if (window.GlancePortal.uploadsHoldPage?.()) setTimeout(reloadWhenFree, 1_000);
  else location.reload();
}

function watchConnection() {
  const bar = document.getElementById('components-reconnect-modal');
  new MutationObserver(() => {
    if (bar.classList.contains('components-reconnect-rejected')) reloadWhenFree();
  }).observe(bar, { attributes: true, attributeFilter: ['class'] });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && bar.classList.contains('components-reconnect-failed')) reconnect();
  });
}

window.GlancePortal = { ...window.GlancePortal, toast, toastWithUndo, send, focus, holdFocus, returnFocus };
markTheme();
tellAll();
keepProject();
setInterval(tellAll, 30_000);
new MutationObserver(() => { markTheme(); tellAll(); keepProject(); }).observe(document.body, { childList: true, subtree: true });

if (window.Blazor) {
  watchConnection();
  window.Blazor.start({
    circuit: {
      // Quick at first, then every ten seconds for as long as the tab lives.
      reconnectionOptions: { maxRetries: 100_000, retryIntervalMilliseconds: attempt => Math.min(500 * 2 ** attempt, 10_000) },
    },
  });
}
