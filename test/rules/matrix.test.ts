import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowed, isAllowed } from "./allowed.ts";
import { type Case, casesOf, findFault, gather, rolesOf } from "./cases.ts";
import { contentCases } from "./contents.ts";
import { kindNames, kindOf } from "./documents.ts";
import { findEmulator, readRules } from "./environment.ts";
import { openProject, type Project } from "./project.ts";
import { roleNames } from "./roles.ts";
import { toSeed } from "./seed.ts";

let project: Project;

beforeAll(async () => {
  project = openProject(await findEmulator(), "demo-rules-matrix");
  await project.clear();
  await project.load(await readRules());
  await project.seed(toSeed());
});
afterAll(() => project?.close());

const faultsOf = (cases: readonly Case[]) => gather(cases, (one) => findFault(project, one));

describe.each(roleNames)("%s", (role) => {
  const cases = kindNames.filter((kind) => rolesOf(kindOf(kind)).includes(role)).flatMap((kind) => casesOf(role, kind));
  it(`gets what the table says in ${cases.length} cases`, async () => expect(await faultsOf(cases)).toEqual([]));
});

describe("what an owner writes", () => {
  it.each(contentCases)("$kind: $operation: $expected", async (one) => expect(await faultsOf([one])).toEqual([]));
});

describe("the table itself", () => {
  it.each(
    allowed.flatMap(({ kinds, operations }) =>
      kinds.flatMap((kind) => operations.map((operation) => ({ kind, operation }))),
    ),
  )("$operation · $kind has a twin that is denied", ({ kind, operation }) => {
    expect(rolesOf(kindOf(kind)).some((role) => !isAllowed(role, kind, operation))).toBe(true);
  });
});
