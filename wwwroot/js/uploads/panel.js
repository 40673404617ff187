// The upload panel. It belongs to the shell and needs no circuit: uploads go on while the page's connection is lost or replaced.
import { choose } from './files.js';
import * as incoming from './incoming.js';
import { Queue } from './queue.js';
import { sampleOf } from './sample.js';
import * as server from './server.js';
import { text } from './text.js';
import { PanelView } from './view.js';

const root = document.getElementById('upload-panel');
const user = root?.dataset.user ?? '';
const queue = new Queue(() => view.refreshSoon());
const view = new PanelView(root ?? document.createElement('div'), queue, restart);

queue.restore(user);
incoming.watch();
// A page that reloads itself takes the chosen file away from an upload: the shell asks first.
window.GlancePortal = Object.assign(window.GlancePortal ?? {}, { uploadsHoldPage: () => queue.transfers.some((transfer) => transfer.needsPage) });
addEventListener('online', () => queue.retryNow());
addEventListener('pagehide', () => queue.close());
addEventListener('beforeunload', (event) => {
  if (queue.transfers.some((transfer) => transfer.moving)) {
    event.preventDefault();
    event.returnValue = text('leave');
  }
});

// Any page can offer to go on with an upload: `data-upload` on a button names it.
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('button[data-upload]');
  if (button) {
    const { upload, project, page, title } = button.dataset;
    void takeOver(upload, { project, page, title });
  }
  const into = event.target.closest?.('button[data-upload-into]');
  if (into) {
    const { uploadInto, project, page, title } = into.dataset;
    void fill(uploadInto, { project, page, title });
  }
});

/**
 * Creates the image and starts sending.
 * @param target `{ project, page, title }`; `page` is the image page's address with `{id}` for the image.
 * @returns ids of the upload and its image. Throws a Refusal.
 */
export async function start(file, handle, target, metadata) {
  const sample = await sampleOf(file);
  const created = await server.create(target.project, file.size, { ...metadata, filename: file.name });
  enqueue(created, file, handle, target, sample);
  return created;
}

/** Sends a file into an image that waits for its data. */
async function fill(imageId, target) {
  const picked = await choose();
  if (picked) {
    try {
      await start(picked.file, picked.handle, target, { image_id: imageId });
    } catch {
      // The page shows the image's state live; what is left to say is that nothing was sent.
      window.GlancePortal.toast(document.getElementById('toasts').dataset.error);
    }
  }
}

/** Goes on with an upload that began elsewhere; another file than the one it began with is refused in the panel. */
async function takeOver(id, target) {
  const picked = await choose();
  if (picked) {
    const transfer = queue.of(id) ?? (await adopt(id, target));
    await transfer.provide(picked.file, picked.handle);
  }
}

async function adopt(id, target) {
  const status = await server.status(target.project, id);
  const record = recordOf({ id, imageId: status.imageId }, { name: status.fileName ?? target.title, size: status.length }, target, null);
  record.accepted = status.offset;
  return queue.add(record, null, null);
}

async function restart(transfer, { file, handle }) {
  const { record } = transfer;
  try {
    const created = await server.create(record.project, file.size, { image_id: record.imageId, filename: file.name });
    transfer.dismiss();
    queue.remove(transfer);
    enqueue(created, file, handle, { ...record, page: record.page }, await sampleOf(file));
  } catch (refusal) {
    transfer.fail(refusal);
  }
}

function enqueue(created, file, handle, target, sample) {
  queue.add(recordOf(created, file, target, sample), file, handle);
}

const recordOf = ({ id, imageId }, file, target, sample) => ({
  id,
  imageId,
  user,
  project: target.project,
  page: target.page.replace('{id}', imageId),
  title: target.title || file.name,
  name: file.name,
  size: file.size,
  modified: file.lastModified ?? null,
  sample,
  accepted: 0,
  paused: false,
  place: 0,
});
