import { join } from "node:path";
import { type LinkKey, parseKeyText, toKeyText } from "@lastmeter/model/link/key";
import { z } from "zod";
import { readJsonFile, writeJsonFile } from "../disk-queue/durable-file.ts";

const fileSchema = z.strictObject({
  v: z.literal(1),
  /** The configured key that these replace: another one in the configuration makes them void. */
  root: z.string(),
  /** Newest last. */
  keys: z.array(z.string().max(128)).min(1).max(2),
});
const FILE = "keys.json";

/**
 * The network's key and, while it is exchanged, the next one beside it: a new key is on disk before it is used, and the one whose
 * session brought it stays beside it until the one after comes. So whichever of them the dispatcher still takes, the gateway has it.
 */
export class LinkKeys {
  readonly #path: string;
  readonly #root: string;
  #keys: readonly LinkKey[];

  private constructor(path: string, root: string, keys: readonly LinkKey[]) {
    this.#path = path;
    this.#root = root;
    this.#keys = keys;
  }

  /** @param directory of the network's state. @param configured the key of the configuration. */
  static async open(directory: string, configured: LinkKey): Promise<LinkKeys> {
    const path = join(directory, FILE);
    const stored = await readJsonFile(path, fileSchema);
    const keys = stored?.root === configured.kid ? stored.keys.flatMap(toKey) : [];
    return new LinkKeys(path, configured.kid, keys.length > 0 ? keys : [configured]);
  }

  /** In the order in which they are tried. */
  get newestFirst(): readonly LinkKey[] {
    return this.#keys.toReversed();
  }

  /** @param usedKid the key whose session brought it, which is kept. @returns whether it is new; then it is on disk. */
  async add(text: string, usedKid: string | undefined): Promise<boolean> {
    const [key] = toKey(text);
    if (key === undefined || this.#keys.some(({ kid }) => kid === key.kid)) return false;
    const used = this.#keys.find(({ kid }) => kid === usedKid) ?? this.#keys.at(-1);
    const keys = [...(used ? [used] : []), key];
    await writeJsonFile(this.#path, { v: 1, root: this.#root, keys: keys.map(toKeyText) }, { sync: true });
    this.#keys = keys;
    return true;
  }
}

function toKey(text: string): LinkKey[] {
  const key = parseKeyText(text);
  return typeof key === "string" ? [] : [key];
}
