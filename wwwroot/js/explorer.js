// Shows the document of the APIs. What one tries out at the portal's own doors is done as the person who is signed in, in the chosen project.
const root = document.documentElement;
const place = document.getElementById('explorer');
const projects = document.getElementById('explorer-project');
const csrf = document.querySelector('meta[name="csrf-token"]')?.content ?? '';
const dark = matchMedia('(prefers-color-scheme: dark)');

function withSession(request) {
  const address = new URL(request.url, location.href);
  const own = address.origin === location.origin && /^\/(api\/v1|uploads)(\/|$)/.test(address.pathname);
  if (own && !request.headers['X-Auth-Token']) {
    request.headers['X-CSRF-TOKEN'] = csrf;
    if (projects) request.headers['X-Project-Id'] = projects.value;
  }
  return request;
}

function followTheme() {
  const { theme } = root.dataset;
  root.classList.toggle('dark-mode', theme === 'dark' || (theme === 'system' && dark.matches));
}

followTheme();
dark.addEventListener('change', followTheme);
new MutationObserver(followTheme).observe(root, { attributeFilter: ['data-theme'] });
window.SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: false,
  // It would send the document to somebody else's server to have it checked.
  validatorUrl: null,
  requestInterceptor: withSession,
});
