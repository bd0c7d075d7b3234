import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { preloadFirst, preloadRest } from "./app/pages.tsx";
import { startUpdates } from "./app/update.ts";
import { startResume } from "./data/resume.ts";
import { session, startSession } from "./data/session.ts";
import { restoreSnapshot, startSnapshots } from "./data/snapshot.ts";
import { startWatchKeeper } from "./data/watch-keeper.ts";
import { startInstall } from "./lib/install.ts";
import { startTicking } from "./lib/paint.ts";
import { startLanguage } from "./lib/text.ts";
import { startTheme } from "./lib/theme.ts";
import "./ui/tokens.css";

// The content security policy forbids code made from text, which zod would try. It reads this when it is loaded, with the first schema.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const toUid = () => {
  const current = session.get();
  return current.phase === "in" ? current.uid : null;
};

async function start(): Promise<void> {
  startTheme();
  startInstall();
  const uid = toUid();
  await Promise.all([
    startLanguage(),
    uid === null ? undefined : restoreSnapshot(uid),
    preloadFirst(uid !== null, location.pathname),
  ]);
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(<App />);
  // Firebase is three times the shell: it is fetched after the shell (and the last known values) are on the screen.
  requestAnimationFrame(() => setTimeout(startLive));
}

function startLive(): void {
  void startSession();
  startTicking();
  startWatchKeeper();
  startSnapshots(toUid);
  startResume(toUid);
  startUpdates();
  session.subscribe(preloadLater);
  (window.requestIdleCallback ?? setTimeout)(preloadLater);
}

function preloadLater(): void {
  const uid = toUid();
  preloadRest(uid !== null);
  if (uid !== null) void import("./app/notices-part.tsx").then(({ attachNotices }) => attachNotices(uid), ignore);
}

const ignore = () => undefined;

void start();
