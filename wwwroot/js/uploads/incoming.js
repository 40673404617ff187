// Files on their way to the New image page: chosen there, or dropped on a page that names it, as the image list does with
// `data-upload-drop`. They wait here until that page is ready for them.
import { carriesFiles, choose, dropped } from './files.js';

let waiting = null;
let receiver = null;

function deliver(picked) {
  if (receiver) {
    receiver(picked);
  } else {
    waiting = picked;
  }
}

/** Makes `take` the one who gets files, also the one that already waits; null when nobody is there any more. */
export function receive(take) {
  receiver = take;
  if (waiting && receiver) {
    receiver(waiting);
    waiting = null;
  }
}

const place = (event) => (carriesFiles(event.dataTransfer) && !event.defaultPrevented ? document.querySelector('[data-upload-drop]') : null);

const leave = () => document.querySelector('[data-upload-drop]')?.removeAttribute('data-over');

export function watch() {
  document.addEventListener('click', async (event) => {
    if (event.target.closest?.('[data-choose]')) {
      const picked = await choose();
      if (picked) {
        deliver(picked);
      }
    }
  });
  document.addEventListener('dragover', (event) => {
    const target = place(event);
    if (target) {
      event.preventDefault();
      target.dataset.over = '';
    }
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) {
      leave();
    }
  });
  document.addEventListener('drop', async (event) => {
    const target = place(event);
    if (target) {
      event.preventDefault();
      leave();
      const address = target.dataset.uploadDrop;
      const [first] = await dropped(event.dataTransfer);
      if (first) {
        deliver(first);
        if (location.pathname !== address) {
          window.Blazor.navigateTo(address);
        }
      }
    }
  });
}
