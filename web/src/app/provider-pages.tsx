import { Route, Switch } from "wouter";
import { CompanyPage } from "../features/providers/company-page.tsx";
import { OperatorPage } from "../features/providers/operator-page.tsx";
import { OwnProgramsPage } from "../features/providers/own-programs-page.tsx";
import type { Texts } from "../lib/text.ts";

type Catalogue = ReturnType<Texts["en"]>;

/** The words of sharing (scopes, resolutions) and this group's own. */
async function both(shared: Catalogue, own: Catalogue): Catalogue {
  const [{ messages }, more] = await Promise.all([shared, own]);
  return { messages: { ...messages, ...more.messages } };
}

export const texts: Texts = {
  en: () => both(import("../locales/rare/en.json?lingui"), import("../locales/providers/en.json?lingui")),
  de: () => both(import("../locales/rare/de.json?lingui"), import("../locales/providers/de.json?lingui")),
  el: () => both(import("../locales/rare/el.json?lingui"), import("../locales/providers/el.json?lingui")),
};

/** For who represents a company, has programs of their own, or operates the platform. */
export function ProviderPages() {
  return (
    <Switch>
      <Route path="/operator">
        <OperatorPage />
      </Route>
      <Route path="/programs">
        <OwnProgramsPage />
      </Route>
      <Route>
        <CompanyPage />
      </Route>
    </Switch>
  );
}
