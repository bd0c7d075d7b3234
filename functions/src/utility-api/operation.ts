import type { ClientScope } from "@lastmeter/model/client";
import type { z } from "zod/mini";
import type { ErrorKind } from "../platform/app-error.ts";
import type { ApiCaller, ApiContext } from "./context.ts";
import type { Media } from "./http/media.ts";
import type { Reply } from "./reply.ts";

type Schema = z.ZodMiniType;
export type Parsed<T extends Schema | null> = T extends Schema ? z.infer<T> : null;

/** One operation of the API: what the document says of it and what is done stand together. */
export interface Operation<
  Path extends Schema | null = Schema | null,
  Query extends Schema | null = Schema | null,
  Body extends Schema | null = Schema | null,
> {
  readonly method: "get" | "post" | "put";
  /** `/v1/nodes/{nodeId}`. */
  readonly path: `/v1/${string}`;
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly scope: ClientScope;
  readonly params: Path;
  readonly query: Query;
  readonly body: Body;
  /** A write: with an `Idempotency-Key`, which POST needs. */
  readonly isWrite: boolean;
  readonly media: readonly Media[];
  readonly answer: {
    readonly status: 200 | 202;
    readonly description: string;
    readonly schema: Schema;
    /** Beside those of every answer of its sort. */
    readonly headers?: Readonly<Record<string, object>>;
    /** Of its rows, whichever come. */
    readonly columns?: readonly (readonly string[])[];
  };
  /** Beside those of every operation. */
  readonly errors: readonly ErrorKind[];
  /** What it takes of the client's quota. */
  cost(input: { readonly body: Parsed<Body> }): number;
  /** Of a write: whether the grant still allows it, asked before its first answer is given again. @throws AppError */
  permit(context: ApiContext, caller: ApiCaller, input: { readonly params: Parsed<Path> }): Promise<void>;
  /** Nodes whose quota it takes of. */
  nodes(input: { readonly params: Parsed<Path>; readonly body: Parsed<Body> }): readonly string[];
  handle(
    context: ApiContext,
    caller: ApiCaller,
    input: { readonly params: Parsed<Path>; readonly query: Parsed<Query>; readonly body: Parsed<Body> },
    media: Media,
  ): Promise<Reply>;
}

type Described<P extends Schema | null, Q extends Schema | null, B extends Schema | null> = Omit<
  Operation<P, Q, B>,
  "cost" | "nodes" | "permit" | "params" | "query" | "body" | "isWrite" | "media" | "errors"
> & {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
} & Partial<Pick<Operation<P, Q, B>, "cost" | "nodes" | "permit" | "isWrite" | "media" | "errors">>;

/** With what most have. */
export function defineOperation<P extends Schema | null, Q extends Schema | null, B extends Schema | null>(
  described: Described<P, Q, B>,
): Operation {
  const operation: Operation<P, Q, B> = {
    isWrite: false,
    media: ["json"],
    errors: [],
    cost: () => 1,
    nodes: () => [],
    permit: async () => {},
    ...described,
  };
  // Its own schemas give what its own functions take.
  return operation as unknown as Operation;
}
