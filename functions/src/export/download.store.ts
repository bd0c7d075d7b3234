import type { ExportFormat } from "@lastmeter/model/account";
import type { Bytes } from "@lastmeter/model/link/bytes";
import { networkSchema } from "@lastmeter/model/network";
import { paths } from "@lastmeter/model/paths";
import { toLocalDay } from "@lastmeter/model/time";
import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { isOurNetworkId } from "../link/server-ids.ts";
import { AppError } from "../platform/app-error.ts";
import { parseRequest } from "../platform/parse-request.ts";
import { zipEntries } from "../platform/zip.ts";
import { toCsvFiles } from "./csv.ts";
import { toDocumentTables } from "./document-tables.store.ts";
import { exportQuerySchema, isOurLink } from "./export-link.ts";
import { openExport } from "./export-source.store.ts";
import { toJsonFile } from "./json.ts";
import { toSeriesTables } from "./series-tables.store.ts";
import type { ExportHead } from "./table.ts";

const networkFields = z.pick(networkSchema, { ownerId: true, name: true, timeZone: true });

export interface Download {
  readonly format: ExportFormat;
  /** Of letters, digits and `-.`. */
  readonly fileName: string;
  readonly content: AsyncIterable<string | Uint8Array>;
}

/** What a link of `toExportLink` gives; a forged one costs no read. @throws AppError */
export async function openDownload(db: Firestore, secret: Bytes, data: unknown, now: number): Promise<Download> {
  const query = parseRequest(exportQuerySchema, data);
  const { network: networkId, format } = query;
  if (!(await isOurNetworkId(secret, networkId))) throw new AppError("auth_failed", "forged network id");
  const snapshot = await db.doc(paths.network(networkId)).get();
  const network = networkFields.safeParse(snapshot.data());
  const isOurs = network.success && (await isOurLink(secret, query, network.data.ownerId, now));
  if (!isOurs) throw new AppError("auth_failed", "forged or expired link");
  const source = await openExport(db, networkId, snapshot, now);
  const { name, timeZone } = network.data;
  const head: ExportHead = { networkId, name, timeZone, exportedAt: source.toIso(now) };
  const tables = [...toDocumentTables(source), ...toSeriesTables(source)];
  const stem = `lastmeter-${networkId.slice(0, 8).replaceAll(/[^A-Za-z0-9]/g, "0")}-${toLocalDay(now, timeZone)}`;
  return format === "json"
    ? { format, fileName: `${stem}.json`, content: toJsonFile(head, tables) }
    : { format, fileName: `${stem}.zip`, content: zipEntries(toCsvFiles(head, tables), now) };
}
