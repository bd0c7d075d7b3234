import { z } from "zod/mini";
export const mqttMappingSchema = z.object({});
