import type { ExportFormat } from "@lastmeter/model/account";
import type { NetworkId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import { account } from "../../data/account.ts";
import { useAct } from "../../data/use-act.ts";
import { type MessageId, useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import style from "./your-data.module.css";

const formats = [
  { format: "csv", label: "yourData.csv", about: "yourData.csv.text" },
  { format: "json", label: "yourData.json", about: "yourData.json.text" },
] as const satisfies readonly { format: ExportFormat; label: MessageId; about: MessageId }[];

/** A copy of everything of a home, to take along. */
export function CopyCard({ networkId, network }: { networkId: NetworkId; network: Network }) {
  const text = useText();
  const act = useAct();
  return (
    <Card className={style.card}>
      <h2>{text("yourData.copy")}</h2>
      <p>{text("yourData.copy.text", { home: network.name })}</p>
      <ul className={style.formats}>
        {formats.map(({ format, label, about }) => (
          <li className={style.row} key={format}>
            <span className={style.hint}>{text(about)}</span>
            <Button
              data-testid={`download-${format}`}
              disabled={act.busy}
              look="soft"
              onClick={() => void act.run(() => account.download(networkId, format))}
            >
              <Icon name="install" size={20} />
              {text(label)}
            </Button>
          </li>
        ))}
      </ul>
      <Outcome act={act} done={text("yourData.copy.done")} />
    </Card>
  );
}
