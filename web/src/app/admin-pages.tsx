import { Redirect, Route, Switch } from "wouter";
import { ConfigurationPage } from "../features/configuration/configuration-page.tsx";
import { NodeSettingsPage } from "../features/configuration/settings-page.tsx";
import { StorePage } from "../features/configuration/store-page.tsx";
import { AddNetworkPage } from "../features/gateways/add-network-page.tsx";
import { GatewayPage } from "../features/gateways/gateway-page.tsx";
import { NetworksPage } from "../features/gateways/networks-page.tsx";
import { WatchPage } from "../features/gateways/watch-page.tsx";
import { NodePage } from "../features/nodes/node-page.tsx";
import { NodesPage } from "../features/nodes/nodes-page.tsx";
import { VerifyCard } from "../features/sharing/verify-card.tsx";
import { joinTexts, type Texts } from "../lib/text.ts";
import { AdminGate, NodeGate } from "./admin-gate.tsx";

export const texts: Texts = joinTexts(
  {
    en: () => import("../locales/admin/en.json?lingui"),
    de: () => import("../locales/admin/de.json?lingui"),
    el: () => import("../locales/admin/el.json?lingui"),
  },
  {
    en: () => import("../locales/configuration/en.json?lingui"),
    de: () => import("../locales/configuration/de.json?lingui"),
    el: () => import("../locales/configuration/el.json?lingui"),
  },
);

/** Configuration: for owners and administrators of a network. */
export function AdminPages() {
  return (
    <Switch>
      <Route path="/admin">
        <NetworksPage />
      </Route>
      <Route path="/admin/add">
        <AddNetworkPage Verify={VerifyCard} />
      </Route>
      <Route path="/admin/add/:networkId">
        {({ networkId }) => (
          <AdminGate key={networkId} networkId={networkId}>
            {(managed) => <WatchPage managed={managed} />}
          </AdminGate>
        )}
      </Route>
      <Route path="/admin/nodes/:nodeId">
        {({ nodeId }) => (
          <NodeGate key={nodeId} nodeId={nodeId}>
            {(id, node, managed) => <NodePage managed={managed} node={node} nodeId={id} />}
          </NodeGate>
        )}
      </Route>
      <Route path="/admin/:networkId">
        {({ networkId }) => (
          <AdminGate key={networkId} networkId={networkId}>
            {(managed) => <GatewayPage managed={managed} />}
          </AdminGate>
        )}
      </Route>
      <Route path="/admin/:networkId/nodes">
        {({ networkId }) => (
          <AdminGate key={networkId} networkId={networkId}>
            {(managed) => <NodesPage managed={managed} />}
          </AdminGate>
        )}
      </Route>
      <Route path="/admin/nodes/:nodeId/settings">
        {({ nodeId }) => (
          <NodeGate key={nodeId} nodeId={nodeId}>
            {(id, node, managed) => <NodeSettingsPage managed={managed} node={node} nodeId={id} />}
          </NodeGate>
        )}
      </Route>
      <Route path="/admin/:networkId/configuration">
        {({ networkId }) => (
          <AdminGate key={networkId} networkId={networkId}>
            {(managed) => <ConfigurationPage managed={managed} />}
          </AdminGate>
        )}
      </Route>
      <Route path="/admin/:networkId/store">
        {({ networkId }) => (
          <AdminGate key={networkId} networkId={networkId}>
            {(managed) => <StorePage managed={managed} />}
          </AdminGate>
        )}
      </Route>
      <Route>
        <Redirect replace to="/admin" />
      </Route>
    </Switch>
  );
}
