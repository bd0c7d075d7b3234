import { toNoticeId } from "@lastmeter/model/notice";
import { type ReactNode, useEffect, useState } from "react";
import { useWords } from "../../data/notice-words.ts";
import { markRead, useNotice } from "../../data/notices.ts";
import { useUid } from "../../data/session.ts";
import { toMomentText } from "../../lib/dates.ts";
import { locale as localeValue } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Card, Skeleton } from "../../ui/parts.tsx";
import { SeverityIcon } from "../../ui/severity-icon.tsx";
import style from "./alarm-page.module.css";

/** An alarm of somebody else's home, of which a rule told this person: what they were told is theirs to read. */
export function Told({ alarmId, otherwise }: { alarmId: string; otherwise: ReactNode }) {
  const uid = useUid();
  const [noticeId, setNoticeId] = useState<string | null>(null);
  useEffect(() => void toNoticeId(alarmId, uid, "raised").then(setNoticeId), [alarmId, uid]);
  return noticeId === null ? <Skeleton height={120} /> : <Read noticeId={noticeId} otherwise={otherwise} uid={uid} />;
}

function Read({ uid, noticeId, otherwise }: { uid: string; noticeId: string; otherwise: ReactNode }) {
  const locale = useWatched(localeValue);
  const toWords = useWords();
  const { value, error } = useNotice(uid, noticeId);
  const notice = value?.get(noticeId);
  useEffect(() => {
    if (notice?.readAt === null) void markRead(uid, [noticeId]);
  }, [uid, noticeId, notice?.readAt]);
  if (value === null && error === null) return <Skeleton height={120} />;
  if (notice === undefined) return otherwise;
  const { title, body, timeZone } = toWords(notice);
  return (
    <Card className={style.card}>
      <div className={style.head}>
        <SeverityIcon severity={notice.severity} />
        <h2>{title}</h2>
      </div>
      {body !== "" && <p>{body}</p>}
      <p>{toMomentText(notice.at, locale, timeZone)}</p>
    </Card>
  );
}
