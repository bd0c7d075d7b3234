import { Route, Switch } from "wouter";
import { AlarmPage } from "../features/alarms/alarm-page.tsx";
import { AlarmsPage } from "../features/alarms/alarms-page.tsx";
import { InboxPage } from "../features/notices/inbox-page.tsx";
import { NotifyPage } from "../features/notices/notify-page.tsx";
import type { Texts } from "../lib/text.ts";
import { NotFound } from "./not-found.tsx";

export const texts: Texts = {
  en: () => import("../locales/rules/en.json?lingui"),
  de: () => import("../locales/rules/de.json?lingui"),
  el: () => import("../locales/rules/el.json?lingui"),
};

/** Alarms, inbox and rules: a group of pages of its own, with its own texts. */
export function RulesPages() {
  return (
    <Switch>
      <Route path="/alarms">
        <AlarmsPage />
      </Route>
      <Route path="/alarms/:networkId/:alarmId">
        {({ networkId, alarmId }) => <AlarmPage alarmId={alarmId} key={alarmId} networkId={networkId} />}
      </Route>
      <Route path="/inbox">
        <InboxPage />
      </Route>
      <Route path="/inbox/settings">
        <NotifyPage />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
