// Is this the file that the upload began with? Told from a few places in it: reading 2 GiB to ask would take longer than the answer is worth.
import { sha256 } from './sha256.js';
import { bytes, date, text } from './text.js';

const places = 16;
const pieceBytes = 16 * 1024;

export const digestOf = async (file, from, length) => sha256(new Uint8Array(await file.slice(from, from + length).arrayBuffer()));

/** A digest over sixteen places of the file, its first and last bytes among them. */
export async function sampleOf(file) {
  const last = Math.max(0, file.size - pieceBytes);
  const pieces = Array.from({ length: places }, (_, i) => Math.floor((last * i) / (places - 1)));
  const digests = await Promise.all(pieces.map((from) => digestOf(file, from, pieceBytes)));
  return sha256(new TextEncoder().encode(digests.join()));
}

/**
 * What tells a chosen file from the one the upload began with, in words; empty when it is the same.
 * A renamed file with the same content is the same file.
 * @param received blocks that the server has already, `{ offset, length, sha256 }`: they hold also where this browser has never seen the file.
 */
export async function differences(file, expected, received) {
  const found = [];
  if (file.size !== expected.size) {
    found.push(text('other_size', bytes(file.size), bytes(expected.size)));
  } else if (!(await sameContent(file, expected, received))) {
    found.push(text('other_content'));
    if (expected.modified && file.lastModified !== expected.modified) {
      found.push(text('other_date', date(file.lastModified), date(expected.modified)));
    }
  }
  if (found.length > 0 && file.name !== expected.name) {
    found.unshift(text('other_name', file.name, expected.name));
  }
  return found;
}

async function sameContent(file, expected, received) {
  if (expected.sample && (await sampleOf(file)) !== expected.sample) {
    return false;
  }
  const digests = await Promise.all(received.map((block) => digestOf(file, block.offset, block.length)));
  return digests.every((digest, i) => digest === received[i].sha256);
}
