/** Deterministic noise: the same keys give the same number for ever, so that history and live values join without a seam. */
export type Noise = (key: number, x?: number, y?: number) => number;

/** Uniform in [0, 1) from a seed and up to three integer keys. */
export function createNoise(seed: number): Noise {
  const start = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  return (key, x = 0, y = 0) => {
    let hash = mix(mix(mix(start, key), x), y);
    hash ^= hash >>> 16;
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
    return (hash >>> 0) / 4_294_967_296;
  };
}

function mix(hash: number, key: number): number {
  const mixed = Math.imul(hash ^ (key | 0), 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 5) + 0x6b64e654;
}

/** Continuous noise in [-1, 1): `x` in lattice steps, one stream per `key`. */
export function smoothNoise(noise: Noise, key: number, x: number): number {
  const cell = Math.floor(x);
  const part = x - cell;
  const blend = part * part * (3 - 2 * part);
  return (noise(key, cell) * (1 - blend) + noise(key, cell + 1) * blend) * 2 - 1;
}
