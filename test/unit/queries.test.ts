import { glob, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { declared, declaredQueries } from "./queries/declared.ts";
import { findQueries } from "./queries/find-queries.ts";
import { findMissingIndex, type Indexes, indexesSchema } from "./queries/indexes.ts";
import { type Query, type Site, toText } from "./queries/query.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const toOne = (query: Query) => toText({ file: "any", query });

describe("the queries of the programs", () => {
  let found: Site[];
  let indexes: Indexes;

  beforeAll(async () => {
    found = [];
    for await (const file of glob("{functions,gateway-bridge,web}/src/**/*.{ts,tsx}", { cwd: root })) {
      if (!/\.test\.tsx?$/.test(file)) found.push(...findQueries(file, await readFile(`${root}/${file}`, "utf8")));
    }
    indexes = indexesSchema.parse(JSON.parse(await readFile(`${root}/firestore.indexes.json`, "utf8")));
  });

  it("are the declared ones, no more and no fewer", () => {
    expect(found.map(toText).sort()).toEqual(declared.map(toText).sort());
  });

  it.each(declaredQueries.map((query) => ({ query, text: toOne(query) })))("$text has its index", ({ query }) => {
    expect(findMissingIndex(query, indexes)).toBeNull();
  });

  it("need every index there is: one taken away is missed", () => {
    const isMissed = (without: Indexes) => declaredQueries.some((query) => findMissingIndex(query, without) !== null);
    indexes.indexes.forEach((index, at) => {
      expect(isMissed({ ...indexes, indexes: indexes.indexes.toSpliced(at, 1) }), JSON.stringify(index)).toBe(true);
    });
    indexes.fieldOverrides.forEach((override, at) => {
      override.indexes.forEach((index, nth) => {
        const fewer = { ...override, indexes: override.indexes.toSpliced(nth, 1) };
        const without = { ...indexes, fieldOverrides: indexes.fieldOverrides.with(at, fewer) };
        expect(isMissed(without), `${override.collectionGroup}.${override.fieldPath} ${JSON.stringify(index)}`).toBe(
          true,
        );
      });
    });
  });
});

const collection = (name: string, where: Query["where"], orderBy: Query["orderBy"] = []): Query => ({
  scope: "COLLECTION",
  collection: name,
  where,
  orderBy,
});

describe("finding queries in a source", () => {
  const cases: readonly [string, string, Query | null | "none"][] = [
    ["a chain", `db.collection("a").where("x", "==", 1).get()`, collection("a", [["x", "=="]])],
    [
      "a chain over lines",
      `db\n  .collection('a')\n  // why\n  .where('x', '<', y)\n  .limit(3)`,
      collection("a", [["x", "<"]]),
    ],
    ["a deep path", `db.collection(\`n/\${id}/watch\`).where("x", "==", 1)`, collection("watch", [["x", "=="]])],
    [
      "a path of the model",
      `db.collection(paths.watches(id)).where("until", ">", now)`,
      collection("watch", [["until", ">"]]),
    ],
    ["an order", `db.collection("a").orderBy("x", "desc")`, collection("a", [], [["x", "DESCENDING"]])],
    [
      "the document's name",
      `db.collection("a").orderBy(FieldPath.documentId())`,
      collection("a", [], [["__name__", "ASCENDING"]]),
    ],
    ["a group", `db.collectionGroup("a").get()`, { ...collection("a", []), scope: "COLLECTION_GROUP" }],
    [
      "functions",
      `query(collection(db, "a"), where("x", "==", 1), orderBy("y"))`,
      collection("a", [["x", "=="]], [["y", "ASCENDING"]]),
    ],
    [
      "a group by functions",
      `query(collectionGroup(db, "a"), limit(2))`,
      { ...collection("a", []), scope: "COLLECTION_GROUP" },
    ],
    ["an operation that is a variable", `db.collection("a").where("x", op, 1)`, null],
    ["a field that is a variable", `db.collection("a").where(field, "==", 1)`, null],
    ["a collection that is a variable", `db.collection(name).where("x", "==", 1)`, null],
    ["a path that ends in a variable", `db.collection(\`a/\${b}/\${c}\`).where("x", "==", 1)`, null],
    ["a chain in two statements", `const all = db.collection("a"); all.where("x", "==", 1)`, null],
    ["a clause by itself", `const mine = where("x", "==", 1)`, null],
    ["clauses in a variable", `query(collection(db, "a"), ...clauses, where("x", "==", 1))`, null],
    ["a plain collection", `db.collection("a").listDocuments()`, "none"],
    ["a comment", `// db.collection("a").where("x", "==", 1)`, "none"],
    ["a text", `const text = 'db.collection("a").where("x", "==", 1)'`, "none"],
    ["a type", `interface A { where: { field: string } } import { where } from "firebase/firestore";`, "none"],
  ];

  it.each(cases)("%s", (_name, code, query) => {
    const expected = query === "none" ? [] : [{ file: "a.ts", query }];
    expect(findQueries("a.ts", code)).toEqual(expected);
  });
  it("finds each of several", () => {
    const code = `a(db.collection("a").where("x", "==", "it's")); const r = /["'(]/; b(db.collection("b").where("y", "==", 1));`;
    expect(findQueries("a.ts", code).map(({ query }) => query?.collection)).toEqual(["a", "b"]);
  });
});

describe("finding the index of a query", () => {
  const indexes: Indexes = {
    indexes: [
      {
        collectionGroup: "a",
        queryScope: "COLLECTION",
        fields: [
          { fieldPath: "tags", arrayConfig: "CONTAINS" },
          { fieldPath: "x", order: "ASCENDING" },
          { fieldPath: "at", order: "DESCENDING" },
        ],
      },
    ],
    fieldOverrides: [
      { collectionGroup: "a", fieldPath: "d", indexes: [] },
      { collectionGroup: "a", fieldPath: "due", indexes: [{ queryScope: "COLLECTION_GROUP", order: "ASCENDING" }] },
    ],
  };
  const group = (query: Query): Query => ({ ...query, scope: "COLLECTION_GROUP" });
  const cases: readonly [string, Query, boolean][] = [
    ["no condition", collection("a", []), true],
    ["one equality", collection("a", [["x", "=="]]), true],
    [
      "one range",
      collection("a", [
        ["x", ">"],
        ["x", "<"],
      ]),
      true,
    ],
    ["one order", collection("a", [], [["x", "DESCENDING"]]), true],
    ["an array", collection("a", [["tags", "array-contains"]]), true],
    [
      "two equalities",
      collection("a", [
        ["x", "=="],
        ["y", "=="],
      ]),
      true,
    ],
    ["the document's name", collection("a", [["x", "=="]], [["__name__", "ASCENDING"]]), true],
    ["an exempt field", collection("a", [["d", "=="]]), false],
    ["a field below an exempt one", collection("a", [["d.x", "=="]]), false],
    ["a field that only begins like an exempt one", collection("a", [["dx", "=="]]), true],
    ["a field exempt in another collection", collection("b", [["d", "=="]]), true],
    ["a group's field that is indexed", group(collection("a", [["due", "<"]])), true],
    ["a group's field downwards", group(collection("a", [], [["due", "DESCENDING"]])), false],
    ["a group's field that is not", group(collection("a", [["x", "=="]])), false],
    ["a collection's field indexed for groups only", collection("a", [["due", "<"]]), false],
    [
      "equality and range",
      collection("a", [
        ["x", "=="],
        ["y", ">"],
      ]),
      false,
    ],
    ["equality and order", collection("a", [["x", "=="]], [["y", "ASCENDING"]]), false],
    [
      "array and equality",
      collection("a", [
        ["tags", "array-contains"],
        ["x", "=="],
      ]),
      false,
    ],
    [
      "as the composite",
      collection(
        "a",
        [
          ["x", "=="],
          ["tags", "array-contains"],
        ],
        [["at", "DESCENDING"]],
      ),
      true,
    ],
    [
      "the composite the other way",
      collection(
        "a",
        [
          ["x", "=="],
          ["tags", "array-contains"],
        ],
        [["at", "ASCENDING"]],
      ),
      false,
    ],
    [
      "the composite in a group",
      group(
        collection(
          "a",
          [
            ["x", "=="],
            ["tags", "array-contains"],
          ],
          [["at", "DESCENDING"]],
        ),
      ),
      false,
    ],
    [
      "the composite of another collection",
      collection(
        "b",
        [
          ["x", "=="],
          ["tags", "array-contains"],
        ],
        [["at", "DESCENDING"]],
      ),
      false,
    ],
  ];
  it.each(cases)("%s", (_name, query, has) => {
    expect(findMissingIndex(query, indexes) === null).toBe(has);
  });
});
