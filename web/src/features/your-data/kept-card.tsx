import { RAW_MONTHS_MAX, toRawMonths } from "@lastmeter/model/account";
import type { NetworkId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import { useState } from "react";
import { account } from "../../data/account.ts";
import { useAct } from "../../data/use-act.ts";
import { useText } from "../../lib/text.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Card, Notice } from "../../ui/parts.tsx";
import style from "./your-data.module.css";

const choices = Array.from({ length: RAW_MONTHS_MAX }, (_, index) => index + 1);

/** How long single readings are kept. */
export function KeptCard({ networkId, network }: { networkId: NetworkId; network: Network }) {
  const text = useText();
  const kept = toRawMonths(network);
  const [months, setMonths] = useState(kept);
  const act = useAct();
  const isFewer = months < kept;
  return (
    <Card className={style.card}>
      <h2>{text("yourData.kept")}</h2>
      <p>{text("yourData.kept.text")}</p>
      <label className={style.row}>
        {text("yourData.rawMonths")}
        <select
          className={style.select}
          data-testid="raw-months"
          onChange={(event) => setMonths(Number(event.target.value))}
          value={months}
        >
          {choices.map((each) => (
            <option key={each} value={each}>
              {text("yourData.months", { months: each })}
            </option>
          ))}
        </select>
      </label>
      {isFewer && <Notice icon="info">{text("yourData.fewer", { months })}</Notice>}
      <Outcome act={act} done={text("yourData.kept.done", { months: kept })} />
      {months !== kept && (
        <div className={style.buttons}>
          <Button
            className={isFewer ? style.danger : undefined}
            data-testid="save-months"
            disabled={act.busy}
            onClick={() => void act.run(() => account.setRetention(networkId, months))}
          >
            {text(isFewer ? "yourData.fewer.yes" : "yourData.save")}
          </Button>
          <Button disabled={act.busy} look="plain" onClick={() => setMonths(kept)}>
            {text("yourData.cancel")}
          </Button>
        </div>
      )}
    </Card>
  );
}
