import type { ComponentProps, ReactNode } from "react";
import { Link } from "wouter";
import { Icon, type IconName } from "./icon.tsx";
import style from "./parts.module.css";

const join = (...names: (string | undefined)[]) => names.filter(Boolean).join(" ");

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return <section {...rest} className={join(style.card, className)} />;
}

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: "main" | "soft" | "plain";
}

export function Button({ look = "main", className, type = "button", ...rest }: ButtonProps) {
  return <button {...rest} className={join(style.button, style[look], className)} type={type} />;
}

/** A link to where something is done. */
export function ButtonLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link className={join(style.button, style.main)} href={href}>
      {children}
    </Link>
  );
}

/** Says what is the matter, beside the icon of the one it is about. */
export function Notice({
  icon,
  children,
  tone = "warn",
}: {
  icon: IconName;
  children: ReactNode;
  tone?: "warn" | "calm";
}) {
  return (
    <div className={join(style.notice, style[tone])} role="status">
      <Icon name={icon} size={20} />
      <p>{children}</p>
    </div>
  );
}

/** What appears in an empty place, or why nothing does, and the one next step. */
export function Empty({
  icon,
  title,
  text,
  action,
}: {
  icon: IconName;
  title: string;
  text: string;
  action?: ReactNode;
}) {
  return (
    <div className={style.empty}>
      <span className={style.emptyIcon}>
        <Icon name={icon} size={28} />
      </span>
      <h2>{title}</h2>
      <p>{text}</p>
      {action}
    </div>
  );
}

/** A place of the final size while something loads; appears after 150 ms. */
export function Skeleton({ height, width }: { height: number; width?: string }) {
  return <span aria-hidden="true" className={style.skeleton} style={{ height, width }} />;
}

export function Badge({ children, tone = "calm" }: { children: ReactNode; tone?: "calm" | "warn" }) {
  return <span className={join(style.badge, tone === "warn" ? style.badgeWarn : undefined)}>{children}</span>;
}
