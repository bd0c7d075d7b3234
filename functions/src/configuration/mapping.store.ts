import { mappingSchema } from "@lastmeter/model/configuration";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { planDirectory } from "../link/directory.ts";
import { createLinkStore } from "../link/link.store.ts";
import { planNodeWrites } from "../link/node-writes.ts";
import { AppError } from "../platform/app-error.ts";
import { commitWrites } from "../platform/commit.store.ts";
import { protocolFor } from "../protocols/registry.ts";
import { toEntry } from "./configure.ts";
import type { MappingStore } from "./mapping.ts";

/** The directory, by which messages are understood, the nodes that follow from it and the document people see: one commit. */
export function createMappingStore(db: Firestore): MappingStore {
  const links = createLinkStore(db);
  return {
    async write({ networkId, version, mapping }, author, now) {
      const path = paths.networkConfiguration(networkId, "mapping");
      const [stored, link] = await Promise.all([db.doc(path).get(), links.readLink(networkId)]);
      // After the record: one that is newer than it makes the commit a conflict.
      const before = link && (await links.readDirectory(networkId));
      if (!before) throw new AppError("not_found", "a network without a directory");
      const known = stored.exists ? mappingSchema.parse(stored.data()).version : 0;
      if (known !== version) return "stale";
      const described = protocolFor(link.link.kind).describeAnew?.(before, mapping);
      if (described === undefined) throw new AppError("bad_request", "a network that describes itself");
      const { directory: after, changes } = described;
      const planned = planDirectory(before, after);
      if (planned.overflow.length > 0) throw new AppError("unavailable", "no room in the directory", 60);
      const data = { v: 1, networkId, version: version + 1, mapping: mapping, who: author.who, at: now };
      return commitWrites(
        db,
        [
          ...planNodeWrites({ before, after: planned.directory, changes, existing: new Set() }),
          ...planned.writes,
          ...toEntry({ networkId, nodeId: null }, author, "mapping", [], now),
        ],
        [
          {
            path: paths.linkState(networkId),
            data: { "link.directoryVersion": planned.directory.version },
            updatedAt: link.updatedAt,
          },
          { path, data, updatedAt: stored.exists ? (stored.updateTime ?? null) : null },
        ],
      );
    },
  };
}
