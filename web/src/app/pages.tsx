import { type ComponentType, lazy } from "react";
import { loadTexts } from "../lib/text.ts";

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
const node = createPage(async () => {
  const [{ NodePage }] = await Promise.all([import("../features/node/node-page.tsx"), loadTexts("later")]);
  return NodePage;
});
const history = createPage(async () => {
  const [{ HistoryPage }] = await Promise.all([import("../features/history/history-page.tsx"), loadTexts("later")]);
  return HistoryPage;
});
const settings = createPage(async () => {
  const [{ SettingsPage }] = await Promise.all([import("../features/settings/settings-page.tsx"), loadTexts("later")]);
  return SettingsPage;
});
const later = createPage(async () => {
  const [{ LaterPages }] = await Promise.all([import("./later-pages.tsx"), loadTexts("later", "rare")]);
  return LaterPages;
});
const door = createPage(async () => {
  const [{ Door }] = await Promise.all([import("./later-pages.tsx"), loadTexts("later", "rare")]);
  return Door;
});

export const HomePage = home.Page;
export const SignInPage = signIn.Page;
export const NodePage = node.Page;
export const HistoryPage = history.Page;
export const SettingsPage = settings.Page;
export const LaterPages = later.Page;
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
