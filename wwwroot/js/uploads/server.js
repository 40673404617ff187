// What the panel asks the server besides sending bytes. Credentials are the portal's cookie and the page's anti-forgery token.
const answerWithinMs = 8_000;

/** The server refused; `status` 0 means that it could not be reached. */
export class Refusal extends Error {
  constructor(status, problem = {}) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code;
    this.requestId = problem.requestId;
  }

  /** Nothing is wrong with the request: the network, a restart, a full moment. */
  get passes() {
    return this.status === 0 || this.status === 408 || this.status === 429 || (this.status >= 500 && this.status !== 507);
  }
}

export const credentials = (project) => ({
  'X-CSRF-TOKEN': document.querySelector('meta[name="csrf-token"]')?.content ?? '',
  'X-Project-Id': project,
});

export const uploadAddress = (id) => `/uploads/${id}`;

/** Where an upload is: bytes, phases, cause. */
export const status = (project, id) => ask(project, `/api/v1/uploads/${id}`);

/** Digests of some blocks that the server has received. */
export const samples = (project, id) => ask(project, `/api/v1/uploads/${id}/samples`);

/** Creates an upload and its image, or one into the queued image that `metadata.image_id` names. */
export async function create(project, size, metadata) {
  const response = await send(project, '/uploads', {
    method: 'POST',
    headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': String(size), 'Upload-Metadata': encode(metadata) },
  });
  return { id: response.headers.get('Location').split('/').pop(), imageId: response.headers.get('X-Image-Id') };
}

export async function remove(project, id) {
  try {
    await send(project, uploadAddress(id), { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } });
  } catch (error) {
    if (error.status !== 404 && error.status !== 410) {
      throw error;
    }
  }
}

const ask = async (project, address) => (await send(project, address, { headers: { Accept: 'application/json' } })).json();

async function send(project, address, { method = 'GET', headers }) {
  let response;
  try {
    response = await fetch(address, {
      method,
      headers: { ...credentials(project), ...headers },
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
  } catch {
    throw new Refusal(0);
  }
  if (!response.ok) {
    throw new Refusal(response.status, problemIn(await response.text().catch(() => '')));
  }
  return response;
}

/** The problem details in an answer's body; empty when it is none. */
export function problemIn(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}

function encode(metadata) {
  return Object.entries(metadata)
    .map(([key, value]) => (value === '' ? key : `${key} ${base64(value)}`))
    .join(',');
}

const base64 = (value) => btoa(String.fromCharCode(...new TextEncoder().encode(value)));
