import { useState } from "react";
import type { Lent } from "../../lib/lent.ts";
import { useText } from "../../lib/text.ts";
import { toLentSubjects, toSubjectKey } from "./lent-chart.ts";
import { LentChart } from "./lent-chart-card.tsx";
import style from "./lent-node.module.css";
import { LentNow } from "./lent-now.tsx";
import { LentValues } from "./lent-values.tsx";
import { SubjectChoice } from "./subject-choice.tsx";

/** A node as somebody sees it who was lent it: no finer, no more channels, no earlier than granted. Also the owner's preview. */
export function LentNodeView({ lent }: { lent: Lent }) {
  const text = useText();
  const [chosen, setChosen] = useState("");
  const subjects = toLentSubjects(lent.node);
  const subject = subjects.find((each) => toSubjectKey(each) === chosen) ?? subjects[0];
  return (
    <div className={style.lent} data-resolution={lent.resolution} data-testid="lent-node">
      {subject === undefined ? (
        lent.resolution !== "raw" && <p className={style.hint}>{text("lent.nothing")}</p>
      ) : (
        <>
          {subjects.length > 1 && (
            <SubjectChoice node={lent.node} onChoose={setChosen} shown={toSubjectKey(subject)} subjects={subjects} />
          )}
          <LentNow lent={lent} subject={subject} />
          <LentChart key={lent.resolution} lent={lent} subject={subject} />
        </>
      )}
      {lent.resolution === "raw" && <LentValues lent={lent} />}
    </div>
  );
}
