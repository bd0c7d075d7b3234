import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { useSession } from "../data/session.ts";
import { HomePage } from "../features/home/home-page.tsx";
import { Skeleton } from "../ui/parts.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { InstallCard } from "./install-card.tsx";
import { NotFound } from "./not-found.tsx";
import { Shell } from "./shell.tsx";
import { UpdatePrompt } from "./update-prompt.tsx";

const SignInPage = lazy(async () => ({ default: (await import("../features/sign-in/sign-in-page.tsx")).SignInPage }));
const NodePage = lazy(async () => ({ default: (await import("../features/node/node-page.tsx")).NodePage }));
const SettingsPage = lazy(async () => ({
  default: (await import("../features/settings/settings-page.tsx")).SettingsPage,
}));

export function App() {
  return (
    <I18nProvider i18n={i18n}>
      <ErrorBoundary>
        <Pages />
      </ErrorBoundary>
      <UpdatePrompt />
    </I18nProvider>
  );
}

function Pages() {
  const session = useSession();
  if (session.phase === "out") {
    return (
      <Suspense fallback={null}>
        <SignInPage />
      </Suspense>
    );
  }
  return (
    <Shell>
      <Suspense fallback={<Skeleton height={320} />}>
        <Switch>
          <Route path="/">
            <HomePage install={<InstallCard />} />
          </Route>
          <Route path="/node/:nodeId">{({ nodeId }) => <NodePage key={nodeId} nodeId={nodeId} />}</Route>
          <Route path="/settings">
            <SettingsPage />
          </Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
}
