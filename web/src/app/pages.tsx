import { type ComponentType, lazy } from "react";
import { useLocation } from "wouter";
import { loadGroup, withLaterTexts } from "./load-group.ts";

/** A page in a chunk of its own. Once preloaded it is drawn at once, without the fallback showing for a frame. */
function createPage<P extends object>(load: () => Promise<ComponentType<P>>) {
  let loaded: ComponentType<P> | null = null;
  const preload = async () => {
    loaded ??= await load();
    return { default: loaded };
  };
  const Lazy = lazy(preload);
  const Page = (props: P) => {
    const Now = loaded ?? Lazy;
    return <Now {...props} />;
  };
  return { Page, preload };
}

const home = createPage(async () => (await import("../features/home/home-page.tsx")).HomePage);
const signIn = createPage(async () => (await import("../features/sign-in/sign-in-page.tsx")).SignInPage);
const node = createPage(async () => (await withLaterTexts(import("../features/node/node-page.tsx"))).NodePage);
const history = createPage(
  async () => (await withLaterTexts(import("../features/history/history-page.tsx"))).HistoryPage,
);
const settings = createPage(
  async () => (await withLaterTexts(import("../features/settings/settings-page.tsx"))).SettingsPage,
);

const later = createPage(async () => (await loadGroup(import("./later-pages.tsx"))).LaterPages);
const door = createPage(async () => (await loadGroup(import("./later-pages.tsx"))).Door);
const providers = createPage(async () => (await loadGroup(import("./provider-pages.tsx"))).ProviderPages);
const rules = createPage(async () => (await loadGroup(import("./rules-pages.tsx"))).RulesPages);

/** By the first word of the path; `later` has what is not named here. */
const groups: Readonly<Record<string, typeof later>> = {
  admin: createPage(async () => (await loadGroup(import("./admin-pages.tsx"))).AdminPages),
  alarms: rules,
  company: providers,
  inbox: rules,
  operator: providers,
  programs: providers,
  rules,
};

export function LaterPages() {
  const { Page } = groups[useLocation()[0].split("/")[1] ?? ""] ?? later;
  return <Page />;
}

export const HomePage = home.Page;
export const SignInPage = signIn.Page;
export const NodePage = node.Page;
export const HistoryPage = history.Page;
export const SettingsPage = settings.Page;
export const InvitationDoor = door.Page;

/** Fetches the page that will be drawn first, beside the catalogue and the snapshot. */
export async function preloadFirst(signedIn: boolean, path: string): Promise<void> {
  if (!signedIn) await signIn.preload();
  else if (path === "/") await home.preload();
}

/** Fetches what the next tap needs, when nothing else is to do. */
export function preloadRest(signedIn: boolean): void {
  for (const page of signedIn ? [home, history, node, settings] : [home]) void page.preload().catch(() => undefined);
}
