/** Where things are on the machine; absolute paths. */
export interface UnitPaths {
  /** Command and its first arguments. */
  readonly program: string;
  readonly config: string;
}

export const UNIT_NAME = "lastmeter-bridge.service";
/** What systemd makes for the unit's own user; the configuration names it. */
export const UNIT_STATE_DIR = "/var/lib/lastmeter-bridge";

/** A systemd unit with a user of its own that may read its configuration, write its queue, and speak to broker and dispatcher. */
export function toUnit({ program, config }: UnitPaths): string {
  return `[Unit]
Description=Lastmeter gateway bridge
Documentation=file:///opt/lastmeter-bridge/README.md
Wants=network-online.target
After=network-online.target time-sync.target mosquitto.service zigbee2mqtt.service
StartLimitIntervalSec=0

[Service]
ExecStart=${program} run --config \${CREDENTIALS_DIRECTORY}/bridge.json
LoadCredential=bridge.json:${config}
Environment=NODE_COMPILE_CACHE=/var/cache/lastmeter-bridge
Restart=always
RestartSec=5
# Configuration faults do not mend themselves.
RestartPreventExitStatus=2
DynamicUser=yes
StateDirectory=lastmeter-bridge
StateDirectoryMode=0700
CacheDirectory=lastmeter-bridge
UMask=0077
MemoryHigh=256M
MemoryMax=384M
TasksMax=64
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;
}
