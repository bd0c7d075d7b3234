import { toNoticePlace } from "@lastmeter/model/notice-place";
import { Link } from "wouter";
import { useManagedHomes } from "../../data/grants.ts";
import { useWords } from "../../data/notice-words.ts";
import { markRead } from "../../data/notices.ts";
import { phoneOnline } from "../../data/resume.ts";
import { useUid } from "../../data/session.ts";
import { toMomentText } from "../../lib/dates.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { AlarmTabs } from "../../ui/alarm-tabs.tsx";
import { Button, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { SeverityIcon } from "../../ui/severity-icon.tsx";
import { useTitle } from "../../ui/use-title.ts";
import type { InboxItem } from "./inbox.ts";
import style from "./notices.module.css";
import { useInbox } from "./use-inbox.ts";

/** Everything that was told to this person, newest first. */
export function InboxPage() {
  const text = useText();
  const uid = useUid();
  const online = useWatched(phoneOnline);
  const inbox = useInbox(uid);
  useTitle(text("inbox.title"));
  const { items, unread, phase } = inbox;
  return (
    <div className={style.page}>
      <div className={style.head}>
        <h1>{text("inbox.title")}</h1>
        {unread.length > 0 && (
          <Button data-testid="read-all" look="plain" onClick={() => void markRead(uid, unread)}>
            {text("inbox.readAll")}
          </Button>
        )}
      </div>
      <AlarmTabs shown="inbox" text={text} />
      {!online && items.length > 0 && <Notice icon="phone">{text("inbox.stale")}</Notice>}
      {phase === "loading" && items.length === 0 && <Skeleton height={240} />}
      {phase === "failed" && <Notice icon={online ? "info" : "phone"}>{text("inbox.failed")}</Notice>}
      {phase === "ready" && items.length === 0 && (
        <Empty icon="check" text={text("inbox.empty.text")} title={text("inbox.empty.title")} />
      )}
      {items.length > 0 && (
        <Card aria-label={text("inbox.title")} className={style.list}>
          <ul>
            {items.map((item) => (
              <Row item={item} key={item.id} uid={uid} />
            ))}
          </ul>
        </Card>
      )}
      {inbox.hasMore && (
        <Button className={style.older} look="soft" onClick={() => void inbox.more()}>
          {text("inbox.more")}
        </Button>
      )}
      <Link className={style.settings} href="/inbox/settings">
        {text("notify.link")}
      </Link>
    </div>
  );
}

function Row({ item, uid }: { item: InboxItem; uid: string }) {
  const text = useText();
  const locale = useWatched(localeValue);
  const toWords = useWords();
  const { notice, overAt, unread } = item;
  const { title, body, timeZone } = toWords(notice);
  const when = toMomentText(notice.at, locale, timeZone);
  const isUnread = unread.length > 0;
  const read = () => void markRead(uid, unread);
  const homes = useManagedHomes();
  const isManager = homes?.some(({ networkId }) => networkId === notice.networkId) ?? false;
  const place = toNoticePlace(notice, isManager);
  const content = (
    <>
      <SeverityIcon isOver={overAt !== null} severity={notice.severity} />
      <span className={style.words}>
        <strong>{title}</strong>
        {body !== "" && <span className={style.body}>{body}</span>}
        <span className={style.hint}>
          {overAt === null || notice.phase === "cleared"
            ? when
            : text("inbox.over", { when, over: toMomentText(overAt, locale, timeZone) })}
        </span>
      </span>
      {isUnread && <span className={style.dot}>{text("inbox.unread")}</span>}
    </>
  );
  return (
    <li data-testid="notice-row" data-unread={isUnread}>
      {place !== null ? (
        <Link className={style.row} href={place} onClick={read}>
          {content}
        </Link>
      ) : (
        <button className={style.row} onClick={read} type="button">
          {content}
        </button>
      )}
    </li>
  );
}
