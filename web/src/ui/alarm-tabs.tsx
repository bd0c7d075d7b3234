import { Link } from "wouter";
import type { Text } from "../lib/text.ts";
import style from "./sharing-tabs.module.css";

/** What watches, what is the matter, and what reached this person. */
export function AlarmTabs({ shown, text }: { shown: "rules" | "alarms" | "inbox"; text: Text }) {
  return (
    <nav aria-label={text("alarms.tabs")} className={style.tabs}>
      {(["rules", "alarms", "inbox"] as const).map((tab) => (
        <Link aria-current={tab === shown ? "page" : undefined} href={`/${tab}`} key={tab}>
          {text(`${tab}.title`)}
        </Link>
      ))}
    </nav>
  );
}
