import { useText } from "../../lib/text.ts";
import { Choices } from "../../ui/choices.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Button } from "../../ui/parts.tsx";
import type { DraftFieldsProps } from "./about-fields.tsx";
import { allCities } from "./cities.ts";
import { placeWays, toPlace } from "./draft.ts";
import style from "./form.module.css";
import { HereField } from "./here-field.tsx";
import { offerTimeZone, toTimeZones } from "./place.ts";

/** Where the network is, by no map service, and which clock it lives by. @param fixedZone it has a history by its clock */
export function PlaceFields({ draft, wrong, change, fixedZone = false }: DraftFieldsProps & { fixedZone?: boolean }) {
  const text = useText();
  const place = toPlace(draft);
  const offer =
    !fixedZone && place !== null && place !== "wrong" ? offerTimeZone(place, draft.timeZone, Date.now()) : null;
  const placeFault = wrong.includes("place");
  return (
    <>
      <div className={style.group}>
        <Choices
          legend={text("network.place")}
          name="place"
          onChange={(placeWay) => change({ placeWay })}
          options={placeWays.map((value) => ({ value, label: text(`network.place.${value}`) }))}
          value={draft.placeWay}
        />
        {draft.placeWay === "none" && <p className={style.hint}>{text("network.place.none.text")}</p>}
        {draft.placeWay === "here" && <HereField change={change} fault={placeFault} here={draft.here} />}
        {draft.placeWay === "city" && (
          <Field
            fault={placeFault ? text("network.city.wrong") : null}
            hint={text("network.city.hint")}
            label={text("network.city")}
          >
            {(control) => (
              <>
                <input
                  {...control}
                  autoComplete="off"
                  list="cities"
                  onChange={(event) => change({ city: event.target.value })}
                  type="text"
                  value={draft.city}
                />
                <datalist id="cities">
                  {allCities.map(({ name, timeZone }) => (
                    <option key={timeZone} label={timeZone} value={name} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
        )}
        {draft.placeWay === "typed" && (
          <Field
            fault={placeFault ? text("network.coordinates.wrong") : null}
            hint={text("network.coordinates.hint")}
            label={text("network.coordinates")}
          >
            {(control) => (
              <input
                {...control}
                autoComplete="off"
                data-testid="network-coordinates"
                onChange={(event) => change({ coordinates: event.target.value })}
                placeholder="37.98, 23.73"
                spellCheck={false}
                type="text"
                value={draft.coordinates}
              />
            )}
          </Field>
        )}
      </div>
      <Field
        hint={text(fixedZone ? "network.timeZone.fixed" : "network.timeZone.hint")}
        label={text("network.timeZone")}
      >
        {(control) => (
          <select
            {...control}
            data-testid="network-zone"
            disabled={fixedZone}
            onChange={(event) => change({ timeZone: event.target.value })}
            value={draft.timeZone}
          >
            {toTimeZones(draft.timeZone).map(([region, zones]) => (
              <optgroup key={region} label={region}>
                {zones.map((zone) => (
                  <option key={zone} value={zone}>
                    {zone.replaceAll("_", " ")}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      {offer !== null && (
        <div className={style.offer} role="status">
          <p>{text("network.timeZone.offer", { zone: offer.timeZone.replaceAll("_", " "), city: offer.name })}</p>
          <Button look="soft" onClick={() => change({ timeZone: offer.timeZone })}>
            <Icon name="check" size={20} />
            {text("network.timeZone.take")}
          </Button>
        </div>
      )}
      <Field
        fault={wrong.includes("gatewayAddress") ? text("network.address.wrong") : null}
        hint={text("network.address.hint")}
        label={text("network.address")}
      >
        {(control) => (
          <input
            {...control}
            autoCapitalize="none"
            autoComplete="off"
            onChange={(event) => change({ gatewayAddress: event.target.value })}
            placeholder="raspberrypi.local"
            spellCheck={false}
            type="text"
            value={draft.gatewayAddress}
          />
        )}
      </Field>
    </>
  );
}
