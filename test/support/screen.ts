import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { z } from "zod/mini";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const resultsSchema = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** What is wrong with the page as it stands: axe's findings by WCAG 2.2 AA, and anything wider than the screen. */
export async function findFaults(page: Page): Promise<string[]> {
  // As a function of the test's own world: the page's policy allows no script that is not its own.
  const results = resultsSchema.parse(
    await page.evaluate(
      `(() => { ${axe}; return axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }); })()`,
    ),
  );
  const faults = results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
  );
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return overflow > 0 ? [...faults, `the page is ${overflow} px wider than the screen`] : faults;
}

/** Below it a thumb misses (WCAG 2.2, 2.5.8 asks for 24 px at the least). */
const TARGET_PX = 40;

/** What of the page can be operated and lies beside the screen, is too small, or lies on another. */
export async function findMisplaced(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const shown = [...document.querySelectorAll<HTMLElement>("main button, main input, main select, main summary")]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ element, box }) => box.width > 0 && box.height > 0 && element.getAttribute("type") !== "checkbox");
    const width = document.documentElement.clientWidth;
    const name = ({ element }: { element: HTMLElement }) =>
      `${element.tagName.toLowerCase()} ${(element.getAttribute("aria-label") ?? element.innerText).slice(0, 40)}`;
    const beside = shown.filter(({ box }) => box.left < 0 || box.right > width + 0.5);
    const small = shown.filter(({ box }) => box.height < least);
    const isFloating = ({ element }: { element: HTMLElement }) => element.closest('[class*="saveBar"]') !== null;
    const fixed = shown.filter((each) => !isFloating(each));
    const covered = fixed.filter((one, index) =>
      fixed.slice(index + 1).some((other) => {
        const apart =
          one.box.right <= other.box.left + 1 ||
          other.box.right <= one.box.left + 1 ||
          one.box.bottom <= other.box.top + 1 ||
          other.box.bottom <= one.box.top + 1;
        return !apart && !one.element.contains(other.element) && !other.element.contains(one.element);
      }),
    );
    return [
      ...beside.map((each) => `beside the screen: ${name(each)}`),
      ...small.map((each) => `too small: ${name(each)}`),
      ...covered.map((each) => `on another: ${name(each)}`),
    ];
  }, TARGET_PX);
}
