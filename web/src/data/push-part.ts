import { toBase64Url } from "@lastmeter/model/ids";
import { locale } from "../lib/text.ts";
import { createValue } from "../lib/value.ts";
import { loadConfig } from "./firebase/config.ts";
import { notices } from "./notice-calls.ts";

/** Where this browser gets its address for pushes from. */
export interface PushPort {
  /** @returns the installation's id */
  register(): Promise<string>;
  unregister(): Promise<void>;
}

/** Also known to `session.ts`, which ends pushes with the sign-in. */
const STORED = "lastmeter.push";
const LOCAL = "lastmeter.push.local";

/**
 * `off`: can be asked for. `install`: only once the app is on the home screen (iOS). `denied`: only the browser's settings help.
 * `unsupported`: this browser has no pushes.
 */
export type PushState = "on" | "off" | "install" | "denied" | "unsupported";

function toState(): PushState {
  const isSupported = "Notification" in window && "PushManager" in window && "serviceWorker" in navigator;
  const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent);
  if (!isSupported) return isApple ? "install" : "unsupported";
  if (Notification.permission === "denied") return "denied";
  return localStorage.getItem(STORED) !== null && Notification.permission === "granted" ? "on" : "off";
}

export const pushState = createValue<PushState>(toState());

/** From a tap only: browsers ask at no other time. @throws CallError, or what the push service says */
export async function startPushes(): Promise<void> {
  const permission = await Notification.requestPermission();
  if (permission === "granted") await renew();
  pushState.set(toState());
}

/** At each start: addresses change, and what is not renewed is forgotten. */
export async function renewPushes(): Promise<void> {
  const isOn = localStorage.getItem(STORED) !== null;
  if (isOn && toState() === "on") await renew();
  else if (isOn) await endPushes();
  pushState.set(toState());
}

async function renew(): Promise<void> {
  const before = localStorage.getItem(STORED);
  const installId = await (await openPort()).register();
  if (before !== null && before !== installId) await notices.uninstall(before);
  await notices.install({ installId, locale: locale.get(), label: toLabel(navigator.userAgent) });
  localStorage.setItem(STORED, installId);
}

/** What cannot be told now ends by itself, since it is not renewed. */
export async function endPushes(): Promise<void> {
  const installId = localStorage.getItem(STORED);
  localStorage.removeItem(STORED);
  pushState.set(toState());
  if (installId === null) return;
  await notices.uninstall(installId).catch(() => undefined);
  await (await openPort()).unregister().catch(() => undefined);
  await navigator.clearAppBadge?.().catch(() => undefined);
}

async function openPort(): Promise<PushPort> {
  const config = await loadConfig();
  if (config.emulators !== null) return localPort;
  const [{ vapidKey }, { openFcmPort }] = await Promise.all([notices.setup(), import("./firebase/messaging-part.ts")]);
  return openFcmPort(config, vapidKey);
}

/** On emulators nothing registers with FCM: an address of the same shape. */
const localPort: PushPort = {
  async register() {
    const known = localStorage.getItem(LOCAL);
    const installId = known ?? `c${toBase64Url(crypto.getRandomValues(new Uint8Array(16))).slice(1)}`;
    localStorage.setItem(LOCAL, installId);
    return installId;
  },
  async unregister() {
    localStorage.removeItem(LOCAL);
  },
};

const browsers = [
  ["Edg/", "Edge"],
  ["SamsungBrowser", "Samsung Internet"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;
const systems = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["Mac OS", "Mac"],
  ["Linux", "Linux"],
] as const;

/** `Chrome, Android`: how its person tells this installation from their others. */
export function toLabel(userAgent: string): string {
  const find = (names: readonly (readonly [string, string])[]) => names.find(([word]) => userAgent.includes(word))?.[1];
  return [find(browsers), find(systems)].filter(Boolean).join(", ");
}
