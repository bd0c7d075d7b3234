import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { useLiveFeed } from "../data/home-data.ts";
import { type MessageId, useText } from "../lib/text.ts";
import { unread } from "../lib/unread.ts";
import { useWatched } from "../lib/value.ts";
import { Icon, type IconName, Logo } from "../ui/icon.tsx";
import style from "./shell.module.css";
import { useProfileLanguage } from "./use-profile-language.ts";

const places: readonly { href: string; icon: IconName; label: MessageId; holds: RegExp }[] = [
  { href: "/", icon: "home", label: "nav.home", holds: /^\/(node\/|$)/ },
  { href: "/history", icon: "chart", label: "nav.history", holds: /^\/history/ },
  {
    href: "/sharing",
    icon: "share",
    label: "nav.sharing",
    holds: /^\/(sharing|access-log|consent|invitation|company|operator)/,
  },
  { href: "/alarms", icon: "bell", label: "nav.alarms", holds: /^\/(alarms|inbox|rules)/ },
  { href: "/settings", icon: "settings", label: "nav.settings", holds: /^\/(settings|admin)/ },
];

/** Places at the bottom of a phone, at the side of wider screens. */
export function Shell({ children }: { children: ReactNode }) {
  useLiveFeed();
  useProfileLanguage();
  const text = useText();
  const [location] = useLocation();
  const main = useRef<HTMLElement>(null);
  useArrival(location, main);
  return (
    <div className={style.shell}>
      <a className={style.skip} href="#main">
        {text("app.skip")}
      </a>
      <nav aria-label={text("nav.label")} className={style.nav}>
        <span className={style.mark}>
          <Logo size={36} />
        </span>
        {places.map(({ href, icon, label, holds }) => (
          <Link aria-current={holds.test(location) ? "page" : undefined} className={style.place} href={href} key={href}>
            <Icon name={icon} />
            {text(label)}
            {icon === "bell" && <Unread />}
          </Link>
        ))}
      </nav>
      <main className={style.main} id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** How many notices wait to be read. */
function Unread() {
  const count = useWatched(unread);
  return count > 0 && <span className={style.unread}>{count > 99 ? "99+" : count}</span>;
}

/** A new page begins at its top and has the focus; going back, the browser finds the old place. */
function useArrival(location: string, main: React.RefObject<HTMLElement | null>) {
  const before = useRef(location);
  const popped = useRef(false);
  // The page before the sign-in may have been scrolled.
  useEffect(() => {
    scrollTo(0, 0);
  }, []);
  useEffect(() => {
    const pop = () => {
      popped.current = true;
    };
    addEventListener("popstate", pop);
    return () => removeEventListener("popstate", pop);
  }, []);
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    if (!popped.current) scrollTo(0, 0);
    popped.current = false;
    main.current?.focus({ preventScroll: true });
  }, [location, main]);
}
