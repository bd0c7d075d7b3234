import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { Aedes } from "aedes";

export interface EmbeddedBroker {
  readonly port: number;
  close(): Promise<void>;
}

/** An MQTT broker on loopback; retained messages and QoS 1 sessions live in memory. @throws if the port is taken. */
export async function startBroker(port: number): Promise<EmbeddedBroker> {
  const broker = await Aedes.createBroker();
  // aedes takes a message that another one overtook for a duplicate and drops it, QoS 1 included (moscajs/aedes#994): retained
  // ones are overtaken all the time. Without its memory of duplicates, overlapping filters get a message twice, as MQTT allows.
  broker.on("client", (client) => Reflect.set(client, "duplicates", new Proxy({}, { get: () => 0, set: () => true })));
  const server: Server = createServer((socket) => broker.handle(socket));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : port,
    close: async () => {
      await new Promise<void>((resolve) => broker.close(resolve));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
