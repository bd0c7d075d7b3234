import { gunzipSync, gzipSync } from "node:zlib";

export function toGzip(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(bytes));
}

/** @throws if the bytes are not gzip or hold more than `maxBytes`. */
export function fromGzip(bytes: Uint8Array, maxBytes: number): Uint8Array {
  return new Uint8Array(gunzipSync(bytes, { maxOutputLength: maxBytes }));
}
