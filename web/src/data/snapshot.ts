import { get, set } from "idb-keyval";
import { addPainter } from "../lib/paint.ts";
import { store } from "./home-data.ts";
import { loadSchemas, type Query, queries } from "./query.ts";

/** What was last known of somebody's homes is kept on the phone: painted before Firestore is loaded, and without a network. */
const SAVE_MS = 20_000;
const toKey = (uid: string) => `home ${uid}`;

function seed<T>(query: Query<T>, documents: readonly (readonly [string, unknown])[]): void {
  const value = new Map<string, T>();
  for (const [id, fields] of documents) {
    const parsed = query.parse(fields);
    if (parsed !== null) value.set(id, parsed);
  }
  store.seed(query, value);
}

export async function restoreSnapshot(uid: string): Promise<void> {
  const kept: unknown = await get(toKey(uid)).catch(() => null);
  if (kept === undefined || kept === null) return;
  const parsed = (await loadSchemas()).snapshot.safeParse(kept);
  if (!parsed.success) return;
  seed(queries.networks(uid), parsed.data.networks);
  seed(queries.nodes(uid), parsed.data.nodes);
  seed(queries.live(uid), parsed.data.live);
}

let saved: unknown;

async function save(uid: string): Promise<void> {
  const [networks, nodes, live] = [queries.networks(uid), queries.nodes(uid), queries.live(uid)].map((query) =>
    store.peek<unknown>(query),
  );
  if (!networks?.value || !nodes?.value || !live?.value || networks.from === "snapshot" || saved === live.value) return;
  saved = live.value;
  const [n, o, l] = [[...networks.value], [...nodes.value], [...live.value]];
  await set(toKey(uid), { v: 1, networks: n, nodes: o, live: l }).catch(() => undefined);
}

/** Everything of the first page has come from the server. */
function isComplete(uid: string): boolean {
  const all = [queries.networks(uid), queries.nodes(uid), queries.live(uid)];
  return all.every((query) => store.peek<unknown>(query).from === "server");
}

/** Saves as soon as everything is there, then now and then, and when the page is left. */
export function startSnapshots(toUid: () => string | null): void {
  let firstFor: string | null = null;
  addPainter(() => {
    const uid = toUid();
    if (uid === null || uid === firstFor || !isComplete(uid)) return;
    firstFor = uid;
    void save(uid);
  });
  const saveNow = () => {
    const uid = toUid();
    if (uid !== null) void save(uid);
  };
  setInterval(saveNow, SAVE_MS);
  document.addEventListener("visibilitychange", saveNow);
  addEventListener("pagehide", saveNow);
}
