import type { NodeId } from "@lastmeter/model/ids";
import type { Scalar } from "../rules-engine/conditions/condition.ts";
import type { Fact } from "../rules-engine/facts.ts";

/** What the facts of one channel, or of one node, have in common. */
export type Saying =
  | { readonly kind: "value"; readonly nodeId: NodeId; readonly channel: string }
  | { readonly kind: "heard" | "away"; readonly nodeId: NodeId };

/** So many facts are objects at a time: a whole day's of a home cost more to keep than to judge. */
const SLICE = 4096;

/** Facts of a day, in any order, held as numbers until it is their turn. */
export class FactColumn {
  readonly #saying: Saying[] = [];
  readonly #value: Scalar[] = [];
  readonly #at: number[] = [];
  readonly #sequence: number[] = [];

  get length(): number {
    return this.#at.length;
  }

  /** @param value of `heard` and `away` none counts */
  add(saying: Saying, value: Scalar, at: number, sequence: number): void {
    this.#saying.push(saying);
    this.#value.push(value);
    this.#at.push(at);
    this.#sequence.push(sequence);
  }

  /** In order of time. What one message says stays together. */
  *slices(): Generator<readonly Fact[]> {
    const [at, sequence] = [this.#at, this.#sequence];
    const order = Uint32Array.from(at.keys());
    order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || (sequence[a] ?? 0) - (sequence[b] ?? 0));
    let facts: Fact[] = [];
    for (const index of order) {
      if (facts.length >= SLICE && facts.at(-1)?.sequence !== sequence[index]) {
        yield facts;
        facts = [];
      }
      facts.push(this.#toFact(index));
    }
    if (facts.length > 0) yield facts;
  }

  #toFact(index: number): Fact {
    const saying = this.#saying[index];
    if (saying === undefined) throw new RangeError(`no fact ${index}`);
    const [value = false, at = 0, sequence = 0] = [this.#value[index], this.#at[index], this.#sequence[index]];
    if (saying.kind !== "value") return { kind: saying.kind, nodeId: saying.nodeId, at, sequence };
    return { kind: "value", nodeId: saying.nodeId, channel: saying.channel, value, at, sequence };
  }
}
