import { z } from "zod/mini";

const lenient = <T extends z.ZodMiniType>(schema: T) => z.catch(z.optional(schema), undefined);
const scalarSchema = z.union([z.string().check(z.maxLength(256)), z.number(), z.boolean()]);
export type NativeScalar = z.infer<typeof scalarSchema>;

/**
 * One entry of `definition.exposes`, of whatever type Zigbee2MQTT may add: a fault in an optional field drops the field, never the
 * feature. `access`: 1 published in the state, 2 settable, 4 gettable.
 */
export const featureSchema = z.object({
  type: z.string(),
  name: lenient(z.string()),
  label: lenient(z.string()),
  property: lenient(z.string()),
  description: lenient(z.string()),
  access: lenient(z.int()),
  unit: lenient(z.string()),
  endpoint: lenient(z.string()),
  category: lenient(z.string()),
  value_on: lenient(scalarSchema),
  value_off: lenient(scalarSchema),
  value_toggle: lenient(scalarSchema),
  value_min: lenient(z.number()),
  value_max: lenient(z.number()),
  value_step: lenient(z.number()),
  values: lenient(z.array(scalarSchema)),
  get features() {
    return z.optional(z.array(featureSchema));
  },
  get item_type() {
    return z.optional(featureSchema);
  },
});
export type Feature = z.infer<typeof featureSchema>;
