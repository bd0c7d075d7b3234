import { Route, Switch } from "wouter";
import { AlarmPage } from "../features/alarms/alarm-page.tsx";
import { AlarmsPage } from "../features/alarms/alarms-page.tsx";
import { AskForPush } from "../features/notices/ask-for-push.tsx";
import { InboxPage } from "../features/notices/inbox-page.tsx";
import { NotifyPage } from "../features/notices/notify-page.tsx";
import { EditPage } from "../features/rules/edit-page.tsx";
import { NewRulePage } from "../features/rules/new-page.tsx";
import { RulePage } from "../features/rules/rule-page.tsx";
import { RulesPage } from "../features/rules/rules-page.tsx";
import { TariffPage } from "../features/rules/tariff-page.tsx";
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
      <Route path="/rules">
        <RulesPage />
      </Route>
      <Route path="/rules/:networkId/new">{({ networkId }) => <NewRulePage networkId={networkId} />}</Route>
      <Route path="/rules/:networkId/tariff">{({ networkId }) => <TariffPage networkId={networkId} />}</Route>
      <Route path="/rules/:networkId/new/:template">
        {({ networkId, template }) => <EditPage ask={<AskForPush />} from={{ template }} networkId={networkId} />}
      </Route>
      <Route path="/rules/:networkId/:ruleId">
        {({ networkId, ruleId }) => <RulePage key={ruleId} networkId={networkId} ruleId={ruleId} />}
      </Route>
      <Route path="/rules/:networkId/:ruleId/edit">
        {({ networkId, ruleId }) => (
          <EditPage ask={<AskForPush />} from={{ ruleId }} key={ruleId} networkId={networkId} />
        )}
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
