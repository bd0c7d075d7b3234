import { Link } from "wouter";
import { text } from "../lib/text.ts";
import { Icon } from "../ui/icon.tsx";
import style from "./notice-banner.module.css";

interface NoticeBannerProps {
  readonly title: string;
  readonly body: string;
  readonly href: string;
  readonly isCritical: boolean;
  readonly onClose: () => void;
}

/** What was just told, on top of whatever page is open, until somebody looks at it or closes it. */
export function NoticeBanner({ title, body, href, isCritical, onClose }: NoticeBannerProps) {
  return (
    <div
      className={style.banner}
      data-critical={isCritical}
      data-testid="notice-banner"
      role={isCritical ? "alert" : "status"}
    >
      <Icon name="bell" size={20} />
      <Link className={style.words} href={href} onClick={onClose}>
        <strong>{title}</strong>
        {body !== "" && <span>{body}</span>}
      </Link>
      <button aria-label={text("common.close")} className={style.close} onClick={onClose} type="button">
        <Icon name="close" size={20} />
      </button>
    </div>
  );
}
