import { resolutions } from "@lastmeter/model/time";
import { serverNow } from "../../lib/clock.ts";
import { toLocalDay } from "../../lib/local-day.ts";
import { useText } from "../../lib/text.ts";
import { Choices } from "../../ui/choices.tsx";
import { untilChoices } from "./draft.ts";
import type { FieldsProps } from "./node-choice.tsx";
import style from "./share-page.module.css";

/** How finely, with what that reveals; and until when. */
export function TermsFields({ draft, managed, change }: FieldsProps) {
  const text = useText();
  const today = toLocalDay(serverNow(), managed.home.timeZone);
  const everything = draft.role !== "viewer";
  return (
    <>
      <div>
        <Choices
          legend={text("share.howFine")}
          name="resolution"
          onChange={(resolution) => change({ resolution })}
          options={[...resolutions].reverse().map((value) => ({
            value,
            label: text(`resolutionShort.${value}`),
            disabled: everything && value !== "raw",
          }))}
          value={draft.resolution}
        />
        <p aria-live="polite" className={style.reveals} data-fine={draft.resolution === "raw"}>
          {text(`reveals.${draft.resolution}`)}
          {everything && ` ${text("share.everything")}`}
        </p>
      </div>
      <div className={style.pair}>
        <label className={style.field}>
          {text("share.untilLabel")}
          <select
            data-testid="share-until"
            onChange={(event) => {
              const until = untilChoices.find((each) => each === event.target.value);
              if (until) change({ until });
            }}
            value={draft.until}
          >
            {untilChoices.map((each) => (
              <option key={each} value={each}>
                {text(`untilChoice.${each}`)}
              </option>
            ))}
          </select>
        </label>
        {draft.until === "date" && (
          <label className={style.field}>
            {text("share.lastDay")}
            <input
              min={today}
              onChange={(event) => change({ lastDay: event.target.value })}
              type="date"
              value={draft.lastDay}
            />
          </label>
        )}
      </div>
    </>
  );
}
