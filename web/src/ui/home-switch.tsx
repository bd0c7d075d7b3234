import style from "./home-switch.module.css";

interface HomeSwitchProps {
  readonly label: string;
  readonly networks: ReadonlyMap<string, { readonly name: string }>;
  readonly networkId: string | null;
  readonly onChoose: (networkId: string) => void;
}

/** The home on show, to be changed; drawn where there are more than one. */
export function HomeSwitch({ label, networks, networkId, onChoose }: HomeSwitchProps) {
  return (
    <select
      aria-label={label}
      className={style.switch}
      onChange={(event) => onChoose(event.target.value)}
      value={networkId ?? ""}
    >
      {[...networks].map(([id, { name }]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
