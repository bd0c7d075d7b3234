import { type Alarm, alarmSchema } from "@lastmeter/model/alarm";
import type { NetworkId } from "@lastmeter/model/ids";
import { type Notice, noticeSchema } from "@lastmeter/model/notice";
import {
  type Install,
  installSchema,
  type NoticeSettings,
  noticeSettingsSchema,
} from "@lastmeter/model/notice-settings";
import { paths } from "@lastmeter/model/paths";
import { type PageSpec, parseBy, type Query } from "./query.ts";

export const parseAlarm = parseBy(alarmSchema);
export const parseNotice = parseBy(noticeSchema);
export const ALARMS_PAGE = 30;
export const NOTICES_PAGE = 40;

/** The queries of alarms and of what reached a person, beside those of `queries`. */
export const alarmQueries = {
  /** Those that are not over. */
  open: (networkId: NetworkId): Query<Alarm> => ({
    path: paths.alarms(networkId),
    where: { field: "clearedAt", op: "==", value: null },
    parse: parseAlarm,
  }),
  one: (networkId: NetworkId, alarmId: string): Query<Alarm> => ({
    path: paths.alarm(networkId, alarmId),
    where: null,
    parse: parseAlarm,
  }),
};

export const noticeQueries = {
  unread: (uid: string): Query<Notice> => ({
    path: paths.notices(uid),
    where: { field: "readAt", op: "==", value: null },
    parse: parseNotice,
  }),
  one: (uid: string, noticeId: string): Query<Notice> => ({
    path: paths.notice(uid, noticeId),
    where: null,
    parse: parseNotice,
  }),
  /** All of them: each says its version. */
  installs: (uid: string): Query<Install> => ({
    path: paths.installs(uid),
    where: { field: "v", op: "==", value: 1 },
    parse: parseBy(installSchema),
  }),
  settings: (uid: string): Query<NoticeSettings> => ({
    path: paths.noticeSettings(uid),
    where: null,
    parse: parseBy(noticeSettingsSchema),
  }),
};

/** A page of all alarms of a home, newest first. */
export const toAlarmsSpec = (networkId: NetworkId, before: number | null): PageSpec => ({
  path: paths.alarms(networkId),
  where: [],
  newest: "raisedAt",
  size: ALARMS_PAGE,
  before,
});

/** A page of a person's notices, newest first. */
export const toNoticesSpec = (uid: string, before: number | null): PageSpec => ({
  path: paths.notices(uid),
  where: [],
  newest: "at",
  size: NOTICES_PAGE,
  before,
});
