import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { requireProgram } from "./programs.ts";
import { type Account, requireStack } from "./stack.ts";

/** The machines are shared and slow. */
const WAIT_MS = 60_000;

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

const open = new Map<Page, string[]>();

/** What the open pages show and said on their consoles, for whoever reads of a test that failed. */
export async function describePages(): Promise<string> {
  const pages = [...open].filter(([page]) => !page.isClosed());
  const told = pages.map(async ([page, said]) => {
    const shown = await page.locator("body").innerText({ timeout: 2_000 }).catch(String);
    return [page.url(), shown.replace(/\s+/g, " ").slice(0, 600), ...said.slice(-10)].join("\n  ");
  });
  return (await Promise.all(told)).join("\n");
}

function listenTo(page: Page): void {
  const said: string[] = [];
  open.set(page, said);
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") said.push(message.text().slice(0, 300));
  });
  page.on("pageerror", (error) => said.push(String(error).slice(0, 300)));
  page.on("requestfailed", (request) => said.push(`${request.url()}: ${request.failure()?.errorText}`.slice(0, 300)));
}

/** A phone of its own: no storage shared with other pages. */
export async function openPhone(
  browser: Browser,
  options: { dark?: boolean; viewport?: keyof typeof viewports } = {},
): Promise<BrowserContext> {
  const phone = await browser.newContext({
    viewport: viewports[options.viewport ?? "phone"],
    isMobile: (options.viewport ?? "phone") === "phone",
    hasTouch: (options.viewport ?? "phone") === "phone",
    colorScheme: options.dark ? "dark" : "light",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  });
  phone.setDefaultTimeout(WAIT_MS);
  phone.on("page", listenTo);
  return phone;
}

/** Signs in through the page as a person would. */
export async function signIn(page: Page, { email, password }: Account, appUrl = requireStack().app): Promise<void> {
  await page.goto(appUrl);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
