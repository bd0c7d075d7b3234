import { Route, Switch } from "wouter";
import { AccessLogPage } from "../features/access-log/access-log-page.tsx";
import { LentNodeView } from "../features/shared-with-me/lent-node.tsx";
import { LentPage } from "../features/shared-with-me/lent-page.tsx";
import { SharedWithMePage } from "../features/shared-with-me/shared-with-me-page.tsx";
import { AppsPage } from "../features/sharing/apps-page.tsx";
import { InvitationDoor } from "../features/sharing/invitation-door.tsx";
import { InvitationPage } from "../features/sharing/invitation-page.tsx";
import { OwnProgramPage } from "../features/sharing/own-program-page.tsx";
import { ConsentPage, SharePage } from "../features/sharing/share-page.tsx";
import { SharingPage } from "../features/sharing/sharing-page.tsx";
import { TablePage } from "../features/sharing/table-page.tsx";
import { YourDataPage } from "../features/your-data/your-data-page.tsx";
import type { Texts } from "../lib/text.ts";
import { controlParts } from "./control.ts";
import { NotFound } from "./not-found.tsx";

export const texts: Texts = {
  en: () => import("../locales/rare/en.json?lingui"),
  de: () => import("../locales/rare/de.json?lingui"),
  el: () => import("../locales/rare/el.json?lingui"),
};

/**
 * Every page that is not among the first four: their routes are no part of the first load. Imported as they are, not lazily: a second
 * level of dynamic imports makes the bundler cut the first load into pieces that compress worse (5 KiB).
 */
export function LaterPages() {
  return (
    <Switch>
      <Route path="/sharing">
        <SharingPage />
      </Route>
      <Route path="/sharing/new">
        <SharePage Preview={LentNodeView} />
      </Route>
      <Route path="/sharing/table">
        <TablePage />
      </Route>
      <Route path="/sharing/apps">
        <AppsPage />
      </Route>
      <Route path="/sharing/apps/new">
        <OwnProgramPage />
      </Route>
      <Route path="/sharing/with-me">
        <SharedWithMePage />
      </Route>
      <Route path="/sharing/with-me/:nodeId">
        {({ nodeId }) => <LentPage control={controlParts} key={nodeId} nodeId={nodeId} />}
      </Route>
      <Route path="/consent">
        <ConsentPage Preview={LentNodeView} />
      </Route>
      <Route path="/invitation/:networkId/:token">
        {({ networkId, token }) => <InvitationPage networkId={networkId} token={token} />}
      </Route>
      <Route path="/your-data">
        <YourDataPage />
      </Route>
      <Route path="/access-log">
        <AccessLogPage />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** Above the sign-in, for who comes by an invitation's link. */
export function Door() {
  return <InvitationDoor />;
}
