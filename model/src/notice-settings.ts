import { z } from "zod/mini";
import { instantSchema } from "./time.ts";

/** `07:30`. Not from `condition.ts`: the app would load all of the rules' schemas with it. */
const clockTimeSchema = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

/** By the home's clock, over midnight where `to` comes first; from and to the same: never. */
const quietHoursSchema = z.strictObject({ from: clockTimeSchema, to: clockTimeSchema });
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** What a person wants to be pushed. Whatever they choose, everything is in their inbox. */
export const noticeSettingsSchema = z.strictObject({
  v: z.literal(1),
  /** `info`: of rules only; what the platform itself finds and only informs of is never pushed. */
  push: z.strictObject({ info: z.boolean(), warning: z.boolean(), critical: z.boolean() }),
  /** Also when it is over. */
  over: z.boolean(),
  /** In the zone of the home it is about; null: none. What came is told together at the end. */
  quiet: z.nullable(quietHoursSchema),
  /** Critical ones come through quiet hours. */
  wakeForCritical: z.boolean(),
});
/** Document `users/{uid}/settings/notices`; absent: the default. Written by the server. */
export type NoticeSettings = z.infer<typeof noticeSettingsSchema>;

export const defaultNoticeSettings: NoticeSettings = {
  v: 1,
  push: { info: true, warning: true, critical: true },
  over: true,
  quiet: null,
  wakeForCritical: true,
};

/** A Firebase installation: one browser on one device. The only kind of address that pushes are sent to. */
export const installIdSchema = z.string().check(z.regex(/^[cdef][A-Za-z0-9_-]{21}$/));

/** Document `users/{uid}/installs/{installId}`: where pushes for a person go. Written by the server; gone where it is not renewed. */
export const installSchema = z.object({
  v: z.literal(1),
  installId: installIdSchema,
  /** BCP 47: what it is told in. */
  locale: z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)),
  /** How its person knows it: `Chrome, Android`. */
  label: z.string().check(z.trim(), z.maxLength(60)),
  createdAt: instantSchema,
  /** Renewed whenever the app starts there. */
  at: instantSchema,
});
export type Install = z.infer<typeof installSchema>;

export const INSTALLS_MAX = 20;

/** Argument of the callable `notices`; each person for themselves. */
export const noticesRequestSchema = z.discriminatedUnion("act", [
  /** → `NoticesSetup`. */
  z.strictObject({ act: z.literal("setup") }),
  /** → `{}`. The installation is this person's from now on, whoever's it was. */
  z.strictObject({
    act: z.literal("install"),
    installId: installIdSchema,
    locale: installSchema.shape.locale,
    label: installSchema.shape.label,
  }),
  z.strictObject({ act: z.literal("uninstall"), installId: installIdSchema }),
  z.strictObject({ act: z.literal("settings"), settings: noticeSettingsSchema }),
  /** → `{}`. A notice like any other, pushed whatever the settings are. */
  z.strictObject({ act: z.literal("test") }),
]);

export type NoticesRequest = z.infer<typeof noticesRequestSchema>;

/** What a page must know before it asks for the permission. */
export const noticesSetupSchema = z.object({
  /** The web push key that belongs to this project's sender; null: pushes are not set up. */
  vapidKey: z.nullable(z.string()),
  /** `local`: pushes cannot leave this machine, the app shows notices itself. */
  sender: z.enum(["fcm", "local"]),
});
export type NoticesSetup = z.infer<typeof noticesSetupSchema>;

/** Body of a POST to the function `receipt`, by the service worker, which has no sign-in: what it may say is in the MAC. */
export const receiptRequestSchema = z.strictObject({
  act: z.enum(["shown", "acknowledge"]),
  uid: z.string().check(z.regex(/^[A-Za-z0-9]{1,128}$/)),
  noticeId: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)),
  until: instantSchema,
  mac: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
});
export type ReceiptRequest = z.infer<typeof receiptRequestSchema>;

/**
 * What the service worker gets, all text as FCM has it. It words nothing itself: title and body come in the installation's language.
 * `receipt`: JSON of a receipt request without its act. `unread`: for the app's badge.
 */
export const pushDataSchema = z.object({
  v: z.literal("1"),
  noticeId: z.string(),
  /** One notification of an alarm, replaced by what comes later of it. */
  tag: z.string(),
  title: z.string(),
  body: z.string(),
  url: z.string(),
  at: z.string(),
  /** `loud`: sound and vibration, also where one of its tag stands. */
  loud: z.enum(["yes", "no"]),
  /** Stays until it is dealt with. */
  critical: z.enum(["yes", "no"]),
  unread: z.string(),
  receipt: z.string(),
  /** On the button that acknowledges; "": there is none. */
  acknowledge: z.string(),
});
export type PushData = z.infer<typeof pushDataSchema>;
