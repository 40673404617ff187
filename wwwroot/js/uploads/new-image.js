// The file side of the New image page: reading the header of the chosen file, beginning its upload.
import { recognise } from './formats.js';
import { receive } from './incoming.js';
import { imageName, system } from './names.js';
import { start } from './panel.js';

let chosen = null;

/** Connects `form`, the page's component. Answers with what disconnects it. */
export function attach(form) {
  chosen = null;
  // The list of faults links to the fields; the router would follow the link without moving the focus.
  const follow = (event) => {
    const link = event.target.closest?.('[data-focus]');
    if (link) {
      event.preventDefault();
      focus(link.dataset.focus);
    }
  };
  document.addEventListener('click', follow);
  receive(async (picked) => {
    chosen = picked;
    await form.invokeMethodAsync('FileChosen', await factsOf(picked.file));
  });
  return {
    detach: () => {
      document.removeEventListener('click', follow);
      receive(null);
    },
  };
}

export function focus(id) {
  document.getElementById(id)?.focus();
}

async function factsOf(file) {
  const { distro, version } = system(file.name);
  return { fileName: file.name, size: file.size, name: imageName(file.name), distro, version, ...(await recognise(file)) };
}

/** Creates the image and begins to send. Answers with the image's id or with the server's refusal. */
export async function submit(target, metadata) {
  try {
    const { imageId } = await start(chosen.file, chosen.handle, target, metadata);
    chosen = null;
    return { imageId };
  } catch (refusal) {
    return { status: refusal.status ?? -1, code: refusal.code, message: refusal.message, requestId: refusal.requestId };
  }
}
