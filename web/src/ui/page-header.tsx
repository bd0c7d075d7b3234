import type { ReactNode } from "react";
import { Link } from "wouter";
import { Icon } from "./icon.tsx";
import style from "./page-header.module.css";

interface PageHeaderProps {
  readonly title: string;
  /** Where the arrow leads, and what it says to screen readers. */
  readonly back: string;
  readonly backLabel: string;
  /** At the end of the line. */
  readonly children?: ReactNode;
}

/** The title of a page below another. */
export function PageHeader({ title, back, backLabel, children }: PageHeaderProps) {
  return (
    <header className={style.header}>
      <Link aria-label={backLabel} className={style.back} href={back}>
        <Icon name="back" />
      </Link>
      <h1>{title}</h1>
      {children}
    </header>
  );
}
