/** What the command line says; everything else is found or asked. */
export interface SetupOptions {
  /** The line or file shown when the network was added, or where it stands; `-`: standard input. */
  readonly enrolment?: string;
  readonly enrolmentFile?: string;
  /** Where the bridge's configuration goes. */
  readonly config?: string;
  readonly stateDir?: string;
  /** Zigbee2MQTT's `configuration.yaml`. */
  readonly zigbee2mqtt?: string;
  readonly mqttUrl?: string;
  readonly mqttUsername?: string;
  readonly mqttPasswordFile?: string;
  readonly baseTopic?: string;
  /** MQTT filters of devices other than Zigbee2MQTT's, and of what commands may be published to. */
  readonly read?: readonly string[];
  readonly tell?: readonly string[];
  /** Connects a network that uses the key of Zigbee2MQTT's documentation all the same. */
  readonly wellKnownKey?: boolean;
  /** Keeps nothing of the configuration that is there, and overwrites another network's. */
  readonly replace?: boolean;
  /** Yes to every question. */
  readonly yes?: boolean;
  readonly qos?: boolean;
  readonly service?: boolean;
  /** Longest wait for the first reading, in seconds; 0: none. */
  readonly wait: string;
}
