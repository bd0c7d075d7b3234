import { type FormEvent, useState } from "react";
import { gateways } from "../../data/gateways.ts";
import { useNodesOf } from "../../data/grants.ts";
import type { ManagedNetwork } from "../../data/managed-networks.ts";
import { useAct } from "../../data/use-act.ts";
import { useText } from "../../lib/text.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Button, Card } from "../../ui/parts.tsx";
import { AboutFields } from "./about-fields.tsx";
import { type Draft, type DraftField, toDraft, toNetworkDraft } from "./draft.ts";
import form from "./form.module.css";
import style from "./networks-page.module.css";
import { PlaceFields } from "./place-fields.tsx";

/** What was said of the network when it was added, to be changed. */
export function EditCard({ managed: { networkId, network } }: { managed: ManagedNetwork }) {
  const text = useText();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [wrong, setWrong] = useState<readonly DraftField[]>([]);
  const act = useAct();
  const hasNodes = useNodesOf(networkId).length > 0;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const made = draft && toNetworkDraft(draft);
    if (made === null) return;
    setWrong("wrong" in made ? made.wrong : []);
    if ("wrong" in made) return;
    const { kind: _, timeZone, ...described } = made.network;
    const changes = hasNodes ? described : { ...described, timeZone };
    if (await act.run(() => gateways.edit(networkId, changes))) setDraft(null);
  };
  const fields = {
    wrong,
    change: (part: Partial<Draft>) => {
      setWrong([]);
      setDraft((old) => old && { ...old, ...part });
    },
  };
  return (
    <Card className={form.form}>
      <h2>{text("edit.title")}</h2>
      {draft === null ? (
        <>
          <p className={form.hint}>{network.description || text("edit.text")}</p>
          <Outcome act={act} done={text("edit.done")} />
          <div className={style.start}>
            <Button data-testid="edit-network" look="soft" onClick={() => setDraft(toDraft(network))}>
              {text("edit.open")}
            </Button>
          </div>
        </>
      ) : (
        <form className={form.form} noValidate onSubmit={(event) => void save(event)}>
          <AboutFields {...fields} draft={draft} fixedKind />
          <PlaceFields {...fields} draft={draft} fixedZone={hasNodes} />
          <Outcome act={act} />
          <div className={form.buttons}>
            <Button aria-busy={act.busy} data-testid="edit-save" disabled={act.busy} type="submit">
              {text("edit.save")}
            </Button>
            <Button disabled={act.busy} look="plain" onClick={() => setDraft(null)}>
              {text("edit.cancel")}
            </Button>
          </div>
        </form>
      )}
    </Card>
  );
}
