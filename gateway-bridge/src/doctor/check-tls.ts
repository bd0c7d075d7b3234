import { connect, type TLSSocket } from "node:tls";
import type { Check } from "./check.ts";

const TIMEOUT_MS = 10_000;
const DAY_MS = 86_400_000;
/** A certificate that ends this soon is not renewed by itself. */
const SOON_DAYS = 7;

/** The dispatcher's certificate and protocol; undefined where it is reached without TLS. */
export async function checkTls(dispatcher: string, now: number): Promise<Check | undefined> {
  const { protocol, hostname, port } = new URL(dispatcher);
  if (protocol !== "https:") return undefined;
  const name = "TLS";
  try {
    const socket = await open(hostname.replace(/^\[|\]$/g, ""), port === "" ? 443 : Number(port));
    const days = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - now) / DAY_MS);
    const found = `${socket.getProtocol()}, certificate good for ${days} days`;
    socket.destroy();
    if (days >= SOON_DAYS) return { name, found };
    return {
      name,
      found,
      next: "The dispatcher's certificate ends soon: tell whoever runs it, or set this machine's clock.",
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    return { name, found: `${hostname}: ${reason}`, next: toNext(reason) };
  }
}

function open(host: string, port: number): Promise<TLSSocket> {
  return new Promise((done, fail) => {
    const socket = connect({ host, port, servername: host, timeout: TIMEOUT_MS }, () => done(socket));
    socket.once("timeout", () => socket.destroy(new Error("timed out")));
    socket.once("error", fail);
  });
}

function toNext(reason: string): string {
  if (/certificate|CERT|altname|self.signed/i.test(reason))
    return "The certificate is not trusted: check the clock, or set NODE_EXTRA_CA_CERTS to your authority's file.";
  return "Nothing answers there: check the Internet connection and that the firewall lets this port out.";
}
