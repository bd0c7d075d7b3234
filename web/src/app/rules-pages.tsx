import { Route, Switch } from "wouter";
import { AlarmsPage } from "../features/alarms/alarms-page.tsx";
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
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
