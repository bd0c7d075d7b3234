import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Node } from "@lastmeter/model/node";
import { useState } from "react";
import { account, reauthenticate } from "../../data/account.ts";
import { leave } from "../../data/session.ts";
import { useText } from "../../lib/text.ts";
import { Card } from "../../ui/parts.tsx";
import { EraseForm } from "./erase-form.tsx";
import style from "./your-data.module.css";

interface EraseCardProps {
  readonly home: { readonly networkId: NetworkId; readonly network: Network } | null;
  readonly devices: readonly (readonly [string, Node])[];
  readonly email: string;
}

/** The end of a device, a home, the account. */
export function EraseCard({ home, devices, email }: EraseCardProps) {
  const text = useText();
  const prove = (password: string) => reauthenticate(email, password);
  return (
    <Card className={style.card}>
      <h2>{text("yourData.erase")}</h2>
      <p>{text("yourData.erase.text")}</p>
      {devices.length > 0 && <EraseDevice devices={devices} />}
      {home && (
        <EraseForm
          expected={home.network.name}
          key={home.networkId}
          onErase={() => account.eraseNetwork(home.networkId)}
          prove={prove}
          testId="erase-home"
          title={text("yourData.eraseHome", { home: home.network.name })}
          words={text("yourData.eraseHome.text")}
        />
      )}
      <EraseForm
        expected={email}
        onErase={async () => {
          const erased = await account.eraseAccount();
          await leave();
          return erased;
        }}
        prove={prove}
        testId="erase-account"
        title={text("yourData.eraseAccount")}
        words={text("yourData.eraseAccount.text")}
      />
    </Card>
  );
}

function EraseDevice({ devices }: Pick<EraseCardProps, "devices">) {
  const text = useText();
  const [chosen, setChosen] = useState("");
  const [nodeId, node] = devices.find(([id]) => id === chosen) ?? devices[0] ?? [];
  if (nodeId === undefined || node === undefined) return null;
  return (
    <EraseForm
      expected={node.name}
      onErase={() => account.eraseNode(nodeId as NodeId)}
      prove={null}
      testId="erase-device"
      title={text("yourData.eraseDevice")}
      words={text("yourData.eraseDevice.text")}
    >
      <label className={style.field}>
        {text("yourData.device")}
        <select className={style.select} onChange={(event) => setChosen(event.target.value)} value={nodeId}>
          {devices.map(([id, { name, room }]) => (
            <option key={id} value={id}>
              {room === null ? name : `${name}, ${room}`}
            </option>
          ))}
        </select>
      </label>
    </EraseForm>
  );
}
