// Words and numbers in the page's language. The words come with the page, as JSON made from the same resources as all others.
const holder = document.getElementById('upload-texts');
const texts = holder ? JSON.parse(holder.textContent) : {};
export const language = document.documentElement.lang || 'en';

const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export const has = (key) => key in texts;

export const text = (key, ...values) => (texts[key] ?? key).replace(/\{(\d)\}/g, (_, place) => values[place] ?? '');

/** A size in binary units, `2.0 GiB`. */
export function bytes(count) {
  let unit = 0;
  while (count >= 1024 && unit < units.length - 1) {
    count /= 1024;
    unit++;
  }
  return `${(unit < 2 ? whole : tenths).format(count)} ${units[unit]}`;
}

export const speed = (bytesPerSecond) => text('speed', bytes(bytesPerSecond));

/** A whole percent, rounded down: nothing is full before it is. */
export const percent = (done, total) => (total > 0 ? Math.min(100, Math.floor((done * 100) / total)) : 0);

export function duration(seconds) {
  if (seconds < 60) {
    return text('seconds', whole.format(Math.max(1, Math.ceil(seconds))));
  }
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60
    ? text('minutes', whole.format(minutes))
    : text('hours', whole.format(Math.floor(minutes / 60)), whole.format(minutes % 60));
}

export const list = (words) => new Intl.ListFormat(language).format(words);

export const date = (value) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(value));
