import { Link } from "wouter";
import type { Text } from "../lib/text.ts";
import style from "./sharing-tabs.module.css";

/** The two sides of sharing. */
export function SharingTabs({ shown, text }: { shown: "byMe" | "withMe"; text: Text }) {
  const tabs = [
    { side: "byMe", href: "/sharing" },
    { side: "withMe", href: "/sharing/with-me" },
  ] as const;
  return (
    <nav aria-label={text("sharing.tabs")} className={style.tabs}>
      {tabs.map(({ side, href }) => (
        <Link aria-current={side === shown ? "page" : undefined} href={href} key={side}>
          {text(`sharing.${side}`)}
        </Link>
      ))}
    </nav>
  );
}
