// Choosing files. A handle, where the browser lends one, lets an upload go on after a reload without choosing again.
import * as records from './records.js';

/** Asks for one file; null when the person thought better of it. */
export async function choose() {
  if (!window.showOpenFilePicker) {
    return chooseByInput();
  }
  try {
    const [handle] = await window.showOpenFilePicker();
    return { file: await handle.getFile(), handle };
  } catch (error) {
    if (error.name === 'AbortError') {
      return null;
    }
    // A policy may forbid the picker; the input is always there.
    return chooseByInput();
  }
}

function chooseByInput() {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.addEventListener('change', () => resolve(input.files.length > 0 ? { file: input.files[0], handle: null } : null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

/** The files of a drop with their handles. The transfer must be read before the event returns: it is empty afterwards. */
export function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === 'file' && !item.webkitGetAsEntry?.()?.isDirectory);
  return Promise.all(
    items.map((item) => {
      const file = item.getAsFile();
      const handle = item.getAsFileSystemHandle?.().catch(() => null);
      return Promise.resolve(handle).then((lent) => ({ file, handle: lent ?? null }));
    }),
  );
}

export const carriesFiles = (transfer) => transfer?.types.includes('Files') ?? false;

/** The file of an earlier visit: `{ file }`, or `{ handle }` when the browser wants a click first, or null. */
export async function remembered(id) {
  const handle = await records.handleOf(id);
  if (!handle) {
    return null;
  }
  try {
    return (await handle.queryPermission?.({ mode: 'read' })) === 'prompt' ? { handle } : { file: await handle.getFile(), handle };
  } catch {
    return null;
  }
}

/** The file behind a handle, after asking for leave; null when it was refused or the file is gone. */
export async function open(handle) {
  try {
    const leave = (await handle.requestPermission?.({ mode: 'read' })) ?? 'granted';
    return leave === 'granted' ? await handle.getFile() : null;
  } catch {
    return null;
  }
}
