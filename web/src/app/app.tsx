import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { Suspense } from "react";
import { Route, Switch } from "wouter";
import { useSession } from "../data/session.ts";
import { Skeleton } from "../ui/parts.tsx";
import { controlParts } from "./control.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { InstallCard } from "./install-card.tsx";
import { HistoryPage, HomePage, InvitationDoor, LaterPages, NodePage, SettingsPage, SignInPage } from "./pages.tsx";
import { Shell } from "./shell.tsx";
import { UpdatePrompt } from "./update-prompt.tsx";

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
        <SignInPage intro={location.pathname.startsWith("/invitation/") && <InvitationDoor />} />
      </Suspense>
    );
  }
  return (
    <Shell>
      <Suspense fallback={<Skeleton height={320} />}>
        <Switch>
          <Route path="/">
            <HomePage control={controlParts} install={<InstallCard />} />
          </Route>
          <Route path="/node/:nodeId">
            {({ nodeId }) => <NodePage control={controlParts} key={nodeId} nodeId={nodeId} />}
          </Route>
          <Route path="/history">
            <HistoryPage />
          </Route>
          <Route path="/settings">
            <SettingsPage />
          </Route>
          <Route>
            <LaterPages />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
}
