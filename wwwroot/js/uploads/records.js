// What this browser remembers of its uploads so that they go on after a reload: facts in localStorage,
// and where the browser lends one, the handle of the file itself in IndexedDB.
const prefix = 'upload:';
const owner = 'upload-owner:';
const page = `${Date.now()}-${Math.random()}`;
const ownerMs = 6_000;
// How one ended is told once more after a reload; later the image's page knows.
const endedMs = 10 * 60_000;

export function all(user) {
  const found = [];
  for (let i = 0; i < localStorage.length; i++) {
    const key = localStorage.key(i);
    if (key.startsWith(prefix)) {
      const record = read(key);
      if (record?.user === user) {
        found.push(record);
      }
    }
  }
  found.filter((record) => record.endedAt < Date.now() - endedMs).forEach((record) => forget(record.id));
  return found.filter((record) => exists(record.id)).sort((one, other) => one.place - other.place);
}

export const save = (record) => localStorage.setItem(prefix + record.id, JSON.stringify(record));

export function forget(id) {
  localStorage.removeItem(prefix + id);
  localStorage.removeItem(owner + id);
  void withHandles('readwrite', (handles) => handles.delete(id)).catch(() => {});
}

export const exists = (id) => localStorage.getItem(prefix + id) !== null;

/** Whether another page of this browser works on the upload: it says so every second. */
export function heldByAnotherPage(id) {
  const held = read(owner + id);
  return held !== null && held.page !== page && Date.now() - held.at < ownerMs;
}

/** Takes the upload for this page, unless another has it. */
export function claim(id) {
  if (heldByAnotherPage(id)) {
    return false;
  }
  localStorage.setItem(owner + id, JSON.stringify({ page, at: Date.now() }));
  return true;
}

export function release(id) {
  if (read(owner + id)?.page === page) {
    localStorage.removeItem(owner + id);
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export const keepHandle = (id, handle) => withHandles('readwrite', (handles) => handles.put(handle, id)).catch(() => {});

/** The file's handle, null where the browser lent none. */
export const handleOf = (id) => withHandles('readonly', (handles) => handles.get(id)).catch(() => null);

function withHandles(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('glanceportal-uploads', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('handles');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction('handles', mode);
      const request = act(transaction.objectStore('handles'));
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result ?? null);
      };
      transaction.onerror = transaction.onabort = () => {
        database.close();
        reject(transaction.error);
      };
    };
  });
}
