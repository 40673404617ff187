// What a file's name tells of what is in it.
const systems = [
  ['ubuntu', /ubuntu|noble|jammy|focal|bionic/i, { noble: '24.04', jammy: '22.04', focal: '20.04', bionic: '18.04' }],
  ['debian', /debian|trixie|bookworm|bullseye|buster/i, { trixie: '13', bookworm: '12', bullseye: '11', buster: '10' }],
  ['centos', /centos/i],
  ['rocky', /rocky/i],
  ['almalinux', /alma-?linux/i],
  ['fedora', /fedora/i],
  ['rhel', /rhel|red-?hat/i],
  ['opensuse', /opensuse/i],
  ['sles', /\bsles?\b|suse/i],
  ['alpine', /alpine/i],
  ['arch', /\barch(-?linux)?\b/i],
  ['cirros', /cirros/i],
  ['freebsd', /freebsd/i],
  ['windows', /windows|\bwin(10|11|2k\d+|server)/i],
];

const endings = /(\.(qcow2?|img|raw|vmdk|vhdx?|vpc|vdi|iso|ova|hds|gz|xz|zst|bz2|zip|tar))+$/i;

/** The file's name without its endings. */
export const imageName = (fileName) => fileName.replace(endings, '') || fileName;

/** `{ distro, version }` as the properties os_distro and os_version have them; empty text when nothing is told. */
export function system(fileName) {
  const [distro, pattern, releases] = systems.find(([, pattern]) => pattern.test(fileName)) ?? [''];
  if (!distro) {
    return { distro: '', version: '' };
  }
  const release = Object.keys(releases ?? {}).find((name) => fileName.toLowerCase().includes(name));
  const rest = fileName.slice(fileName.search(pattern));
  const numbers = rest.match(/^[a-z]+[-_.]?(?:v|linux|server|cloud|generic|stream|leap)?[-_.]?(\d{1,4}(?:\.\d{1,3})?)(?!\d)/i);
  return { distro, version: release ? releases[release] : (numbers?.[1] ?? '') };
}
