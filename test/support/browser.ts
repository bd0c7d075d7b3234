import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { requireProgram } from "./programs.ts";
import { type Account, requireStack } from "./stack.ts";

export const viewports = {
  phone: { width: 360, height: 740 },
  tablet: { width: 768, height: 1024 },
  desktop: { width: 1280, height: 800 },
} as const;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: requireProgram("chromium"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A phone of its own: no storage shared with other pages. */
export function openPhone(
  browser: Browser,
  options: { dark?: boolean; viewport?: keyof typeof viewports } = {},
): Promise<BrowserContext> {
  return browser.newContext({
    viewport: viewports[options.viewport ?? "phone"],
    isMobile: (options.viewport ?? "phone") === "phone",
    hasTouch: (options.viewport ?? "phone") === "phone",
    colorScheme: options.dark ? "dark" : "light",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  });
}

/** Signs in through the page as a person would. */
export async function signIn(page: Page, { email, password }: Account, appUrl = requireStack().app): Promise<void> {
  await page.goto(appUrl);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
