import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import style from "./invitation-page.module.css";

/** Above the sign-in, for who comes by an invitation's link. */
export function InvitationDoor() {
  const text = useText();
  return (
    <div className={style.door} data-testid="invitation-door" role="note">
      <Icon name="share" />
      <div>
        <p className={style.doorTitle}>{text("invitation.door.title")}</p>
        <p>{text("invitation.door.text")}</p>
      </div>
    </div>
  );
}
