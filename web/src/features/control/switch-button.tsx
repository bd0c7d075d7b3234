import style from "./switch-button.module.css";

interface SwitchButtonProps {
  /** What the device reported. */
  readonly isOn: boolean;
  readonly isSending: boolean;
  readonly isOff: boolean;
  readonly label: string;
  readonly describedBy?: string | undefined;
  readonly onPress: () => void;
  /** Pressed although nothing can be asked for. */
  readonly onOff?: () => void;
}

/** Shows what is, not what is wished: it turns when the device has said so. */
export function SwitchButton({ isOn, isSending, isOff, label, describedBy, onPress, onOff }: SwitchButtonProps) {
  return (
    <button
      aria-busy={isSending}
      aria-checked={isOn}
      aria-describedby={describedBy}
      aria-disabled={isOff}
      aria-label={label}
      className={style.switch}
      data-testid="switch"
      onClick={() => (isOff ? onOff?.() : onPress())}
      role="switch"
      type="button"
    >
      <span className={style.track}>
        <span className={style.thumb} />
      </span>
    </button>
  );
}
