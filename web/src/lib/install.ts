import { createValue } from "./value.ts";

/** The browser's own offer to install, which is not in the DOM types. */
interface InstallOffer extends Event {
  prompt(): Promise<{ outcome: "accepted" | "dismissed" }>;
}

/** How this browser installs: by its own offer, by hand (iOS), or not (now). */
export const installWay = createValue<"offer" | "ios" | "installed" | null>(null);

const DISMISSED = "lastmeter.installDismissedAt";
const DISMISSED_MS = 90 * 86_400_000;
let offer: InstallOffer | null = null;

export function startInstall(): void {
  const ios =
    /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  if (matchMedia("(display-mode: standalone)").matches) installWay.set("installed");
  else if (ios) installWay.set("ios");
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event as InstallOffer;
    installWay.set("offer");
  });
  addEventListener("appinstalled", () => installWay.set("installed"));
}

export async function install(): Promise<void> {
  if (!offer) return;
  const { outcome } = await offer.prompt();
  offer = null;
  installWay.set(outcome === "accepted" ? "installed" : null);
}

export function wasDismissed(): boolean {
  return Date.now() - Number(localStorage.getItem(DISMISSED) ?? 0) < DISMISSED_MS;
}

export function dismiss(): void {
  localStorage.setItem(DISMISSED, String(Date.now()));
}
