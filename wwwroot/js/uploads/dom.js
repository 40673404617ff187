/** An element with attributes, properties (`on…`) and children; null children are left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

const paths = {
  pause: 'M7 4v12M13 4v12',
  resume: 'M6 4l10 6-10 6z',
  cancel: 'M5 5l10 10M15 5L5 15',
  up: 'M10 16V4M5 9l5-5 5 5',
  down: 'M10 4v12M5 11l5 5 5-5',
  fold: 'M5 8l5 5 5-5',
  unfold: 'M5 12l5-5 5 5',
  done: 'M4 10l4 4 8-8',
  running: 'M10 4a6 6 0 1 1-6 6',
  todo: 'M10 6a4 4 0 1 0 0 8a4 4 0 0 0 0-8',
  waiting: 'M10 5v5l3 3M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14',
  warning: 'M10 3l8 14H2zM10 8v4M10 14.5v.5',
  failed: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M7.5 7.5l5 5M12.5 7.5l-5 5',
  file: 'M5 3h6l4 4v10H5zM11 3v4h4',
};

/** An outline of the portal's family; decoration beside words, so hidden from assistive technology. */
export function icon(name) {
  const image = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  image.setAttribute('viewBox', '0 0 20 20');
  image.setAttribute('aria-hidden', 'true');
  image.setAttribute('class', 'icon');
  image.setAttribute('width', 16);
  image.setAttribute('height', 16);
  image.dataset.icon = name;
  const path = document.createElementNS(image.namespaceURI, 'path');
  path.setAttribute('d', paths[name]);
  image.append(path);
  return image;
}

export const iconButton = (name, label, onclick) =>
  element('button', { type: 'button', class: 'button quiet icon-only', 'aria-label': label, title: label, onclick }, icon(name));

/** Sets text only when it differs, so that nothing is repainted or spoken twice. */
export function say(target, words) {
  if (target.textContent !== words) {
    target.textContent = words;
  }
}

export function show(target, visible) {
  target.hidden = !visible;
}
