import { useText } from "../lib/text.ts";
import { useWatched } from "../lib/value.ts";
import { Button } from "../ui/parts.tsx";
import { update } from "./update.ts";
import style from "./update-prompt.module.css";

/** Never reloads by itself: somebody may be in the middle of something. */
export function UpdatePrompt() {
  const text = useText();
  const apply = useWatched(update);
  if (apply === null) return null;
  return (
    <div className={style.prompt} role="status">
      <span>{text("update.text")}</span>
      <Button look="soft" onClick={apply}>
        {text("update.reload")}
      </Button>
    </div>
  );
}
