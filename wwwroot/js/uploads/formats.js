// What kind of disk a file holds, told from its first and last bytes before any of them is sent. A guess for the form:
// the server looks again, and what it finds counts.
const edge = 64 * 1024;
const sector = 512;

class Bytes {
  constructor(buffer) {
    this.view = new DataView(buffer);
    this.length = buffer.byteLength;
  }

  has(offset, signature) {
    if (offset < 0 || offset + signature.length > this.length) {
      return false;
    }
    return [...signature].every((character, i) => this.view.getUint8(offset + i) === character.charCodeAt(0));
  }

  // Sizes above 2^53 are no disk's: the loss of their last bits changes nothing.
  big(offset, little = false) {
    return offset + 8 <= this.length ? Number(this.view.getBigUint64(offset, little)) : 0;
  }

  word(offset, little = false) {
    return offset + 4 <= this.length ? this.view.getUint32(offset, little) : 0;
  }

  half(offset, little = false) {
    return offset + 2 <= this.length ? this.view.getUint16(offset, little) : 0;
  }
}

const read = async (file, from, to) => new Bytes(await file.slice(Math.max(0, from), to).arrayBuffer());

/**
 * `{ format, virtualSize, refusal }`: the disk format as the image API names it, null when unknown; the size a guest sees, null when
 * unknown; and why the server would refuse such a file, as the key of a text. `compressed` and `archive` tell the container.
 */
export async function recognise(file) {
  const head = await read(file, 0, edge);
  for (const look of [qcow2, vmdk, vhdx, vdi, qed, luks, ploop, packed]) {
    const found = await look(head, file);
    if (found) {
      return { format: null, virtualSize: null, refusal: null, ...found };
    }
  }
  const tail = await read(file, file.size - edge, file.size);
  return { format: null, virtualSize: null, refusal: null, ...(vhd(tail) ?? iso(head, file) ?? plainDisk(head, file)) };
}

function qcow2(head) {
  if (!head.has(0, 'QFI\xfb')) {
    return null;
  }
  const version = head.word(4);
  const backed = head.big(8) !== 0;
  const externalData = version >= 3 && (head.word(76) & 4) !== 0;
  return {
    format: 'qcow2',
    virtualSize: head.big(24),
    refusal: version < 2 ? 'qcow1' : backed ? 'backing_file' : externalData ? 'data_file' : null,
  };
}

function vmdk(head) {
  if (head.has(0, 'KDMV')) {
    return { format: 'vmdk', virtualSize: head.big(12, true) * sector };
  }
  // A text that names other files, which were not chosen with it.
  return head.has(0, '# Disk DescriptorFile') ? { format: 'vmdk', refusal: 'vmdk_descriptor' } : null;
}

async function vhdx(head, file) {
  if (!head.has(0, 'vhdxfile')) {
    return null;
  }
  const regions = await read(file, 192 * 1024, 256 * 1024);
  const region = entries(regions, 16, regions.word(8, true), 32).find((at) => isGuid(regions, at, '8b7ca206-4790-4b9a-b8fe-575f050f886e'));
  if (region === undefined) {
    return { format: 'vhdx' };
  }
  const start = regions.big(region + 16, true);
  const table = await read(file, start, start + 2 * edge);
  const items = entries(table, 32, table.half(10, true), 32);
  const value = (guid) => {
    const item = items.find((at) => isGuid(table, at, guid));
    return item === undefined ? null : table.word(item + 16, true);
  };
  const size = value('2fa54224-cd1b-4876-b211-5dbed83bf4b8');
  const parameters = value('caa16737-fa36-4d43-b3b6-33f0aa44e76b');
  const hasParent = parameters !== null && (table.word(parameters + 4, true) & 2) !== 0;
  return { format: 'vhdx', virtualSize: size === null ? null : table.big(size, true), refusal: hasParent ? 'parent_disk' : null };
}

const entries = (bytes, first, count, size) => Array.from({ length: Math.min(count, 2047) }, (_, i) => first + i * size).filter((at) => at + size <= bytes.length);

function isGuid(bytes, at, guid) {
  const [first, second, third, ...rest] = guid.split('-');
  const tail = rest.join('').match(/../g).map((pair) => parseInt(pair, 16));
  return (
    bytes.word(at, true) === parseInt(first, 16) &&
    bytes.half(at + 4, true) === parseInt(second, 16) &&
    bytes.half(at + 6, true) === parseInt(third, 16) &&
    tail.every((value, i) => bytes.view.getUint8(at + 8 + i) === value)
  );
}

function vdi(head) {
  if (head.word(0x40, true) !== 0xbeda107f) {
    return null;
  }
  const differencing = head.word(0x4c, true) === 4;
  return { format: 'vdi', virtualSize: head.big(0x170, true), refusal: differencing ? 'parent_disk' : null };
}

function vhd(tail) {
  const footer = tail.length - sector;
  if (!tail.has(footer, 'conectix')) {
    return null;
  }
  return { format: 'vhd', virtualSize: tail.big(footer + 48), refusal: tail.word(footer + 60) === 4 ? 'parent_disk' : null };
}

const qed = (head) => (head.has(0, 'QED\0') ? { refusal: 'qed' } : null);

const luks = (head) => (head.has(0, 'LUKS\xba\xbe') ? { refusal: 'luks' } : null);

function ploop(head) {
  const known = head.has(0, 'WithoutFreeSpace') || head.has(0, 'WithouFreSpacExt');
  return known ? { format: 'ploop', virtualSize: head.big(36, true) * sector } : null;
}

function packed(head) {
  const signatures = ['\x1f\x8b', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd', 'BZh', '\x04\x22\x4d\x18', 'PK\x03\x04'];
  if (signatures.some((signature) => head.has(0, signature))) {
    return { compressed: true };
  }
  return head.has(257, 'ustar') ? { archive: true } : null;
}

// A hybrid with a partition table in its first sectors, as installers are, is an ISO too.
const iso = (head, file) => (head.has(32_769, 'CD001') ? { format: 'iso', virtualSize: file.size } : null);

function plainDisk(head, file) {
  const partitioned = head.half(510) === 0x55aa || head.has(512, 'EFI PART') || head.has(4096, 'EFI PART');
  const fileSystem = head.half(1080, true) === 0xef53 || head.has(0, 'XFSB') || head.has(0, 'hsqs') || head.has(3, 'NTFS');
  return partitioned || fileSystem ? { format: 'raw', virtualSize: file.size } : {};
}
