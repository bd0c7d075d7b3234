import { createHash, randomBytes } from "node:crypto";
import { toMedian } from "./figure.ts";

const ROUNDS = 30;

/** CPU ms of SHA-256 over 1 MiB: tells how quick the machine was just then. 0.61 where the targets were set. */
export function measureCalibration(): number {
  const mebibyte = randomBytes(1024 * 1024);
  const rounds = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    createHash("sha256").update(mebibyte).digest();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return toMedian(rounds);
}
