import { EXPORT_LINK_MS, type ExportFormat, type ExportLink, exportFormats } from "@lastmeter/model/account";
import { type NetworkId, networkIdSchema, toBase64Url } from "@lastmeter/model/ids";
import { type Bytes, equalBytes, toUtf8 } from "@lastmeter/model/link/bytes";
import { importMacKey, toMac } from "@lastmeter/model/link/kdf";
import { z } from "zod/mini";

/** Who may download what until when; the link names no person, so that no log of addresses does. */
export interface ExportOrder {
  readonly networkId: NetworkId;
  readonly ownerId: string;
  readonly format: ExportFormat;
}

/** What a link says. */
export const exportQuerySchema = z.object({
  network: networkIdSchema,
  format: z.enum(exportFormats),
  until: z.coerce.number().check(z.int(), z.gte(0)),
  mac: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
});
export type ExportQuery = z.infer<typeof exportQuerySchema>;

async function toOrderMac(secret: Bytes, order: ExportOrder, until: number): Promise<string> {
  const { networkId, ownerId, format } = order;
  const text = ["export", networkId, ownerId, format, until].join("\n");
  return toBase64Url(await toMac(await importMacKey(secret), toUtf8(text)));
}

/** A link instead of a reply, so that the browser itself writes the file as it comes, however large. */
export async function toExportLink(secret: Bytes, order: ExportOrder, now: number): Promise<ExportLink> {
  const expiresAt = now + EXPORT_LINK_MS;
  const mac = await toOrderMac(secret, order, expiresAt);
  const { networkId, format } = order;
  const query = new URLSearchParams({ network: networkId, format, until: String(expiresAt), mac });
  return { query: query.toString(), expiresAt };
}

/** @param ownerId of the network now: a link dies with a change of owner. */
export async function isOurLink(secret: Bytes, query: ExportQuery, ownerId: string, now: number): Promise<boolean> {
  const { network, format, until, mac } = query;
  const expected = await toOrderMac(secret, { networkId: network, ownerId, format }, until);
  return equalBytes(toUtf8(mac), toUtf8(expected)) && now <= until && until <= now + EXPORT_LINK_MS;
}
