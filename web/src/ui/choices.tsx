import style from "./choices.module.css";

interface ChoicesProps<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly disabled?: boolean }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** The legend is for screen readers only. */
  readonly bare?: boolean;
}

/** One of a few, side by side. */
export function Choices<T extends string>({ legend, name, options, value, onChange, bare = false }: ChoicesProps<T>) {
  return (
    <fieldset className={style.choices}>
      <legend className={bare ? style.hidden : undefined}>{legend}</legend>
      <div className={style.row}>
        {options.map((option) => (
          <label key={option.value}>
            <input
              checked={option.value === value}
              disabled={option.disabled}
              name={name}
              onChange={() => onChange(option.value)}
              type="radio"
              value={option.value}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
