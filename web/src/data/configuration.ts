import {
  type ConfigurationRequest,
  type Desired,
  desiredSchema,
  mappingSchema,
  type Reported,
  recordsReplySchema,
  reportedSchema,
  type StoredRecord,
} from "@lastmeter/model/configuration";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { settingsReplySchema } from "@lastmeter/model/setting";
import { useEffect, useMemo, useState } from "react";
import { z } from "zod/mini";
import { call } from "./call.ts";
import { CallError } from "./call-error.ts";
import { loadFirestore } from "./client.ts";
import { store } from "./home-data.ts";
import { parseBy, type Query } from "./query.ts";
import { type Loaded, useLoaded } from "./store.ts";

/** A node of a network, or (`nodeId` null) the network itself. */
export interface SettingsOf {
  readonly networkId: NetworkId;
  readonly nodeId: NodeId | null;
}

const toPath = ({ networkId, nodeId }: SettingsOf, part: "desired" | "reported") =>
  nodeId === null ? paths.networkConfiguration(networkId, part) : paths.nodeConfiguration(nodeId, part);
const doneSchema = z.object({});

function useOne<T>(path: string, schema: Parameters<typeof parseBy<T>>[0]): Loaded<T> {
  const query = useMemo((): Query<T> => ({ path, where: null, parse: parseBy(schema) }), [path, schema]);
  return useLoaded(store, query);
}

/** What is wanted; null where nothing was ever set. */
export function useDesired(of: SettingsOf): Loaded<Desired> {
  return useOne(toPath(of, "desired"), desiredSchema);
}

export function useReported(of: SettingsOf): Loaded<Reported> {
  return useOne(toPath(of, "reported"), reportedSchema);
}

export const useMapping = (networkId: NetworkId) =>
  useOne(paths.networkConfiguration(networkId, "mapping"), mappingSchema);

async function ask(request: ConfigurationRequest): Promise<void> {
  await call("configuration", request, doneSchema);
}

/** What can be done to a configuration. Each @throws CallError */
export const configuration = {
  set: ({ networkId, nodeId }: SettingsOf, changes: Extract<ConfigurationRequest, { act: "set" }>["changes"]) =>
    ask({ act: "set", networkId, nodeId, changes }),
  reset: ({ networkId, nodeId }: SettingsOf, settings: Extract<ConfigurationRequest, { act: "reset" }>["settings"]) =>
    ask({ act: "reset", networkId, nodeId, settings }),
  read: ({ networkId, nodeId }: SettingsOf, keys: string[]) => ask({ act: "read", networkId, nodeId, keys }),
  firmware: (networkId: NetworkId, nodeId: NodeId, what: Extract<ConfigurationRequest, { act: "firmware" }>["what"]) =>
    ask({ act: "firmware", networkId, nodeId, what }),
  map: (networkId: NetworkId, version: number, mapping: Extract<ConfigurationRequest, { act: "map" }>["mapping"]) =>
    ask({ act: "map", networkId, version, mapping }),
  describe: ({ networkId, nodeId }: SettingsOf) =>
    call("configuration", { act: "describe", networkId, nodeId }, settingsReplySchema),
  records: (networkId: NetworkId, topic: string | null, search: string) =>
    call("configuration", { act: "records", networkId, topic, search }, recordsReplySchema),
};

export type Asked<T> = { readonly value: T } | { readonly error: CallError } | null;

/** The answer to a question, asked anew when `key` changes; null while it is on its way. */
export function useAsked<T>(key: string, question: () => Promise<T>): { readonly asked: Asked<T>; again(): void } {
  const [asked, setAsked] = useState<Asked<T>>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which question it is
  useEffect(() => {
    let isCurrent = true;
    setAsked(null);
    question()
      .then((value) => isCurrent && setAsked({ value }))
      .catch((error: unknown) => {
        if (isCurrent) setAsked({ error: error instanceof CallError ? error : new CallError("unreachable") });
      });
    return () => {
      isCurrent = false;
    };
  }, [key, round]);
  return { asked, again: () => setRound((last) => last + 1) };
}

const partSchema = z.object({ d: z.instanceof(Uint8Array) });

/** The bytes of a kept message, as the network sent them; null where one of its parts is gone. */
export async function readRecord(networkId: NetworkId, { id, parts }: StoredRecord): Promise<Uint8Array | null> {
  const firestore = await loadFirestore();
  const ids = Array.from({ length: parts }, (_, part) => (part === 0 ? id : `${id}~${part}`));
  const read = await Promise.all(ids.map((each) => firestore.read(paths.configRecord(networkId, each))));
  const packed = read.map((fields) => partSchema.safeParse(fields).data?.d);
  if (packed.some((part) => part === undefined)) return null;
  const zipped = new Blob(packed.map((part) => new Uint8Array(part ?? [])));
  const stream = zipped.stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
