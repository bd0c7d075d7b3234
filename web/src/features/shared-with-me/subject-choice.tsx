import type { Node } from "@lastmeter/model/node";
import { toChannelLabels } from "../../lib/device.ts";
import { useText } from "../../lib/text.ts";
import { type LentSubject, toSubjectKey } from "./lent-chart.ts";
import style from "./lent-node.module.css";

interface SubjectChoiceProps {
  readonly node: Node;
  readonly subjects: readonly LentSubject[];
  readonly shown: string;
  readonly onChoose: (key: string) => void;
}

/** Which of the granted values is on show. */
export function SubjectChoice({ node, subjects, shown, onChoose }: SubjectChoiceProps) {
  const text = useText();
  const labels = toChannelLabels(Object.values(node.channels), text);
  return (
    <label className={style.what}>
      {text("lent.what")}
      <select onChange={(event) => onChoose(event.target.value)} value={shown}>
        {subjects.map((subject) => (
          <option key={toSubjectKey(subject)} value={toSubjectKey(subject)}>
            {subject.kind === "energy"
              ? text("lent.energy")
              : (labels.get(subject.channel.key) ?? subject.channel.label)}
          </option>
        ))}
      </select>
    </label>
  );
}
