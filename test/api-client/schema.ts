// Made by api-client/make-schema.ts: do not edit.
export interface paths {
    "/v1/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Nodes that were lent to this client
         * @description What each measures and in which unit, where it is (as exactly as its grant allows) and what the grant allows. The owner sees that you looked.
         *
         *     Scope: `nodes:read`.
         */
        get: operations["listNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One node
         * @description As in the list. A node that was not lent is answered as one that does not exist.
         *
         *     Scope: `nodes:read`.
         */
        get: operations["getNode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}/measurements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Measurements of one node
         * @description Intervals that begin in the half-open `[from, to)` and are over. `quarter` is 15 minutes on UTC quarter-hours; `hour`, `day` and `month` are those of the home's time zone, so a day has 92 to 100 quarters. `raw` gives readings as they came, a local day a page, some five minutes late.
         *
         *     `mean`: over the time of the interval, + drawn, − given. `counted`: what a register counted in it; `unplaced` is the part that belongs to none of the finer intervals. A value that is not known is null and `missing`, never 0; it may come later. `total.power`, `total.energyImport` and `total.energyExport` are the node's own sums, whatever its channels are called.
         *
         *     Finer than granted, other channels, or outside the granted time: 403, with what is allowed in `permitted`.
         *
         *     Scope: `measurements:read`.
         */
        get: operations["getMeasurements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * State changes of one node
         * @description Switched, opened, motion, buttons, oldest first. Needs a grant of resolution `raw`.
         *
         *     Scope: `events:read`.
         */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/measurements:query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Measurements of many nodes, each or together
         * @description Up to 100 nodes. Nodes whose grant does not allow it stand in `refused`, with the reason and in `permitted` what is allowed; those that were not lent and those that do not exist are both `unknown`. The others are answered. Where no node is left but refused ones whose grant allows less: 403. Rows have no place for reasons: of them such a node makes the answer 403, and unknown ones stand in the header `Refused-Nodes`.
         *
         *     `aggregate` puts them together interval by interval. Where some have no value it is of the others (`nodes` says how many) and `estimated`; where none has one it is null and `missing`.
         *
         *     Scope: `measurements:read`.
         */
        post: operations["queryMeasurements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch or set what a node offers
         * @description A settable channel and its value: `true` or `false` for switches, a word for enums, a number in the channel's unit. Needs a grant as operator. It is accepted, not done: ask for its state. What is not executed within `lifeS` seconds never is.
         *
         *     Scope: `commands:write`.
         */
        post: operations["commandNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Settings of a node: what there are, what is wanted, what the device says
         * @description Needs a grant as administrator of the node. `rev` is what a change replaces; `wanted` is null where nobody wants anything, `reported` where the device has not told. The owner sees that you looked.
         *
         *     Scope: `configuration:write`.
         */
        get: operations["getConfiguration"];
        /**
         * Say how settings of a node are to be
         * @description Needs a grant as administrator of the node. `key` and `value` as `getConfiguration` describes them. `rev` is the wish that is replaced, 0 for the first: where somebody was faster nothing changes and the answer is 409. It is wanted, not done: the device follows when it can.
         *
         *     Scope: `configuration:write`.
         */
        put: operations["configureNode"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}/commands/{commandId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of a command
         * @description `queued` until the gateway has it, `sent`, and then one of `confirmed` (the node itself reported it), `failed`, `expired`, `denied`, with the reason.
         *
         *     Scope: `commands:write`.
         */
        get: operations["getCommand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A token for the calls of the next ten minutes
         * @description RFC 6749, 4.4, with the client's id and secret in an `Authorization: Basic` header or in the body. Scopes that the client does not have are left out. What an owner grants is not in the token: it is read at each call.
         */
        post: operations["getToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Public keys of the tokens
         * @description RFC 7517. May be kept an hour.
         */
        get: operations["getKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document, to be read by people */
        get: operations["getPages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            type: string;
            title: string;
            status: number;
            detail?: string;
            instance: string;
            errors?: {
                path: string;
                expected: string;
            }[];
            permitted?: {
                /** @enum {string} */
                role: "viewer" | "operator" | "admin";
                /** @enum {string} */
                resolution: "raw" | "quarter" | "hour" | "day" | "month";
                channels: string[] | null;
                from: string | null;
                until: string | null;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listNodes: {
        parameters: {
            query?: {
                /** @description The most that a page holds. */
                limit?: number;
                /** @description `next` of the answer before, with the same parameters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of nodes */
            200: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        nodes: {
                            id: string;
                            name: string;
                            role: ("grid" | "production" | "storage" | "load") | null;
                            /** @enum {string} */
                            status: "pending" | "active" | "removed";
                            timeZone: string;
                            position: {
                                latitude: number;
                                longitude: number;
                                decimals: number;
                            } | null;
                            channels: {
                                channel: string;
                                /** @enum {string} */
                                kind: "measurement" | "state" | "control" | "setting" | "action" | "diagnostic";
                                /** @enum {string} */
                                type: "numeric" | "binary" | "enum" | "text" | "list" | "composite";
                                quantity: string | null;
                                unit: string | null;
                                measured: boolean;
                                settable: boolean;
                            }[];
                            grant: {
                                /** @enum {string} */
                                role: "viewer" | "operator" | "admin";
                                /** @enum {string} */
                                resolution: "raw" | "quarter" | "hour" | "day" | "month";
                                channels: string[] | null;
                                /** Format: date-time */
                                from: string;
                                until: string | null;
                                historyFrom: string | null;
                                purpose: string;
                            };
                        }[];
                        next: string | null;
                    };
                };
            };
            /** @description As `If-None-Match` says you know it */
            304: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Request not understood (`bad_request`) */
            400: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated (`auth_failed`) */
            401: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description How to authenticate */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed (`forbidden`) */
            403: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such format (`not_acceptable`) */
            406: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests (`rate_limited`) */
            429: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error (`internal`) */
            500: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Try again later (`unavailable`) */
            503: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` in the list of nodes. */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The node */
            200: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        role: ("grid" | "production" | "storage" | "load") | null;
                        /** @enum {string} */
                        status: "pending" | "active" | "removed";
                        timeZone: string;
                        position: {
                            latitude: number;
                            longitude: number;
                            decimals: number;
                        } | null;
                        channels: {
                            channel: string;
                            /** @enum {string} */
                            kind: "measurement" | "state" | "control" | "setting" | "action" | "diagnostic";
                            /** @enum {string} */
                            type: "numeric" | "binary" | "enum" | "text" | "list" | "composite";
                            quantity: string | null;
                            unit: string | null;
                            measured: boolean;
                            settable: boolean;
                        }[];
                        grant: {
                            /** @enum {string} */
                            role: "viewer" | "operator" | "admin";
                            /** @enum {string} */
                            resolution: "raw" | "quarter" | "hour" | "day" | "month";
                            channels: string[] | null;
                            /** Format: date-time */
                            from: string;
                            until: string | null;
                            historyFrom: string | null;
                            purpose: string;
                        };
                    };
                };
            };
            /** @description As `If-None-Match` says you know it */
            304: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Request not understood (`bad_request`) */
            400: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated (`auth_failed`) */
            401: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description How to authenticate */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed (`forbidden`) */
            403: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found (`not_found`) */
            404: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such format (`not_acceptable`) */
            406: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests (`rate_limited`) */
            429: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error (`internal`) */
            500: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Try again later (`unavailable`) */
            503: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeasurements: {
        parameters: {
            query: {
                /** @description Beginning, included: ISO 8601 with `Z` or an offset. */
                from: string;
                /** @description End, not included. */
                to: string;
                /** @description Not finer than the grant's. */
                resolution: "raw" | "quarter" | "hour" | "day" | "month";
                /** @description Names, separated by commas; without it all that are granted. */
                channel?: string;
                /** @description The most that a page holds. */
                limit?: number;
                /** @description `next` of the answer before, with the same parameters. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description `id` in the list of nodes. */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Series of the channels */
            200: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    /** @description `next`, for rows, which have no place for it */
                    "Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        nodeId: string;
                        timeZone: string;
                        position: {
                            latitude: number;
                            longitude: number;
                            decimals: number;
                        } | null;
                        /** @enum {string} */
                        resolution: "raw" | "quarter" | "hour" | "day" | "month";
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        to: string;
                        series: ({
                            channel: string;
                            quantity: string;
                            unit: string;
                            /** @enum {string} */
                            kind: "mean" | "counted";
                            intervals: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                                value: number | null;
                                coverage: number;
                                /** @enum {string} */
                                quality: "good" | "estimated" | "suspect" | "missing";
                                min: number | null;
                                max: number | null;
                                unplaced?: number;
                            }[];
                        } | {
                            channel: string;
                            quantity: string;
                            unit: string;
                            /** @constant */
                            kind: "reading";
                            readings: {
                                /** Format: date-time */
                                at: string;
                                value: number;
                                /** @enum {string} */
                                quality: "good" | "estimated" | "suspect" | "missing";
                            }[];
                        })[];
                        next: string | null;
                    };
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description As `If-None-Match` says you know it */
            304: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    /** @description `next`, for rows, which have no place for it */
                    "Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Request not understood (`bad_request`) */
            400: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated (`auth_failed`) */
            401: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description How to authenticate */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed (`forbidden`) */
            403: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found (`not_found`) */
            404: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such format (`not_acceptable`) */
            406: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests (`rate_limited`) */
            429: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error (`internal`) */
            500: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Try again later (`unavailable`) */
            503: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query: {
                /** @description Beginning, included: ISO 8601 with `Z` or an offset. */
                from: string;
                /** @description End, not included. */
                to: string;
                /** @description Names, separated by commas; without it all that are granted. */
                channel?: string;
                /** @description `next` of the answer before, with the same parameters. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description `id` in the list of nodes. */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events */
            200: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    /** @description `next`, for rows, which have no place for it */
                    "Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        nodeId: string;
                        timeZone: string;
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        to: string;
                        events: {
                            /** Format: date-time */
                            at: string;
                            channel: string;
                            value: string | number | boolean;
                        }[];
                        next: string | null;
                    };
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description As `If-None-Match` says you know it */
            304: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    /** @description `next`, for rows, which have no place for it */
                    "Next-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Request not understood (`bad_request`) */
            400: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated (`auth_failed`) */
            401: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description How to authenticate */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed (`forbidden`) */
            403: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found (`not_found`) */
            404: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such format (`not_acceptable`) */
            406: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests (`rate_limited`) */
            429: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error (`internal`) */
            500: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Try again later (`unavailable`) */
            503: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    queryMeasurements: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    nodeIds: string[];
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                    /** @enum {string} */
                    resolution: "quarter" | "hour" | "day" | "month";
                    channels: string[];
                    /**
                     * @default none
                     * @enum {string}
                     */
                    aggregate?: "none" | "sum" | "mean" | "min" | "max";
                    cursor?: string;
                };
            };
        };
        responses: {
            /** @description Series of the nodes, or of all together */
            200: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description `next`, for rows, which have no place for it */
                    "Next-Cursor"?: string;
                    /** @description Ids of those that are not answered, for rows, which have no place for it */
                    "Refused-Nodes"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        resolution: "quarter" | "hour" | "day" | "month";
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        to: string;
                        /** @enum {string} */
                        aggregate: "none" | "sum" | "mean" | "min" | "max";
                        series: {
                            nodeId: string;
                            timeZone: string;
                            channel: string;
                            quantity: string;
                            unit: string;
                            /** @enum {string} */
                            kind: "mean" | "counted";
                            intervals: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                                value: number | null;
                                coverage: number;
                                /** @enum {string} */
                                quality: "good" | "estimated" | "suspect" | "missing";
                                min: number | null;
                                max: number | null;
                                unplaced?: number;
                            }[];
                        }[];
                        aggregated: {
                            channel: string;
                            quantity: string;
                            unit: string;
                            /** @enum {string} */
                            kind: "mean" | "counted";
                            intervals: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                                value: number | null;
                                coverage: number;
                                /** @enum {string} */
                                quality: "good" | "estimated" | "suspect" | "missing";
                                nodes: number;
                            }[];
                        }[];
                        refused: {
                            nodeId: string;
                            /** @enum {string} */
                            reason: "unknown" | "resolution" | "channels" | "history" | "until";
                            permitted?: {
                                /** @enum {string} */
                                role: "viewer" | "operator" | "admin";
                                /** @enum {string} */
                                resolution: "raw" | "quarter" | "hour" | "day" | "month";
                                channels: string[] | null;
                                from: string | null;
                                until: string | null;
                            };
                        }[];
                        next: string | null;
                    };
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description Request not understood (`bad_request`) */
            400: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit?: string;
                    /** @description The quota */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/html": string;
                };
            };
            /** @description Not authenticated (`auth_failed`) */
            401: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description How to authenticate */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed (`forbidden`) */
            403: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such format (`not_acceptable`) */
            406: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Body too large (`too_large`) */
            413: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Send application/json (`not_json`) */
            415: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests (`rate_limited`) */
            429: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error (`internal`) */
            500: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Try again later (`unavailable`) */
            503: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    commandNode: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key with the same request within 24 hours gives the first answer again; with another request 422, while the first is under way 409. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description `id` in the list of nodes. */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    channel: string;
                    value: (string | number | boolean) | {
                        [key: string]: string | number | boolean;
                    };
                    /** @default 60 */
                    lifeS?: number;
                };
            };
        };
        responses: {
            /** @description Accepted; `Location` tells its state */
            202: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Where its state is told */
                    Location: string;
                    /** @description `true`: the first answer again */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        nodeId: string;
                        channel: string;
                        value: (string | number | boolean) | {
                            [key: string]: string | number | boolean;
                        };
                        /** @enum {string} */
                        state: "queued" | "sent" | "confirmed" | "failed" | "expired" | "denied";
                        reason: ("superseded" | "refused" | "gateway" | "device" | "unreachable" | "no_answer" | "no_draw" | "unreported" | "no_gateway" | "no_grant" | "revoked") | null;
                        /** Format: date-time */
                        at: string;
                        /** Format: date-time */
                        deadline: string;
                        sentAt: string | null;
                        publishedAt: string | null;
                        endedAt: string | null;
                    };
                };
            };
            /** @description Request not understood (`bad_request`) */
            400: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit?: string;
                    /** @description The quota */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/html": string;
                };
            };
            /** @description Not authenticated (`auth_failed`) */
            401: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description How to authenticate */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed (`forbidden`); This gateway was revoked (`revoked`) */
            403: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found (`not_found`) */
            404: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such format (`not_acceptable`) */
            406: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A request with this key is under way (`key_busy`) */
            409: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Body too large (`too_large`) */
            413: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Send application/json (`not_json`) */
            415: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This key was used for another request (`key_reused`) */
            422: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests (`rate_limited`); Too many (`too_many`) */
            429: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error (`internal`) */
            500: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Try again later (`unavailable`) */
            503: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` in the list of nodes. */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings */
            200: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        nodeId: string;
                        settings: {
                            key: string;
                            label: string;
                            help: string | null;
                            field: {
                                /** @enum {string} */
                                type: "number" | "boolean" | "choice" | "text" | "group" | "list";
                            } & {
                                [key: string]: unknown;
                            };
                            rev: number;
                            wanted: {
                                value: unknown;
                                /** @enum {string} */
                                state: "pending" | "confirmed" | "failed";
                                reason: string | null;
                                detail: string | null;
                                /** Format: date-time */
                                at: string;
                            } | null;
                            reported: {
                                value: unknown;
                                /** Format: date-time */
                                at: string;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description As `If-None-Match` says you know it */
            304: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Request not understood (`bad_request`) */
            400: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated (`auth_failed`) */
            401: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description How to authenticate */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed (`forbidden`) */
            403: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found (`not_found`) */
            404: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such format (`not_acceptable`) */
            406: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests (`rate_limited`) */
            429: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error (`internal`) */
            500: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Try again later (`unavailable`) */
            503: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    configureNode: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request within 24 hours gives the first answer again; with another request 422, while the first is under way 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description `id` in the list of nodes. */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    changes: {
                        key: string;
                        value: unknown;
                        rev: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Wanted, with the new `rev` of each */
            202: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Where its state is told */
                    Location: string;
                    /** @description `true`: the first answer again */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        nodeId: string;
                        settings: {
                            key: string;
                            rev: number;
                        }[];
                    };
                };
            };
            /** @description Request not understood (`bad_request`) */
            400: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit?: string;
                    /** @description The quota */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                    "text/html": string;
                };
            };
            /** @description Not authenticated (`auth_failed`) */
            401: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description How to authenticate */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed (`forbidden`); This gateway was revoked (`revoked`) */
            403: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found (`not_found`) */
            404: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such format (`not_acceptable`) */
            406: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A request with this key is under way (`key_busy`); Changed meanwhile (`conflict`) */
            409: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Body too large (`too_large`) */
            413: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Send application/json (`not_json`) */
            415: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This key was used for another request (`key_reused`) */
            422: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests (`rate_limited`); Too many (`too_many`) */
            429: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error (`internal`) */
            500: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Try again later (`unavailable`) */
            503: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` in the list of nodes. */
                nodeId: string;
                /** @description `id` that the command was accepted with. */
                commandId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The command */
            200: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        nodeId: string;
                        channel: string;
                        value: (string | number | boolean) | {
                            [key: string]: string | number | boolean;
                        };
                        /** @enum {string} */
                        state: "queued" | "sent" | "confirmed" | "failed" | "expired" | "denied";
                        reason: ("superseded" | "refused" | "gateway" | "device" | "unreachable" | "no_answer" | "no_draw" | "unreported" | "no_gateway" | "no_grant" | "revoked") | null;
                        /** Format: date-time */
                        at: string;
                        /** Format: date-time */
                        deadline: string;
                        sentAt: string | null;
                        publishedAt: string | null;
                        endedAt: string | null;
                    };
                };
            };
            /** @description As `If-None-Match` says you know it */
            304: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Of the very bytes */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Request not understood (`bad_request`) */
            400: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated (`auth_failed`) */
            401: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description How to authenticate */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed (`forbidden`) */
            403: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found (`not_found`) */
            404: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such format (`not_acceptable`) */
            406: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests (`rate_limited`) */
            429: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error (`internal`) */
            500: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Try again later (`unavailable`) */
            503: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @enum {string} */
                    grant_type: "client_credentials";
                    scope?: string;
                    client_id?: string;
                    client_secret?: string;
                };
            };
        };
        responses: {
            /** @description The token */
            200: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access_token: string;
                        /** @enum {string} */
                        token_type: "Bearer";
                        expires_in: number;
                        scope: string;
                    };
                };
            };
            /** @description Not a request for a token, or for scopes the client does not have */
            400: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        error: "invalid_request" | "invalid_client" | "unsupported_grant_type" | "invalid_scope" | "slow_down" | "server_error";
                        error_description: string;
                    };
                };
            };
            /** @description No such client, a wrong secret, or a client that is disabled or suspended */
            401: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description How to authenticate */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        error: "invalid_request" | "invalid_client" | "unsupported_grant_type" | "invalid_scope" | "slow_down" | "server_error";
                        error_description: string;
                    };
                };
            };
            /** @description Too many tokens, or too many wrong secrets */
            429: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit: string;
                    /** @description The quota */
                    "RateLimit-Policy": string;
                    /** @description Seconds */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        error: "invalid_request" | "invalid_client" | "unsupported_grant_type" | "invalid_scope" | "slow_down" | "server_error";
                        error_description: string;
                    };
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description What is left of the quota (draft-ietf-httpapi-ratelimit-headers-11) */
                    RateLimit?: string;
                    /** @description The quota */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        error: "invalid_request" | "invalid_client" | "unsupported_grant_type" | "invalid_scope" | "slow_down" | "server_error";
                        error_description: string;
                    };
                };
            };
        };
    };
    getKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            kty: string;
                            crv: string;
                            kid: string;
                            x: string;
                            y: string;
                            alg: string;
                            use: string;
                        }[];
                    };
                };
            };
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description As `If-None-Match` says you know it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getPages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This document, to be read by people */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
}
