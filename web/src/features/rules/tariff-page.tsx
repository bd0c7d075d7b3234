import { currencySchema, type Rate, type Tariff, tariffSchema } from "@lastmeter/model/tariff";
import { useState } from "react";
import { Link } from "wouter";
import type { ManagedHome } from "../../data/grants.ts";
import { rules, useTariffs } from "../../data/rules.ts";
import { type RunningAct, useAct } from "../../data/use-act.ts";
import { fromMoney, toMoney } from "../../lib/money.ts";
import { useText } from "../../lib/text.ts";
import { Choices } from "../../ui/choices.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Card, Empty, Notice, Skeleton } from "../../ui/parts.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { CheckField, NumberField } from "./fields.tsx";
import style from "./rules.module.css";
import { TimeField } from "./time-fields.tsx";
import { useHomeOf, useRuleHome } from "./use-rule-home.ts";

/** What the home pays and gets for energy, so that rules and their replay can speak of money. */
export function TariffPage({ networkId }: { networkId: string }) {
  const text = useText();
  const home = useHomeOf(networkId);
  useTitle(text("tariff.title"));
  return (
    <div className={style.page}>
      <header>
        <Link className={style.back} href="/rules">
          <Icon name="back" size={20} />
          {text("rules.title")}
        </Link>
        <h1>{text("tariff.title")}</h1>
        <p className={style.hint}>{text("tariff.text")}</p>
      </header>
      {home === null && <Skeleton height={240} />}
      {home === "none" && <Empty icon="lock" text={text("rules.noHome.text")} title={text("rules.notYours")} />}
      {typeof home === "object" && home !== null && <Loaded home={home} />}
    </div>
  );
}

function Loaded({ home }: { home: ManagedHome }) {
  const text = useText();
  const { tariff } = useRuleHome(home);
  const { value } = useTariffs(home.networkId);
  // Here, since the form begins anew with the tariff that was saved.
  const act = useAct();
  if (value === null) return <Skeleton height={240} />;
  const simple = toSimple(tariff);
  return (
    <>
      {tariff !== null && simple === null && (
        <Notice icon="info">{text("tariff.notSimple", { name: tariff.name })}</Notice>
      )}
      <Outcome act={act} done={text("tariff.saved")} />
      <TariffForm
        act={act}
        hasTariff={tariff !== null}
        home={home}
        key={tariff === null ? "" : JSON.stringify(tariff)}
        start={simple ?? empty}
      />
    </>
  );
}

/** What most contracts are: one price, or two by the clock, a charge a day, and what is paid for what is given. */
interface Simple {
  readonly name: string;
  readonly currency: string;
  readonly price: number;
  readonly low: { readonly price: number; readonly from: string; readonly to: string } | null;
  readonly perDay: number;
  readonly given: number | null;
}

const empty: Simple = { name: "", currency: "EUR", price: 300_000, low: null, perDay: 0, given: null };
const every = [1, 2, 3, 4, 5, 6, 7];

/** Null: it is none of these, and only replaced whole. */
function toSimple(tariff: Tariff | null): Simple | null {
  if (tariff === null) return empty;
  const { name, currency, import: rate, standing, taxPpm } = tariff;
  const [charge, ...charges] = standing;
  const isPlain = taxPpm === 0 && charges.length === 0 && (charge === undefined || charge.per === "day");
  if (!isPlain || (tariff.export !== null && tariff.export.kind !== "flat")) return null;
  const common = { name, currency, perDay: charge?.amount ?? 0, given: tariff.export?.price ?? null };
  if (rate.kind === "flat") return { ...common, price: rate.price, low: null };
  if (rate.kind !== "timeOfUse") return null;
  const [first, second, ...others] = rate.bands;
  if (first === undefined || others.length > 0) return null;
  if (second === undefined)
    return { ...common, price: rate.otherwise, low: { price: first.price, from: first.from, to: first.to } };
  const isNight = first.to === "24:00" && second.from === "00:00" && first.price === second.price;
  return isNight
    ? { ...common, price: rate.otherwise, low: { price: first.price, from: first.from, to: second.to } }
    : null;
}

function toRate({ price, low }: Simple): Rate {
  if (low === null) return { kind: "flat", price };
  const band = { price: low.price, weekdays: every, months: null };
  const bands =
    low.from < low.to
      ? [{ ...band, from: low.from, to: low.to }]
      : [
          { ...band, from: low.from, to: "24:00" },
          { ...band, from: "00:00", to: low.to },
        ];
  return { kind: "timeOfUse", bands: bands.filter(({ from, to }) => from !== to), otherwise: price };
}

const toTariff = (simple: Simple, timeZone: string): Tariff => ({
  v: 1,
  name: simple.name,
  currency: simple.currency,
  timeZone,
  import: toRate(simple),
  export: simple.given === null ? null : { kind: "flat", price: simple.given },
  standing: simple.perDay === 0 ? [] : [{ amount: simple.perDay, per: "day" }],
  taxPpm: 0,
});

interface TariffFormProps {
  readonly home: ManagedHome;
  readonly start: Simple;
  readonly hasTariff: boolean;
  readonly act: RunningAct;
}

function TariffForm({ home, start, hasTariff, act }: TariffFormProps) {
  const text = useText();
  const [draft, setDraft] = useState({ ...start, name: start.name || text("tariff.name") });
  const change = (part: Partial<Simple>) => setDraft((before) => ({ ...before, ...part }));
  const { networkId, timeZone } = home;
  const parsed = tariffSchema.safeParse(toTariff(draft, timeZone));
  const unit = `${currencySchema.safeParse(draft.currency).success ? draft.currency : "EUR"}/kWh`;
  return (
    <Card className={style.part}>
      <div className={style.fields}>
        <label className={style.field}>
          {text("tariff.nameLabel")}
          <input maxLength={80} onChange={(event) => change({ name: event.target.value })} value={draft.name} />
        </label>
        <label className={style.field}>
          {text("tariff.currency")}
          <input
            aria-invalid={!currencySchema.safeParse(draft.currency).success}
            autoCapitalize="characters"
            maxLength={3}
            onChange={(event) => change({ currency: event.target.value.toUpperCase() })}
            value={draft.currency}
          />
        </label>
        <Choices
          legend={text("tariff.kind")}
          name="tariff-kind"
          onChange={(kind) =>
            change({
              low: kind === "one" ? null : { price: Math.round(draft.price * 0.7), from: "22:00", to: "06:00" },
            })
          }
          options={(["one", "two"] as const).map((kind) => ({ value: kind, label: text(`tariff.kind.${kind}`) }))}
          value={draft.low === null ? "one" : "two"}
        />
        <NumberField
          label={text(draft.low === null ? "tariff.price" : "tariff.highPrice")}
          onChange={(price) => change({ price: fromMoney(price) })}
          unit={unit}
          value={toMoney(draft.price)}
        />
        {draft.low !== null && (
          <>
            <NumberField
              label={text("tariff.lowPrice")}
              onChange={(price) => draft.low && change({ low: { ...draft.low, price: fromMoney(price) } })}
              unit={unit}
              value={toMoney(draft.low.price)}
            />
            <div className={style.pair}>
              {(["from", "to"] as const).map((end) => (
                <TimeField
                  key={end}
                  label={text(`rule.${end}`)}
                  onChange={(time) => draft.low && change({ low: { ...draft.low, [end]: toQuarter(time) } })}
                  value={draft.low?.[end] ?? "00:00"}
                />
              ))}
            </div>
          </>
        )}
        <NumberField
          label={text("tariff.perDay")}
          onChange={(amount) => change({ perDay: Math.max(0, fromMoney(amount)) })}
          unit={draft.currency}
          value={toMoney(draft.perDay)}
        />
        <CheckField
          checked={draft.given !== null}
          label={text("tariff.gives")}
          onChange={(gives) => change({ given: gives ? 80_000 : null })}
        />
        {draft.given !== null && (
          <NumberField
            label={text("tariff.givenPrice")}
            onChange={(price) => change({ given: fromMoney(price) })}
            unit={unit}
            value={toMoney(draft.given)}
          />
        )}
      </div>
      <div className={style.acts}>
        <Button
          aria-busy={act.busy}
          data-testid="save-tariff"
          disabled={act.busy || !parsed.success}
          onClick={() => void act.run(() => rules.setTariff({ networkId, tariff: toTariff(draft, timeZone) }))}
        >
          {text("rules.save")}
        </Button>
        {hasTariff && (
          <Button
            disabled={act.busy}
            look="plain"
            onClick={() => void act.run(() => rules.setTariff({ networkId, tariff: null }))}
          >
            {text("tariff.remove")}
          </Button>
        )}
      </div>
    </Card>
  );
}

/** Bands begin and end on the quarter-hour. */
function toQuarter(time: string): string {
  const [hour = "00", minute = "00"] = time.split(":");
  return `${hour}:${String(Math.floor(Number(minute) / 15) * 15).padStart(2, "0")}`;
}
