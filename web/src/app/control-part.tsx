import { CommandList } from "../features/control/command-list.tsx";
import { ControlsCard } from "../features/control/controls-card.tsx";
import { QuickSwitch } from "../features/control/quick-switch.tsx";
import type { Texts } from "../lib/text.ts";

export const texts: Texts = {
  en: () => import("../locales/control/en.json?lingui"),
  de: () => import("../locales/control/de.json?lingui"),
  el: () => import("../locales/control/el.json?lingui"),
};

export const parts = { Controls: ControlsCard, Commands: CommandList, QuickSwitch };
