import { lookup } from "node:dns/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { LinkKeys } from "../link/keys.ts";
import { type Failure, LinkClient } from "../link/link-client.ts";
import type { Check } from "./check.ts";
import { checkTls } from "./check-tls.ts";

const GOOD_CLOCK_MS = 10_000;

/** Name, TLS, proof of the key in both directions, and the clock. */
export async function checkDispatcher(config: Config, now: () => number): Promise<Check[]> {
  const { hostname } = new URL(config.dispatcher);
  const checks: Check[] = [];
  try {
    const { address } = await lookup(hostname.replace(/^\[|\]$/g, ""));
    checks.push({ name: "DNS", found: `${hostname} is ${address}` });
  } catch {
    const next = "Check the dispatcher's address in the configuration, the Internet connection and the DNS server.";
    return [{ name: "DNS", found: `${hostname} is not known`, next }];
  }
  const tls = await checkTls(config.dispatcher, now());
  if (tls) checks.push(tls);
  if (tls?.next !== undefined) return checks;
  const { dispatcher, network } = config;
  const keys = await LinkKeys.open(join(config.stateDir, network), config.key);
  const link = new LinkClient({ dispatcher, network, keys, now, monotonic: () => performance.now() });
  const sentAt = now();
  const greeted = await link.hello();
  if (greeted.kind === "failure") return [...checks, toFailedCheck(greeted, dispatcher)];
  checks.push({ name: "dispatcher", found: `${dispatcher} answers` });
  checks.push({
    name: "key",
    found: `${keys.newestFirst[0]?.kid}: the dispatcher proved that it holds it, and so did we`,
  });
  const skewMs = Math.round((sentAt + now()) / 2 - greeted.welcome.serverTime);
  const found = `${Math.abs(skewMs) / 1000} s ${skewMs < 0 ? "behind" : "ahead"}`;
  const next = "Set the clock by NTP: sudo timedatectl set-ntp true";
  checks.push({ name: "clock", found, ...(Math.abs(skewMs) > GOOD_CLOCK_MS ? { next } : {}) });
  return checks;
}

function toFailedCheck(failure: Failure, dispatcher: string): Check {
  const name = failure.reason.startsWith("401") || failure.verdict === "revoked" ? "key" : "dispatcher";
  return { name, found: `${dispatcher}: ${failure.reason}`, next: toNext(failure) };
}

function toNext({ verdict, reason }: Failure): string {
  if (reason.startsWith("401"))
    return "Network or key is not the one shown when the network was added: copy both again.";
  if (verdict === "revoked")
    return "This gateway was revoked. Its owner replaces it in the app and gets a new key: then run setup here again.";
  if (verdict === "alert") return "Update the bridge: this version is no longer accepted.";
  if (reason.includes("not sealed"))
    return "Something between here and the dispatcher answers in its place (a portal, a proxy): let it through.";
  if (reason.includes("CERT") || reason.includes("ertificate"))
    return "The certificate is not trusted: check the clock, or set NODE_EXTRA_CA_CERTS to your authority's file.";
  if (reason === "404") return "Nothing is installed at this address: copy the dispatcher's address again.";
  return "Check the Internet connection, the firewall and the dispatcher's address; it may also be down for a moment.";
}
