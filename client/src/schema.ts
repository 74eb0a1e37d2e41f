// Generated from docs/openapi.json by `bun run api`.
export interface components {
    schemas: {
        CategoryTranslationInput: {
            name: string;
            /** @default null */
            description: string | null;
            /** @default null */
            slug: string | null;
        };
        CollectionRule: {
            /** @constant */
            field: "tag";
            /** @enum {string} */
            op: "is" | "isNot";
            value: string;
        } | {
            /** @constant */
            field: "brand";
            /** @enum {string} */
            op: "is" | "isNot";
            value: string;
        } | {
            /** @constant */
            field: "category";
            /** @enum {string} */
            op: "is" | "isNot";
            /** @description Products of categories below it match too. */
            value: string;
        } | {
            /** @constant */
            field: "price";
            /** @enum {string} */
            op: "lessThan" | "greaterThan";
            /** @description Compared with the lowest price of the product in this currency. */
            value: components["schemas"]["Money"];
        } | {
            /** @constant */
            field: "title";
            /** @enum {string} */
            op: "is" | "contains" | "startsWith";
            value: string;
        } | {
            /** @constant */
            field: "createdAt";
            /** @enum {string} */
            op: "lessThan" | "greaterThan";
            /** Format: date-time */
            value: string;
        } | {
            /** @constant */
            field: "inStock";
            /** @constant */
            op: "is";
            value: boolean;
        };
        Money: {
            amount: number;
            currency: string;
        };
        CollectionTranslationInput: {
            title: string;
            /** @default null */
            description: string | null;
            /** @default null */
            slug: string | null;
        };
        FocalPoint: {
            x: number;
            y: number;
        };
        LineUnits: {
            lineId: string;
            quantity: number;
        };
        RefundLine: {
            lineId: string;
            quantity: number;
            restock: boolean;
        };
        ListPrice: {
            variantId: string;
            /** @description Minor units of the list's currency. */
            amount: number;
            /**
             * @description The units of one line from which the price applies.
             * @default 1
             */
            minQuantity: number;
        };
        VariantPrice: {
            currency: string;
            amount: number;
            /**
             * @description The former price, which a storefront crosses out.
             * @default null
             */
            compareAt: number | null;
        };
        Dimensions: {
            lengthMm: number;
            widthMm: number;
            heightMm: number;
        };
        UnitPriceMeasure: {
            value: number;
            /** @enum {string} */
            unit: "mg" | "g" | "kg" | "oz" | "lb" | "ml" | "cl" | "l" | "m3" | "floz" | "pt" | "qt" | "gal" | "cm" | "m" | "in" | "ft" | "yd" | "m2" | "ft2" | "item";
            /** @description The measure whose price is shown, such as 1 kg or 100 ml. */
            reference: {
                value: number;
                /** @enum {string} */
                unit: "mg" | "g" | "kg" | "oz" | "lb" | "ml" | "cl" | "l" | "m3" | "floz" | "pt" | "qt" | "gal" | "cm" | "m" | "in" | "ft" | "yd" | "m2" | "ft2" | "item";
            };
        };
        BundlePart: {
            variantId: string;
            /** @description Units in one unit of the bundle. */
            quantity: number;
        };
        AttributeValue: string | number | boolean | string[] | components["schemas"]["Measure"];
        Measure: {
            value: number;
            unit: string;
        };
        ReturnPolicy: {
            /** @description False for a final sale. */
            returnable: boolean;
            /** @description The days after a delivery in which units can be returned; null for `returnWindowDays` of the shop. */
            windowDays: number | null;
        };
        ProductTranslationInput: {
            title: string;
            /**
             * @description Elements and attributes that could do harm are removed. All locales of a product have at most 1048576 characters.
             * @default null
             */
            descriptionHtml: string | null;
            /**
             * @description Finds the product in any locale.
             * @default null
             */
            slug: string | null;
            /**
             * @description All options of the product with all their values, in their order.
             * @default null
             */
            options: {
                name: string;
                values: string[];
            }[] | null;
            /**
             * @default {
             *       "title": null,
             *       "description": null
             *     }
             */
            seo: {
                /** @default null */
                title: string | null;
                /** @default null */
                description: string | null;
            };
        };
        ProductFilter: {
            /** @enum {string} */
            status?: "draft" | "published" | "archived";
            /** @description The id or slug of a collection. */
            collection?: string;
            /** @description A whole SKU or barcode, or the beginning of a title. */
            q?: string;
        };
        ReceivedLine: {
            lineId: string;
            quantity: number;
            /** @enum {string} */
            disposition: "restock" | "write_off";
        };
        CurationInput: {
            query: string;
            /**
             * @description Whether a search has these words only, or more beside them.
             * @default exact
             * @enum {string}
             */
            match: "exact" | "contains";
            /**
             * @description Shown first in this order, unless a filter excludes them.
             * @default []
             */
            pinned: string[];
            /** @default [] */
            hidden: string[];
        };
        SynonymInput: {
            /**
             * @description With a root, only a search for it finds the others; without one, each finds each.
             * @default null
             */
            root: string | null;
            synonyms: string[];
        };
        AddressInput: {
            name: string;
            line1: string;
            line2?: string;
            city?: string;
            region?: string;
            postalCode?: string;
            country: string;
            phone?: string;
        };
        NewDownload: {
            lineId: string;
            fileId: string;
        };
        NewStockAlert: {
            email: string;
        };
        /** @description Malformed request */
        MalformedRequestProblem: {
            type: string;
            /** @constant */
            title: "Malformed request";
            /** @constant */
            status: 400;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "malformed_request";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        FieldError: {
            /** @description A JSON pointer (RFC 6901) into the body, or `?name`. */
            pointer: string;
            code: string;
            message: string;
        } & {
            [key: string]: unknown;
        };
        /** @description Validation failed */
        ValidationFailedProblem: {
            type: string;
            /** @constant */
            title: "Validation failed";
            /** @constant */
            status: 400;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "validation_failed";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Not found */
        NotFoundProblem: {
            type: string;
            /** @constant */
            title: "Not found";
            /** @constant */
            status: 404;
            detail: string;
            /** @constant */
            code: "not_found";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Too many requests */
        RateLimitedProblem: {
            type: string;
            /** @constant */
            title: "Too many requests";
            /** @constant */
            status: 429;
            detail: string;
            /** @constant */
            code: "rate_limited";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            orderId?: string;
        };
        /** @description Internal error */
        InternalProblem: {
            type: string;
            /** @constant */
            title: "Internal error";
            /** @constant */
            status: 500;
            detail: string;
            /** @constant */
            code: "internal";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Service temporarily unavailable */
        DependencyUnavailableProblem: {
            type: string;
            /** @constant */
            title: "Service temporarily unavailable";
            /** @constant */
            status: 503;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "dependency_unavailable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Service overloaded */
        OverloadedProblem: {
            type: string;
            /** @constant */
            title: "Service overloaded";
            /** @constant */
            status: 503;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "overloaded";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        KeySet: {
            keys: {
                /** @constant */
                kty: "EC";
                /** @constant */
                crv: "P-256";
                x: string;
                y: string;
                kid: string;
                /** @constant */
                alg: "ES256";
                /** @constant */
                use: "sig";
            }[];
        };
        /** @description Authentication required */
        UnauthenticatedProblem: {
            type: string;
            /** @constant */
            title: "Authentication required";
            /** @constant */
            status: 401;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "unauthenticated";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Signature invalid */
        SignatureInvalidProblem: {
            type: string;
            /** @constant */
            title: "Signature invalid";
            /** @constant */
            status: 400;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "signature_invalid";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Insufficient permissions */
        ForbiddenProblem: {
            type: string;
            /** @constant */
            title: "Insufficient permissions";
            /** @constant */
            status: 403;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "forbidden";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            /**
             * @description The scope that the API key lacks.
             * @enum {string}
             */
            scope?: "catalog" | "inventory" | "pricing" | "orders" | "customers" | "webhooks" | "reports" | "audit";
        };
        /** @description Request timeout */
        RequestTimeoutProblem: {
            type: string;
            /** @constant */
            title: "Request timeout";
            /** @constant */
            status: 408;
            detail: string;
            /** @constant */
            code: "request_timeout";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Request body too large */
        BodyTooLargeProblem: {
            type: string;
            /** @constant */
            title: "Request body too large";
            /** @constant */
            status: 413;
            detail: string;
            /** @constant */
            code: "body_too_large";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        Readiness: {
            /** @enum {string} */
            status: "ok" | "degraded" | "down";
            version: string;
            services: components["schemas"]["ServiceHealth"][];
        };
        ServiceHealth: {
            service: string;
            version: string;
            dependencies: {
                name: string;
                /** @enum {string} */
                status: "ok" | "down";
                latencyMs: number;
                optional: boolean;
            }[];
            oldestEventSeconds?: number;
        };
        /** @description Range not satisfiable */
        RangeNotSatisfiableProblem: {
            type: string;
            /** @constant */
            title: "Range not satisfiable";
            /** @constant */
            status: 416;
            detail: string;
            /** @constant */
            code: "range_not_satisfiable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Width not served */
        WidthNotServedProblem: {
            type: string;
            /** @constant */
            title: "Width not served";
            /** @constant */
            status: 422;
            detail: string;
            /** @constant */
            code: "width_not_served";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        ApiKey: {
            id: string;
            name: string;
            /** @enum {string} */
            kind: "public" | "secret";
            scopes: ("catalog" | "inventory" | "pricing" | "orders" | "customers" | "webhooks" | "reports" | "audit")[];
            /** @description The first characters of the key, such as `bdg_sec_ab12`. */
            prefix: string;
            /** Format: date-time */
            createdAt: string;
            /** @description The id of the admin's account, which may be erased since. */
            createdBy: string;
            /** @description Exact to about a minute. */
            lastUsedAt: string | null;
            revokedAt: string | null;
            /** @description Null for a key that does not expire. */
            expiresAt: string | null;
        };
        /** @description Access token expired */
        TokenExpiredProblem: {
            type: string;
            /** @constant */
            title: "Access token expired";
            /** @constant */
            status: 401;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "token_expired";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        CreatedApiKey: {
            id: string;
            name: string;
            /** @enum {string} */
            kind: "public" | "secret";
            scopes: ("catalog" | "inventory" | "pricing" | "orders" | "customers" | "webhooks" | "reports" | "audit")[];
            /** @description The first characters of the key, such as `bdg_sec_ab12`. */
            prefix: string;
            /** Format: date-time */
            createdAt: string;
            /** @description The id of the admin's account, which may be erased since. */
            createdBy: string;
            /** @description Exact to about a minute. */
            lastUsedAt: string | null;
            revokedAt: string | null;
            /** @description Null for a key that does not expire. */
            expiresAt: string | null;
            /** @description The key. Store it now: it is not shown again. */
            key: string;
        };
        /** @description Idempotency-Key invalid */
        IdempotencyKeyInvalidProblem: {
            type: string;
            /** @constant */
            title: "Idempotency-Key invalid";
            /** @constant */
            status: 400;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "idempotency_key_invalid";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Malformed body */
        MalformedJsonProblem: {
            type: string;
            /** @constant */
            title: "Malformed body";
            /** @constant */
            status: 400;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "malformed_json";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Recent sign-in required */
        StepUpRequiredProblem: {
            type: string;
            /** @constant */
            title: "Recent sign-in required";
            /** @constant */
            status: 401;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "step_up_required";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Concurrent modification */
        ConflictProblem: {
            type: string;
            /** @constant */
            title: "Concurrent modification";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "conflict";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Request with this Idempotency-Key in progress */
        IdempotencyInFlightProblem: {
            type: string;
            /** @constant */
            title: "Request with this Idempotency-Key in progress";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "idempotency_in_flight";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Unsupported media type */
        UnsupportedMediaTypeProblem: {
            type: string;
            /** @constant */
            title: "Unsupported media type";
            /** @constant */
            status: 415;
            detail: string;
            /** @constant */
            code: "unsupported_media_type";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Idempotency-Key reused */
        IdempotencyKeyReusedProblem: {
            type: string;
            /** @constant */
            title: "Idempotency-Key reused";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "idempotency_key_reused";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        AttributeDefinition: {
            key: string;
            /** @description What shoppers read. */
            name: string;
            /** @enum {string} */
            type: "text" | "number" | "boolean" | "date" | "list" | "measure";
            /** @description The unit of a measure; null for other types. */
            unit: string | null;
            /** @description The values of a list; null for any. */
            choices: string[] | null;
            position: number;
            version: number;
        };
        /** @description Attribute already defined */
        AttributeTakenProblem: {
            type: string;
            /** @constant */
            title: "Attribute already defined";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "attribute_taken";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Precondition failed */
        PreconditionFailedProblem: {
            type: string;
            /** @constant */
            title: "Precondition failed";
            /** @constant */
            status: 412;
            detail: string;
            /** @constant */
            code: "precondition_failed";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @description An account or an API key; null for a guest. */
            actorId: string | null;
            /** @description Such as `sign_in.failed`, or method and path of an act of staff. */
            act: string;
            /** @description The id of what the act concerns. */
            subject: string | null;
            /** @description The status of the answer to an act of staff, if recorded. */
            status: number | null;
            /** @description The names of the settings that the act changed, such as `colours.accent`. */
            changed: string[];
            requestId: string;
            /** @description Equal acts in the hour, of which this is the first. */
            count: number;
        };
        AdminCategory: {
            id: string;
            slug: string;
            name: string;
            description: string | null;
            /** @description Null for a root. */
            parentId: string | null;
            /** @description Its place among the children of its parent. */
            position: number;
            /** @description From the root to this category. */
            path: components["schemas"]["CategoryRef"][];
            /** @description Grows with each change of this category; the `ETag` begins with it. */
            version: number;
            /** @description By locale. */
            translations: {
                [key: string]: components["schemas"]["CategoryTranslation"];
            };
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        CategoryRef: {
            id: string;
            slug: string;
            name: string;
        };
        CategoryTranslation: {
            name: string;
            description: string | null;
            slug: string | null;
        };
        /** @description Slug already in use */
        SlugTakenProblem: {
            type: string;
            /** @constant */
            title: "Slug already in use";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "slug_taken";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Category invalid */
        CategoryInvalidProblem: {
            type: string;
            /** @constant */
            title: "Category invalid";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "category_invalid";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Category in use */
        CategoryInUseProblem: {
            type: string;
            /** @constant */
            title: "Category in use";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "category_in_use";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            children: components["schemas"]["CategoryRef"][];
        };
        AdminCollection: {
            id: string;
            slug: string;
            title: string;
            description: string | null;
            /** @enum {string} */
            kind: "manual" | "rule";
            /** @description Null for `manual`. */
            match: ("all" | "any") | null;
            /** @description Null for `manual`. */
            rules: components["schemas"]["CollectionRule"][] | null;
            /** @description Whether all products have been compared with the rules as they are now. */
            filled: boolean;
            /** @description Grows with each change of the collection; the `ETag` begins with it. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        CollectionWithProducts: {
            id: string;
            slug: string;
            title: string;
            description: string | null;
            /** @enum {string} */
            kind: "manual" | "rule";
            /** @description Null for `manual`. */
            match: ("all" | "any") | null;
            /** @description Null for `manual`. */
            rules: components["schemas"]["CollectionRule"][] | null;
            /** @description Whether all products have been compared with the rules as they are now. */
            filled: boolean;
            /** @description Grows with each change of the collection; the `ETag` begins with it. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description In their order; empty for `rule`. */
            productIds: string[];
            /** @description By locale. */
            translations: {
                [key: string]: components["schemas"]["CollectionTranslation"];
            };
        };
        CollectionTranslation: {
            title: string;
            description: string | null;
            slug: string | null;
        };
        /** @description Collection invalid */
        CollectionInvalidProblem: {
            type: string;
            /** @constant */
            title: "Collection invalid";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "collection_invalid";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        CustomerGroupSummary: {
            id: string;
            title: string;
            /** @description Grows with each change of the group; the `ETag` begins with it. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        CustomerGroup: {
            id: string;
            title: string;
            /** @description Grows with each change of the group; the `ETag` begins with it. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description The accounts that are members. */
            customerIds: string[];
        };
        /** @description Customer group in use */
        CustomerGroupInUseProblem: {
            type: string;
            /** @constant */
            title: "Customer group in use";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "customer_group_in_use";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        Customer: {
            id: string;
            email: string;
            name: string;
            emailVerified: boolean;
            roles: ("customer" | "staff" | "admin")[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            disabledAt: string | null;
        };
        /** @description Last admin cannot be removed */
        LastAdminProblem: {
            type: string;
            /** @constant */
            title: "Last admin cannot be removed";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "last_admin";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        OutboxEvent: {
            id: string;
            type: string;
            owner: string;
            subject: string;
            /** @enum {string} */
            state: "dead" | "unacknowledged" | "acknowledged";
            handlers: string[];
            handOvers: number;
            ageSeconds: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            dueAt: string;
            deadAt: string | null;
        };
        StockRecord: {
            variantId: string;
            available: number;
            reserved: number;
            sold: number;
            /** @description On the way from one location to another. */
            inTransit: number;
            /** @description Units that orders wait for. They are part of `reserved` and `sold`. */
            backordered: number;
            version: number;
            locations: {
                locationId: string;
                available: number;
                reserved: number;
                sold: number;
                /** @description On the way from one location to another. */
                inTransit: number;
                /** @description Units that orders wait for. They are part of `reserved` and `sold`. */
                backordered: number;
            }[];
            productId: string;
            sku: string | null;
            threshold: number;
            /** @description The units of the variant in all orders of one buyer; null without a limit. */
            perBuyerMax: number | null;
            /** @description The units that orders may wait for, if the product's `inventoryPolicy` is `continue`; null without a limit. */
            backorderMax: number | null;
            preorder: {
                /**
                 * Format: date-time
                 * @description Until this time the variant is sold without stock.
                 */
                availableFrom: string;
                max: number | null;
            } | null;
            /** Format: date-time */
            updatedAt: string;
        };
        StockLevel: {
            variantId: string;
            available: number;
            reserved: number;
            sold: number;
            /** @description On the way from one location to another. */
            inTransit: number;
            /** @description Units that orders wait for. They are part of `reserved` and `sold`. */
            backordered: number;
            version: number;
            locations: {
                locationId: string;
                available: number;
                reserved: number;
                sold: number;
                /** @description On the way from one location to another. */
                inTransit: number;
                /** @description Units that orders wait for. They are part of `reserved` and `sold`. */
                backordered: number;
            }[];
        };
        /** @description Insufficient stock */
        InsufficientStockProblem: {
            type: string;
            /** @constant */
            title: "Insufficient stock";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "insufficient_stock";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            lines?: {
                lineId: string;
                quantity: number;
                variantId: string;
                title: string;
                sku: string | null;
                available: number;
            }[];
        };
        /** @description Unknown location */
        LocationUnknownProblem: {
            type: string;
            /** @constant */
            title: "Unknown location";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "location_unknown";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        StockCount: {
            id: string;
            locationId: string;
            reason: string;
            lines: {
                variantId: string;
                counted: number;
                /** @description On hand by the books before the count. */
                expected: number;
                difference: number;
            }[];
        };
        Reservation: {
            orderId: string;
            variantId: string;
            quantity: number;
            /** @enum {string} */
            state: "held" | "committed" | "released";
            /** Format: date-time */
            createdAt: string;
        };
        StockTransfer: {
            id: string;
            variantId: string;
            quantity: number;
            from: {
                /** @enum {string} */
                account: "world" | "available" | "reserved" | "sold" | "in_transit" | "backorder";
                locationId: string;
            };
            to: {
                /** @enum {string} */
                account: "world" | "available" | "reserved" | "sold" | "in_transit" | "backorder";
                locationId: string;
            };
            reason: string;
            /** @description The order, relocation or member of staff. */
            reference: string;
            /** Format: date-time */
            createdAt: string;
        };
        Job: {
            id: string;
            /** @enum {string} */
            kind: "products_bulk" | "products_import" | "search_reindex" | "search_repair";
            /** @enum {string} */
            status: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            progress: {
                done: number;
                total: number;
            };
            /** @description The first 20 errors. */
            errors: components["schemas"]["JobError"][];
            errorCount: number;
            /** @description Of an import. */
            report?: components["schemas"]["ImportTally"];
            /** @description The path of the report, when there are errors. */
            resultUrl?: string;
            /** Format: date-time */
            createdAt: string;
            finishedAt: string | null;
        };
        JobError: {
            /** @description The line of a product file; the header is line 1. */
            line: number | null;
            productId: string | null;
            code: string;
            message: string;
        };
        ImportTally: {
            products: {
                created: number;
                updated: number;
                unchanged: number;
            };
            variants: {
                created: number;
                updated: number;
                unchanged: number;
                removed: number;
            };
        };
        Location: {
            id: string;
            name: string;
            country: string | null;
            region: string | null;
            postalCode: string | null;
            city: string | null;
            line1: string | null;
            /** @description Orders take stock from the lowest first, unless the shop's sourcing rule ranks by place. */
            priority: number;
            /** @description Orders take no stock from an inactive location. */
            isActive: boolean;
            /** @description Whether orders of the storefront take its stock. */
            fulfilsOnline: boolean;
            offersPickup: boolean;
            /** @description Holds stock that names no location. */
            isDefault: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description Location in use */
        LocationInUseProblem: {
            type: string;
            /** @constant */
            title: "Location in use";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "location_in_use";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            holds: components["schemas"]["HeldByLocation"];
        };
        HeldByLocation: {
            available: number;
            reserved: number;
            inTransit: number;
            backordered: number;
            /** @description Units of orders that were not shipped. */
            unshipped: number;
            /** @description Relocations that left the location and have not arrived. */
            relocations: number;
        };
        AdminMarket: {
            id: string;
            name: string;
            /** @description A country belongs to one market at most. */
            countries: string[];
            currency: string;
            locales: string[];
            /** @description Whether the market's prices include tax, for a storefront to say so. It changes no amount: totals of carts and orders include tax. */
            taxIncluded: boolean;
            /** @description Lists that apply in the markets that name them, and in no other. */
            priceListIds: string[];
            /** @description Grows with each change of the market; the `ETag` begins with it. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description Country in another market */
        CountryTakenProblem: {
            type: string;
            /** @constant */
            title: "Country in another market";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "country_taken";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            country: string;
        };
        /** @description Market invalid */
        MarketInvalidProblem: {
            type: string;
            /** @constant */
            title: "Market invalid";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "market_invalid";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        MediaPage: {
            data: components["schemas"]["ListedMedia"][];
            nextCursor: string | null;
        };
        ListedMedia: {
            id: string;
            /**
             * Format: uri
             * @description Never changes. `?w=` with one of the served widths makes it smaller.
             */
            url: string;
            /** @enum {string} */
            contentType: "image/png" | "image/jpeg" | "image/webp" | "image/avif" | "image/gif";
            /** @description As shown, after the orientation that EXIF states. */
            width: number;
            height: number;
            bytes: number;
            /** @description The text for products that use the picture without one of their own. */
            alt: string;
            focalPoint: components["schemas"]["FocalPoint"] | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Products that show the picture, at most 20. Empty if it can be deleted. */
            uses: components["schemas"]["MediaUse"][];
        };
        MediaUse: {
            productId: string;
            slug: string;
            title: string;
        };
        UploadedMedia: {
            id: string;
            /**
             * Format: uri
             * @description Never changes. `?w=` with one of the served widths makes it smaller.
             */
            url: string;
            /** @enum {string} */
            contentType: "image/png" | "image/jpeg" | "image/webp" | "image/avif" | "image/gif";
            /** @description As shown, after the orientation that EXIF states. */
            width: number;
            height: number;
            bytes: number;
            /** @description The text for products that use the picture without one of their own. */
            alt: string;
            focalPoint: components["schemas"]["FocalPoint"] | null;
            /** Format: date-time */
            createdAt: string;
        };
        /** @description Picture not acceptable */
        PictureInvalidProblem: {
            type: string;
            /** @constant */
            title: "Picture not acceptable";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "picture_invalid";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description In use */
        InUseProblem: {
            type: string;
            /** @constant */
            title: "In use";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "in_use";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            uses: components["schemas"]["MediaUse"][];
        };
        StaffNotification: {
            id: string;
            /** @enum {string} */
            channel: "mail" | "sms";
            /** @enum {string} */
            kind: "welcome" | "order-confirmed" | "order-link" | "order-edited" | "payment-link" | "order-shipped" | "order-ready-for-pickup" | "order-delivered" | "order-cancelled" | "order-refunded" | "return-requested" | "return-approved" | "return-rejected" | "return-received" | "verify-email" | "reset-password" | "email-change-confirm" | "email-change-notice" | "email-changed" | "email-changed-notice" | "sign-in-code" | "password-changed" | "session-reused" | "second-factors-changed" | "sms-changed" | "account-disabled" | "account-enabled" | "roles-changed" | "data-exported" | "api-key-created" | "api-key-revoked" | "account-erased" | "back-in-stock" | "welcome-sms" | "sign-in-code-sms" | "reset-password-sms" | "order-confirmed-sms" | "order-delivered-sms" | "order-cancelled-sms";
            /** @enum {string} */
            status: "waiting" | "parked" | "failed" | "sent";
            reason: string | null;
            orderId: string | null;
            userId: string | null;
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description Notification status conflict */
        NotificationStatusConflictProblem: {
            type: string;
            /** @constant */
            title: "Notification status conflict";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "notification_status_conflict";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Notification cannot be delivered */
        NotificationUndeliverableProblem: {
            type: string;
            /** @constant */
            title: "Notification cannot be delivered";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "notification_undeliverable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        Order: {
            id: string;
            number: string;
            /** @enum {string} */
            status: "pending" | "payment_requested" | "confirmed" | "shipped" | "delivered" | "cancelled" | "failed";
            /** @enum {string} */
            paymentStatus: "pending" | "authorized" | "partially_paid" | "paid" | "partially_refunded" | "refunded" | "failed" | "voided";
            /** @enum {string} */
            fulfillmentStatus: "unfulfilled" | "partially_fulfilled" | "fulfilled" | "returned";
            currency: string;
            email: string;
            lines: {
                id: string;
                variantId: string;
                productId: string;
                slug: string;
                title: string;
                sku: string | null;
                image: string | null;
                options: {
                    [key: string]: string;
                };
                properties: {
                    [key: string]: string;
                };
                quantity: number;
                unitPrice: components["schemas"]["Money"];
                subtotal: components["schemas"]["Money"];
                discount: components["schemas"]["Money"];
                tax: components["schemas"]["Money"];
                total: components["schemas"]["Money"];
                /** @description Units that were not in stock when the line was priced, and are delivered later. */
                backordered?: number;
                /** @description The release of a variant that is sold before it. */
                preorder?: {
                    /** Format: date-time */
                    availableFrom: string;
                };
                /** @description What a bundle contains. Its stock is that of its parts. Missing for all other lines. */
                parts?: components["schemas"]["BundleContent"][];
                /**
                 * @description False for digital goods, which need no shipping; missing for all others.
                 * @constant
                 */
                requiresShipping?: false;
                /** @description Of the product. Missing if the product is no longer sold, and in orders of earlier releases, whose lines can be returned in the shop's window. */
                returnPolicy?: components["schemas"]["ReturnPolicy"];
            }[];
            discounts: components["schemas"]["Discount"][];
            totals: components["schemas"]["Totals"];
            note: string | null;
            /** @description Null if it is collected, or all digital. */
            shippingAddress: components["schemas"]["Address"] | null;
            billingAddress: components["schemas"]["Address"];
            /** @description Null if it is all digital. */
            shippingOption: components["schemas"]["ShippingOption"] | null;
            sms: boolean;
            payment: components["schemas"]["Payment"];
            amountDue: components["schemas"]["Money"];
            shipments: components["schemas"]["Shipment"][];
            refunds: components["schemas"]["Refund"][];
            returns: components["schemas"]["Return"][];
            /** Format: date-time */
            placedAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        BundleContent: {
            variantId: string;
            /** @description Of its product, with the variant's own if it has several. */
            title: string;
            sku: string | null;
            /** @description Units in one unit of the bundle. */
            quantity: number;
        };
        Discount: {
            code: string | null;
            title: string;
            amount: components["schemas"]["Money"];
            automatic: boolean;
        };
        Totals: {
            subtotal: components["schemas"]["Money"];
            discount: components["schemas"]["Money"];
            shipping: components["schemas"]["Money"];
            tax: components["schemas"]["Money"];
            shippingTax?: components["schemas"]["Money"];
            total: components["schemas"]["Money"];
            taxIncluded: boolean;
        };
        Address: {
            name: string;
            line1: string;
            line2?: string;
            city?: string;
            region?: string;
            postalCode?: string;
            country: string;
            phone?: string;
        };
        ShippingOption: {
            id: string;
            title: string;
            price: components["schemas"]["Money"];
            /** @description Where the buyer collects the order, which then needs no shipping address; `name` is that of the place. Missing if the order is delivered. */
            pickup?: components["schemas"]["Address"];
        };
        Payment: {
            id: string;
            /** @enum {string} */
            status: "pending" | "processing" | "succeeded" | "failed" | "refunded" | "partially_refunded";
            method: string;
            nextAction?: {
                /** @constant */
                type: "redirect";
                url: string;
            };
        };
        Shipment: {
            id: string;
            lines: components["schemas"]["LineUnits"][];
            locationId?: string;
            carrier: string | null;
            trackingNumber: string | null;
            trackingUrl: string | null;
            /**
             * Format: date-time
             * @description When the units were ready to be collected; missing for a parcel.
             */
            readyAt?: string;
            /** @description Null until the buyer has collected the units. */
            shippedAt: string | null;
            deliveredAt: string | null;
            /**
             * @description Digital goods, which the buyer can download; missing for a parcel.
             * @constant
             */
            digital?: true;
        };
        Refund: {
            id: string;
            amount: components["schemas"]["Money"];
            lines: components["schemas"]["RefundLine"][];
            shipping: components["schemas"]["Money"];
            reason: string | null;
            /** @enum {string} */
            status: "pending" | "succeeded" | "failed";
            /** Format: date-time */
            createdAt: string;
        };
        Return: {
            id: string;
            /** @enum {string} */
            status: "requested" | "approved" | "rejected" | "received" | "refunded" | "exchanged";
            lines: components["schemas"]["ReturnLine"][];
            received: components["schemas"]["ReceivedLine"][];
            /** @enum {string} */
            resolution: "refund" | "exchange";
            exchangeFor: {
                variantId: string;
                quantity: number;
            }[];
            /** @description What the exchange costs: as it was asked for, and as it is once the units arrived. Missing for a refund. */
            exchange?: components["schemas"]["Exchange"];
            refundId: string | null;
            /** @description Why staff rejected the return. Missing if they gave no reason. */
            rejectionReason?: string;
            /** Format: date-time */
            requestedAt: string;
        };
        ReturnLine: {
            lineId: string;
            quantity: number;
            /** @enum {string} */
            reason: "damaged" | "wrong_item" | "not_as_described" | "no_longer_wanted" | "other";
        };
        Exchange: {
            /** @description The lines that join the order when the units arrive, at the prices of the request. */
            lines: {
                id: string;
                variantId: string;
                productId: string;
                slug: string;
                title: string;
                sku: string | null;
                image: string | null;
                options: {
                    [key: string]: string;
                };
                properties: {
                    [key: string]: string;
                };
                quantity: number;
                unitPrice: components["schemas"]["Money"];
                subtotal: components["schemas"]["Money"];
                discount: components["schemas"]["Money"];
                tax: components["schemas"]["Money"];
                total: components["schemas"]["Money"];
                /** @description Units that were not in stock when the line was priced, and are delivered later. */
                backordered?: number;
                /** @description The release of a variant that is sold before it. */
                preorder?: {
                    /** Format: date-time */
                    availableFrom: string;
                };
                /** @description What a bundle contains. Its stock is that of its parts. Missing for all other lines. */
                parts?: components["schemas"]["BundleContent"][];
                /**
                 * @description False for digital goods, which need no shipping; missing for all others.
                 * @constant
                 */
                requiresShipping?: false;
                /** @description Of the product. Missing if the product is no longer sold, and in orders of earlier releases, whose lines can be returned in the shop's window. */
                returnPolicy?: components["schemas"]["ReturnPolicy"];
            }[];
            /** @description The price of the returned units. */
            credit: components["schemas"]["Money"];
            /** @description What the lines cost more than the returned units; negative if they cost less. */
            difference: components["schemas"]["Money"];
        };
        StaffOrder: {
            id: string;
            number: string;
            /** @enum {string} */
            status: "pending" | "payment_requested" | "confirmed" | "shipped" | "delivered" | "cancelled" | "failed";
            /** @enum {string} */
            paymentStatus: "pending" | "authorized" | "partially_paid" | "paid" | "partially_refunded" | "refunded" | "failed" | "voided";
            /** @enum {string} */
            fulfillmentStatus: "unfulfilled" | "partially_fulfilled" | "fulfilled" | "returned";
            currency: string;
            email: string;
            lines: {
                id: string;
                variantId: string;
                productId: string;
                slug: string;
                title: string;
                sku: string | null;
                image: string | null;
                options: {
                    [key: string]: string;
                };
                properties: {
                    [key: string]: string;
                };
                quantity: number;
                unitPrice: components["schemas"]["Money"];
                subtotal: components["schemas"]["Money"];
                discount: components["schemas"]["Money"];
                tax: components["schemas"]["Money"];
                total: components["schemas"]["Money"];
                /** @description Units that were not in stock when the line was priced, and are delivered later. */
                backordered?: number;
                /** @description The release of a variant that is sold before it. */
                preorder?: {
                    /** Format: date-time */
                    availableFrom: string;
                };
                /** @description What a bundle contains. Its stock is that of its parts. Missing for all other lines. */
                parts?: components["schemas"]["BundleContent"][];
                /**
                 * @description False for digital goods, which need no shipping; missing for all others.
                 * @constant
                 */
                requiresShipping?: false;
                /** @description Of the product. Missing if the product is no longer sold, and in orders of earlier releases, whose lines can be returned in the shop's window. */
                returnPolicy?: components["schemas"]["ReturnPolicy"];
            }[];
            discounts: components["schemas"]["Discount"][];
            totals: components["schemas"]["Totals"];
            note: string | null;
            /** @description Null if it is collected, or all digital. */
            shippingAddress: components["schemas"]["Address"] | null;
            billingAddress: components["schemas"]["Address"];
            /** @description Null if it is all digital. */
            shippingOption: components["schemas"]["ShippingOption"] | null;
            sms: boolean;
            payment: components["schemas"]["Payment"];
            amountDue: components["schemas"]["Money"];
            shipments: components["schemas"]["Shipment"][];
            refunds: components["schemas"]["Refund"][];
            returns: components["schemas"]["Return"][];
            /** Format: date-time */
            placedAt: string;
            /** Format: date-time */
            updatedAt: string;
            customerId: string | null;
            tags: string[];
            notes: components["schemas"]["OrderNote"][];
            payments: components["schemas"]["PaymentAttempt"][];
            timeline: components["schemas"]["TimelineEntry"][];
        };
        OrderNote: {
            id: string;
            partId: string | null;
            lineId: string | null;
            author: string;
            text: string;
            /** Format: date-time */
            createdAt: string;
        };
        PaymentAttempt: {
            id: string;
            attempt: number;
            /** @enum {string} */
            state: "pending" | "requires_action" | "processing" | "authorized" | "awaiting_money" | "succeeded" | "failed" | "cancelled";
            method: string;
            amount: components["schemas"]["Money"];
            captured: components["schemas"]["Money"];
            failureCode: string | null;
            provider: string;
            providerRef: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        TimelineEntry: {
            sequence: number;
            type: string;
            /** Format: date-time */
            at: string;
            data: {
                [key: string]: unknown;
            };
        };
        /** @description Order cannot be cancelled */
        OrderNotCancellableProblem: {
            type: string;
            /** @constant */
            title: "Order cannot be cancelled";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "order_not_cancellable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Order cannot be refunded */
        OrderNotRefundableProblem: {
            type: string;
            /** @constant */
            title: "Order cannot be refunded";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "order_not_refundable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Refund exceeds captured amount */
        RefundExceedsCapturedProblem: {
            type: string;
            /** @constant */
            title: "Refund exceeds captured amount";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "refund_exceeds_captured";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            refundable: components["schemas"]["Money"];
        };
        /** @description Units not available */
        UnitsUnavailableProblem: {
            type: string;
            /** @constant */
            title: "Units not available";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "units_unavailable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            lines?: {
                lineId: string;
                quantity: number;
                available: number;
            }[];
        };
        /** @description Unknown payment method */
        PaymentMethodUnknownProblem: {
            type: string;
            /** @constant */
            title: "Unknown payment method";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "payment_method_unknown";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Idempotency-Key required */
        IdempotencyKeyRequiredProblem: {
            type: string;
            /** @constant */
            title: "Idempotency-Key required";
            /** @constant */
            status: 400;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "idempotency_key_required";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Order has no money to capture */
        OrderNotCapturableProblem: {
            type: string;
            /** @constant */
            title: "Order has no money to capture";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "order_not_capturable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Order cannot be paid */
        OrderNotPayableProblem: {
            type: string;
            /** @constant */
            title: "Order cannot be paid";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "order_not_payable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            orderId: string;
        };
        /** @description Amount not chargeable */
        AmountNotChargeableProblem: {
            type: string;
            /** @constant */
            title: "Amount not chargeable";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "amount_not_chargeable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            orderId?: string;
            minimum?: components["schemas"]["Money"];
            maximum?: components["schemas"]["Money"];
        };
        /** @description Order cannot be shipped */
        OrderNotShippableProblem: {
            type: string;
            /** @constant */
            title: "Order cannot be shipped";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "order_not_shippable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        EditPreview: {
            lines: {
                id: string;
                variantId: string;
                productId: string;
                slug: string;
                title: string;
                sku: string | null;
                image: string | null;
                options: {
                    [key: string]: string;
                };
                properties: {
                    [key: string]: string;
                };
                quantity: number;
                unitPrice: components["schemas"]["Money"];
                subtotal: components["schemas"]["Money"];
                discount: components["schemas"]["Money"];
                tax: components["schemas"]["Money"];
                total: components["schemas"]["Money"];
                /** @description Units that were not in stock when the line was priced, and are delivered later. */
                backordered?: number;
                /** @description The release of a variant that is sold before it. */
                preorder?: {
                    /** Format: date-time */
                    availableFrom: string;
                };
                /** @description What a bundle contains. Its stock is that of its parts. Missing for all other lines. */
                parts?: components["schemas"]["BundleContent"][];
                /**
                 * @description False for digital goods, which need no shipping; missing for all others.
                 * @constant
                 */
                requiresShipping?: false;
                /** @description Of the product. Missing if the product is no longer sold, and in orders of earlier releases, whose lines can be returned in the shop's window. */
                returnPolicy?: components["schemas"]["ReturnPolicy"];
            }[];
            totals: components["schemas"]["Totals"];
            amountDue: components["schemas"]["Money"];
            refund: components["schemas"]["Money"];
        };
        /** @description Order cannot be edited */
        OrderNotEditableProblem: {
            type: string;
            /** @constant */
            title: "Order cannot be edited";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "order_not_editable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Variant unavailable */
        VariantUnavailableProblem: {
            type: string;
            /** @constant */
            title: "Variant unavailable";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "variant_unavailable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Unknown variant */
        VariantUnknownProblem: {
            type: string;
            /** @constant */
            title: "Unknown variant";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "variant_unknown";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        SavedMethod: {
            id: string;
            brand: string;
            last4: string;
            expMonth: number;
            expYear: number;
        };
        OrderTags: {
            tags: string[];
        };
        PriceListSummary: {
            id: string;
            title: string;
            currency: string;
            /** @description From when its prices apply; null for at once. */
            startsAt: string | null;
            /** @description From when they no longer apply; null for never. */
            endsAt: string | null;
            /** @description The only group whose members have its prices; null for everyone. */
            customerGroupId: string | null;
            /** @description The markets that name the list. Without one it applies in all. */
            marketIds: string[];
            /** @description Grows with each change of the list; the `ETag` begins with it. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        PriceList: {
            id: string;
            title: string;
            currency: string;
            /** @description From when its prices apply; null for at once. */
            startsAt: string | null;
            /** @description From when they no longer apply; null for never. */
            endsAt: string | null;
            /** @description The only group whose members have its prices; null for everyone. */
            customerGroupId: string | null;
            /** @description The markets that name the list. Without one it applies in all. */
            marketIds: string[];
            /** @description Grows with each change of the list; the `ETag` begins with it. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            prices: components["schemas"]["ListPriceOutput"][];
        };
        /** @description Price list invalid */
        PriceListInvalidProblem: {
            type: string;
            /** @constant */
            title: "Price list invalid";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "price_list_invalid";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        ListedAdminProduct: {
            id: string;
            version: number;
            slug: string;
            title: string;
            brand: string | null;
            /** @enum {string} */
            status: "draft" | "published" | "archived";
            /** @enum {string} */
            type: "physical" | "digital" | "bundle";
            image: components["schemas"]["Media"] | null;
            variantCount: number;
            publishAt: string | null;
            unpublishAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Media: {
            /** @description Of an uploaded picture. */
            id?: string;
            url: string;
            alt: string;
            width: number | null;
            height: number | null;
            focalPoint?: components["schemas"]["FocalPoint"];
        };
        AdminProduct: {
            id: string;
            /** @description Grows with each change; the `ETag` begins with it. */
            version: number;
            slug: string;
            /** @description Redirect to `slug`. */
            formerSlugs: string[];
            title: string;
            description: string;
            descriptionHtml: string;
            brand: string | null;
            /** @enum {string} */
            status: "draft" | "published" | "archived";
            /** @enum {string} */
            type: "physical" | "digital" | "bundle";
            media: components["schemas"]["Media"][];
            options: {
                name: string;
                values: string[];
            }[];
            variants: {
                id: string;
                sku: string | null;
                barcode: string | null;
                title: string;
                options: {
                    [key: string]: string;
                };
                prices: components["schemas"]["VariantPriceOutput"][];
                image: string | null;
                /** @enum {string} */
                inventoryPolicy: "deny" | "continue";
                tracked: boolean;
                /** @description As of the last stock event. */
                available: boolean;
                weightGrams: number | null;
                dimensions: components["schemas"]["Dimensions"] | null;
                unitPriceMeasure: components["schemas"]["UnitPriceMeasure"] | null;
                /** @description When a product is read: its units, also by location. Missing without a stock record, and while the stock cannot be read. */
                stock?: {
                    available: number;
                    reserved: number;
                    sold: number;
                    /** @description On the way from one location to another. */
                    inTransit: number;
                    /** @description Units that orders wait for. They are part of `reserved` and `sold`. */
                    backordered: number;
                    version: number;
                    locations: {
                        locationId: string;
                        available: number;
                        reserved: number;
                        sold: number;
                        /** @description On the way from one location to another. */
                        inTransit: number;
                        /** @description Units that orders wait for. They are part of `reserved` and `sold`. */
                        backordered: number;
                    }[];
                };
                /** @description Of a bundle; empty for other variants. */
                parts: components["schemas"]["BundlePart"][];
            }[];
            categories: components["schemas"]["CategoryRef"][];
            tags: string[];
            attributes: {
                [key: string]: components["schemas"]["AttributeValue"];
            };
            taxClass: string | null;
            returnPolicy: components["schemas"]["ReturnPolicy"];
            seo: {
                title: string | null;
                description: string | null;
            };
            /** @description By locale. */
            translations: {
                [key: string]: components["schemas"]["ProductTranslation"];
            };
            publishAt: string | null;
            unpublishAt: string | null;
            /** @description When it was first published. */
            publishedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ProductTranslation: {
            title: string;
            description: string | null;
            descriptionHtml: string | null;
            slug: string | null;
            options: {
                name: string;
                values: string[];
            }[] | null;
            seo: {
                title: string | null;
                description: string | null;
            };
        };
        /** @description SKU already in use */
        SkuTakenProblem: {
            type: string;
            /** @constant */
            title: "SKU already in use";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "sku_taken";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Product invalid */
        ProductInvalidProblem: {
            type: string;
            /** @constant */
            title: "Product invalid";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "product_invalid";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        RelatedPicks: {
            /** @description All picked products, in their order. */
            productIds: string[];
            /** @description Of the product, as in its `ETag`. */
            version: number;
        };
        AdminVariant: {
            id: string;
            productId: string;
            /** @description The version of the product, as in the `ETag`. */
            productVersion: number;
            sku: string | null;
            barcode: string | null;
            title: string;
            options: {
                [key: string]: string;
            };
            prices: components["schemas"]["VariantPriceOutput"][];
            image: string | null;
            /** @enum {string} */
            inventoryPolicy: "deny" | "continue";
            tracked: boolean;
            /** @description As of the last stock event. */
            available: boolean;
            weightGrams: number | null;
            dimensions: components["schemas"]["Dimensions"] | null;
            unitPriceMeasure: components["schemas"]["UnitPriceMeasure"] | null;
            /** @description When a product is read: its units, also by location. Missing without a stock record, and while the stock cannot be read. */
            stock?: {
                available: number;
                reserved: number;
                sold: number;
                /** @description On the way from one location to another. */
                inTransit: number;
                /** @description Units that orders wait for. They are part of `reserved` and `sold`. */
                backordered: number;
                version: number;
                locations: {
                    locationId: string;
                    available: number;
                    reserved: number;
                    sold: number;
                    /** @description On the way from one location to another. */
                    inTransit: number;
                    /** @description Units that orders wait for. They are part of `reserved` and `sold`. */
                    backordered: number;
                }[];
            };
            /** @description Of a bundle; empty for other variants. */
            parts: components["schemas"]["BundlePart"][];
        };
        ImportReport: {
            products: {
                created: number;
                updated: number;
                unchanged: number;
            };
            variants: {
                created: number;
                updated: number;
                unchanged: number;
                removed: number;
            };
            /** @description Rows that were left out. Lines are those of the file; the header is line 1. */
            errors: {
                line: number;
                message: string;
            }[];
        };
        PaymentBreak: {
            id: string;
            /** @enum {string} */
            kind: "payment_unknown" | "payment_differs" | "payment_missing" | "refund_not_booked" | "refund_missing" | "dispute_not_booked" | "order_captured_differs" | "order_refunded_differs";
            /** @enum {string} */
            state: "open" | "resolved";
            provider: string;
            providerRef: string;
            paymentId: string | null;
            orderId: string | null;
            own: components["schemas"]["Money"];
            recorded: components["schemas"]["Money"];
            ageSeconds: number;
            /** Format: date-time */
            foundAt: string;
            note: string | null;
            resolvedAt: string | null;
            resolvedBy: string | null;
        };
        StaffDispute: {
            id: string;
            orderId: string;
            attempt: number;
            paymentId: string;
            amount: components["schemas"]["Money"];
            /** @enum {string} */
            state: "opened" | "won" | "lost";
            reason: string;
            dueBy: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        Relocation: {
            id: string;
            fromLocationId: string;
            toLocationId: string;
            /** @enum {string} */
            status: "in_transit" | "received" | "cancelled";
            reason: string | null;
            lines: {
                variantId: string;
                quantity: number;
                received: number;
                lost: number;
                returned: number;
                inTransit: number;
            }[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description Relocation status conflict */
        RelocationStatusConflictProblem: {
            type: string;
            /** @constant */
            title: "Relocation status conflict";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "relocation_status_conflict";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        StaffReturn: {
            id: string;
            /** @enum {string} */
            status: "requested" | "approved" | "rejected" | "received" | "refunded" | "exchanged";
            lines: components["schemas"]["ReturnLine"][];
            received: components["schemas"]["ReceivedLine"][];
            /** @enum {string} */
            resolution: "refund" | "exchange";
            exchangeFor: {
                variantId: string;
                quantity: number;
            }[];
            /** @description What the exchange costs: as it was asked for, and as it is once the units arrived. Missing for a refund. */
            exchange?: components["schemas"]["Exchange"];
            refundId: string | null;
            /** @description Why staff rejected the return. Missing if they gave no reason. */
            rejectionReason?: string;
            /** Format: date-time */
            requestedAt: string;
            orderId: string;
            orderNumber: string;
            notes: components["schemas"]["OrderNote"][];
        };
        /** @description Return status conflict */
        ReturnStatusConflictProblem: {
            type: string;
            /** @constant */
            title: "Return status conflict";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "return_status_conflict";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            /** @enum {string} */
            returnStatus: "requested" | "approved" | "rejected" | "received" | "refunded" | "exchanged";
        };
        /** @description Units not exchangeable */
        NotExchangeableProblem: {
            type: string;
            /** @constant */
            title: "Units not exchangeable";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "not_exchangeable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        AdminReview: {
            id: string;
            rating: number;
            title: string;
            body: string;
            /** @description The name that the buyer chose; null for none. */
            author: string | null;
            /** @description The shop's answer. */
            reply: string | null;
            repliedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            productId: string;
            /** @enum {string} */
            status: "pending" | "approved" | "rejected";
            customerId: string;
            orderId: string;
            /** @description Grows with each change; the `ETag` begins with it. */
            version: number;
            /** Format: date-time */
            updatedAt: string;
        };
        Saga: {
            orderId: string;
            /** @enum {string} */
            state: "STARTED" | "PAYMENT_REQUESTED" | "PAYMENT_SUCCEEDED" | "PAYMENT_FAILED" | "COMPLETED" | "COMPENSATING" | "COMPENSATED" | "FAILED";
            steps: components["schemas"]["SagaStep"][];
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        SagaStep: {
            /** @enum {string} */
            name: "reserve" | "authorise" | "commit" | "capture" | "void" | "refund" | "release";
            /** @enum {string} */
            state: "running" | "succeeded" | "failed" | "cancelled";
            /** Format: date-time */
            startedAt: string;
            endedAt: string | null;
            error?: string;
        };
        Curation: {
            id: string;
            /** Format: date-time */
            updatedAt: string;
            query: string;
            /** @enum {string} */
            match: "exact" | "contains";
            pinned: string[];
            hidden: string[];
        };
        CountedQuery: {
            query: string;
            count: number;
            withHits: number;
            withoutHits: number;
            /** @description On how many days it was searched. */
            days: number;
        };
        SearchStatus: {
            /** @description The collection behind the alias; null before the first build. */
            collection: string | null;
            documents: number;
            /** @description The published products with a price in the shop's currency. */
            published: number;
            /** @description Whether both numbers are the same. */
            inSync: boolean;
            /** @description The latest rebuilding. If it failed, its collection differed from the catalog and is not used. */
            reindex: components["schemas"]["Job"] | null;
            /** @description The latest nightly comparison. */
            repair: components["schemas"]["Job"] | null;
        };
        Synonym: {
            id: string;
            /** Format: date-time */
            updatedAt: string;
            root: string | null;
            synonyms: string[];
        };
        Settings: {
            shopName: string;
            /** @description An https address; null for the name in its place. */
            logoUrl: string | null;
            /** @description Of mails. Accent and text contrast with the background. */
            colours: {
                accent: string;
                text: string;
                background: string;
            };
            /** @description Of mails. Its domain is verified at the mail provider. */
            sender: {
                name: string;
                email: string;
            };
            /** @description Receives the replies to mails. */
            supportEmail: string;
            /** @description Shown in mails as far as it is set. */
            seller: {
                legalName: string | null;
                address: string | null;
                registrationNumber: string | null;
                vatId: string | null;
                phone: string | null;
            };
            /** @description Where the shop delivers; null for every country. */
            countries: string[] | null;
            /** @description The destination of a cart until the buyer chooses one. */
            defaultCountry: string;
            /** @description Of a cart whose client names none. */
            defaultCurrency: string;
            returnWindowDays: number;
            /**
             * @description From which locations orders take their units: by `priority`, from the `nearest` (country, region, first characters of the postal code), or from those that need the `fewest_parcels`.
             * @enum {string}
             */
            sourcing: "priority" | "nearest" | "fewest_parcels";
            /** @description Where buyers of unpaid manual orders pay, as their mails say; null if they pay in cash. */
            bankTransfer: {
                holder: string;
                /** @description An IBAN, or 4 to 20 digits where there are none. */
                accountNumber: string;
                /** @description A BIC, a routing number or an IFSC. */
                bankCode: string | null;
                bankName: string | null;
            } | null;
            /** @description Null until the first change. */
            updatedAt: string | null;
        };
        /** @description E-mail address not verified */
        EmailUnverifiedProblem: {
            type: string;
            /** @constant */
            title: "E-mail address not verified";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "email_unverified";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        ProductFile: {
            id: string;
            variantId: string;
            fileName: string;
            contentType: string;
            bytes: number;
            /** @description How often the buyer of one unit may download it. */
            downloadsMax: number;
            /** Format: date-time */
            createdAt: string;
        };
        /** @description Link invalid or expired */
        TokenInvalidProblem: {
            type: string;
            /** @constant */
            title: "Link invalid or expired";
            /** @constant */
            status: 400;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "token_invalid";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        SignedIn: {
            user: components["schemas"]["Profile"];
            accessToken: string;
            /** @description Missing if it is in a cookie. */
            refreshToken?: string;
            /** @description Seconds until the access token expires. */
            expiresIn: number;
            /** @description Gives this device its own limit of attempts; send it with the next sign-in. */
            deviceToken?: string;
        };
        Profile: {
            id: string;
            email: string;
            name: string;
            emailVerified: boolean;
            roles: ("customer" | "staff" | "admin")[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description E-mail address or password incorrect */
        InvalidCredentialsProblem: {
            type: string;
            /** @constant */
            title: "E-mail address or password incorrect";
            /** @constant */
            status: 401;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "invalid_credentials";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Two-factor code required */
        SecondFactorRequiredProblem: {
            type: string;
            /** @constant */
            title: "Two-factor code required";
            /** @constant */
            status: 401;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "second_factor_required";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            challengeId: string;
            methods: ("email" | "totp" | "recovery_code")[];
            /** Format: date-time */
            expiresAt: string;
        };
        /** @description Account disabled */
        AccountDisabledProblem: {
            type: string;
            /** @constant */
            title: "Account disabled";
            /** @constant */
            status: 403;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "account_disabled";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Cross-site request refused */
        CsrfRefusedProblem: {
            type: string;
            /** @constant */
            title: "Cross-site request refused";
            /** @constant */
            status: 403;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "csrf_refused";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Password too common */
        PasswordTooCommonProblem: {
            type: string;
            /** @constant */
            title: "Password too common";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "password_too_common";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        RefreshedSession: {
            user: components["schemas"]["Profile"];
            accessToken: string;
            /** @description Missing if it is in a cookie. */
            refreshToken?: string;
            /** @description Seconds until the access token expires. */
            expiresIn: number;
        };
        /** @description Refresh token invalid */
        RefreshInvalidProblem: {
            type: string;
            /** @constant */
            title: "Refresh token invalid";
            /** @constant */
            status: 401;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "refresh_invalid";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Refresh token already used */
        RefreshReusedProblem: {
            type: string;
            /** @constant */
            title: "Refresh token already used";
            /** @constant */
            status: 401;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "refresh_reused";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Human check failed */
        HumanCheckFailedProblem: {
            type: string;
            /** @constant */
            title: "Human check failed";
            /** @constant */
            status: 403;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "human_check_failed";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Human check required */
        HumanCheckRequiredProblem: {
            type: string;
            /** @constant */
            title: "Human check required";
            /** @constant */
            status: 403;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "human_check_required";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description E-mail address already in use */
        EmailTakenProblem: {
            type: string;
            /** @constant */
            title: "E-mail address already in use";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "email_taken";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Code invalid or expired */
        SecondFactorInvalidProblem: {
            type: string;
            /** @constant */
            title: "Code invalid or expired";
            /** @constant */
            status: 401;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "second_factor_invalid";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        Cart: {
            id: string;
            version: number;
            /** @enum {string} */
            status: "open" | "placing" | "completed";
            currency: string;
            country: string;
            /** @description The market whose prices its lines have. */
            market?: components["schemas"]["MarketRef"];
            email: string | null;
            note: string | null;
            /** @description Whether the buyer agrees to SMS, and the shipping address has a valid phone. */
            sms: boolean;
            shippingAddress: components["schemas"]["Address"] | null;
            billingAddress: components["schemas"]["Address"] | null;
            shippingOption: components["schemas"]["ShippingOption"] | null;
            lines: {
                id: string;
                variantId: string;
                productId: string;
                slug: string;
                title: string;
                sku: string | null;
                image: string | null;
                options: {
                    [key: string]: string;
                };
                properties: {
                    [key: string]: string;
                };
                quantity: number;
                unitPrice: components["schemas"]["Money"];
                subtotal: components["schemas"]["Money"];
                discount: components["schemas"]["Money"];
                tax: components["schemas"]["Money"];
                total: components["schemas"]["Money"];
                /** @description Units that were not in stock when the line was priced, and are delivered later. */
                backordered?: number;
                /** @description The release of a variant that is sold before it. */
                preorder?: {
                    /** Format: date-time */
                    availableFrom: string;
                };
                /** @description What a bundle contains. Its stock is that of its parts. Missing for all other lines. */
                parts?: components["schemas"]["BundleContent"][];
                /**
                 * @description False for digital goods, which need no shipping; missing for all others.
                 * @constant
                 */
                requiresShipping?: false;
                available: boolean;
                /** @description Of the product. Missing if the product is no longer sold, and in orders of earlier releases, whose lines can be returned in the shop's window. */
                returnPolicy?: components["schemas"]["ReturnPolicy"];
                messages: {
                    code: string;
                    /** @enum {string} */
                    severity: "info" | "warning" | "error";
                    content: string;
                    path: string;
                    available?: number;
                }[];
            }[];
            discounts: components["schemas"]["Discount"][];
            totals: components["schemas"]["Totals"];
            messages: {
                code: string;
                /** @enum {string} */
                severity: "info" | "warning" | "error";
                content: string;
                path: string;
                available?: number;
            }[];
            /** Format: date-time */
            expiresAt: string;
            orderId?: string;
        };
        MarketRef: {
            id: string;
            name: string;
            currency: string;
        };
        /** @description Order from this cart in progress */
        CartBusyProblem: {
            type: string;
            /** @constant */
            title: "Order from this cart in progress";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "cart_busy";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Cart already ordered */
        CartCompletedProblem: {
            type: string;
            /** @constant */
            title: "Cart already ordered";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "cart_completed";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Cart too large */
        CartTooLargeProblem: {
            type: string;
            /** @constant */
            title: "Cart too large";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "cart_too_large";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Country not served */
        CountryNotServedProblem: {
            type: string;
            /** @constant */
            title: "Country not served";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "country_not_served";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Quantity limit exceeded */
        QuantityLimitReachedProblem: {
            type: string;
            /** @constant */
            title: "Quantity limit exceeded";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "quantity_limit_reached";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Unknown shipping option */
        ShippingOptionUnknownProblem: {
            type: string;
            /** @constant */
            title: "Unknown shipping option";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "shipping_option_unknown";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        Category: {
            id: string;
            slug: string;
            name: string;
            description: string | null;
            /** @description From the root to this category. */
            path: components["schemas"]["CategoryRef"][];
            children: components["schemas"]["Category"][];
        };
        Collection: {
            id: string;
            slug: string;
            title: string;
            description: string | null;
            /** @enum {string} */
            kind: "manual" | "rule";
        };
        Market: {
            id: string;
            name: string;
            /** @description A country belongs to one market at most. */
            countries: string[];
            currency: string;
            locales: string[];
            /** @description Whether the market's prices include tax, for a storefront to say so. It changes no amount: totals of carts and orders include tax. */
            taxIncluded: boolean;
        };
        BookAddress: {
            id: string;
            name: string;
            line1: string;
            line2?: string;
            city?: string;
            region?: string;
            postalCode?: string;
            country: string;
            phone?: string;
            isDefaultShipping: boolean;
            isDefaultBilling: boolean;
        };
        Consent: {
            /** @enum {string} */
            purpose: "marketing" | "analytics";
            granted: boolean;
            source: string | null;
            at: string | null;
        };
        ConsentChange: {
            /** @enum {string} */
            purpose: "marketing" | "analytics";
            granted: boolean;
            source: string;
            /** Format: date-time */
            at: string;
        };
        PersonalData: {
            /** Format: date-time */
            exportedAt: string;
            account?: {
                [key: string]: unknown;
            };
            addresses?: {
                [key: string]: unknown;
            }[];
            consents?: {
                [key: string]: unknown;
            }[];
            sessions?: {
                [key: string]: unknown;
            }[];
            secondFactors?: {
                [key: string]: unknown;
            };
            challenges?: {
                [key: string]: unknown;
            }[];
            apiKeys?: {
                [key: string]: unknown;
            }[];
            audit?: {
                [key: string]: unknown;
            }[];
            carts?: {
                [key: string]: unknown;
            }[];
            orders?: {
                [key: string]: unknown;
            }[];
            payments?: {
                [key: string]: unknown;
            }[];
            savedCards?: {
                [key: string]: unknown;
            }[];
            reviews?: {
                [key: string]: unknown;
            }[];
            customerGroups?: {
                [key: string]: unknown;
            }[];
            wishlist?: {
                [key: string]: unknown;
            }[];
            messages?: {
                [key: string]: unknown;
            }[];
            /** @description Why the address gets required mails only; null if it gets all. */
            mailSuppression: {
                reason: string;
                /** Format: date-time */
                reportedAt: string;
            } | null;
        };
        NotificationPreferences: {
            smsOptIn: {
                /** @description In the form E.164. */
                phone: string;
                /** Format: date-time */
                since: string;
            } | null;
        };
        SecondFactors: {
            /** @description Whether a sign-in requires a code by mail. */
            email: boolean;
            /** @description Whether a sign-in requires a code of the authenticator app. */
            totp: boolean;
            recoveryCodesLeft: number;
        };
        RecoveryCodes: {
            recoveryCodes: string[];
        };
        TotpOffer: {
            /** @description In base 32. */
            secret: string;
            /** @description For a QR code. */
            uri: string;
        };
        Session: {
            id: string;
            /** @description The User-Agent of the sign-in, shortened. */
            device: string | null;
            /** @description True for the session of this request. */
            current: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            lastUsedAt: string;
            /** Format: date-time */
            expiresAt: string;
        };
        WishlistItem: {
            variantId: string;
            productId: string;
            slug: string;
            title: string;
            variantTitle: string;
            options: {
                [key: string]: string;
            };
            image: string | null;
            /** @description Null without a price in the currency. */
            price: components["schemas"]["Money"] | null;
            /** @description As of the last stock event. */
            available: boolean;
            /** Format: date-time */
            addedAt: string;
        };
        /** @description Wish list full */
        WishlistFullProblem: {
            type: string;
            /** @constant */
            title: "Wish list full";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "wishlist_full";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        PlacedOrder: {
            id: string;
            number: string;
            /** @enum {string} */
            status: "pending" | "payment_requested" | "confirmed" | "shipped" | "delivered" | "cancelled" | "failed";
            /** @enum {string} */
            paymentStatus: "pending" | "authorized" | "partially_paid" | "paid" | "partially_refunded" | "refunded" | "failed" | "voided";
            /** @enum {string} */
            fulfillmentStatus: "unfulfilled" | "partially_fulfilled" | "fulfilled" | "returned";
            currency: string;
            email: string;
            lines: {
                id: string;
                variantId: string;
                productId: string;
                slug: string;
                title: string;
                sku: string | null;
                image: string | null;
                options: {
                    [key: string]: string;
                };
                properties: {
                    [key: string]: string;
                };
                quantity: number;
                unitPrice: components["schemas"]["Money"];
                subtotal: components["schemas"]["Money"];
                discount: components["schemas"]["Money"];
                tax: components["schemas"]["Money"];
                total: components["schemas"]["Money"];
                /** @description Units that were not in stock when the line was priced, and are delivered later. */
                backordered?: number;
                /** @description The release of a variant that is sold before it. */
                preorder?: {
                    /** Format: date-time */
                    availableFrom: string;
                };
                /** @description What a bundle contains. Its stock is that of its parts. Missing for all other lines. */
                parts?: components["schemas"]["BundleContent"][];
                /**
                 * @description False for digital goods, which need no shipping; missing for all others.
                 * @constant
                 */
                requiresShipping?: false;
                /** @description Of the product. Missing if the product is no longer sold, and in orders of earlier releases, whose lines can be returned in the shop's window. */
                returnPolicy?: components["schemas"]["ReturnPolicy"];
            }[];
            discounts: components["schemas"]["Discount"][];
            totals: components["schemas"]["Totals"];
            note: string | null;
            /** @description Null if it is collected, or all digital. */
            shippingAddress: components["schemas"]["Address"] | null;
            billingAddress: components["schemas"]["Address"];
            /** @description Null if it is all digital. */
            shippingOption: components["schemas"]["ShippingOption"] | null;
            sms: boolean;
            payment: components["schemas"]["Payment"];
            amountDue: components["schemas"]["Money"];
            shipments: components["schemas"]["Shipment"][];
            refunds: components["schemas"]["Refund"][];
            returns: components["schemas"]["Return"][];
            /** Format: date-time */
            placedAt: string;
            /** Format: date-time */
            updatedAt: string;
            accessToken?: string;
        };
        /** @description Payment declined */
        PaymentDeclinedProblem: {
            type: string;
            /** @constant */
            title: "Payment declined";
            /** @constant */
            status: 402;
            detail: string;
            /** @constant */
            code: "payment_declined";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            orderId: string;
            reason: string;
            declineCode: string | null;
        };
        /** @description Buyer limit reached */
        BuyerLimitReachedProblem: {
            type: string;
            /** @constant */
            title: "Buyer limit reached";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "buyer_limit_reached";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            lines: {
                lineId: string;
                quantity: number;
                variantId: string;
                title: string;
                sku: string | null;
                /** @description Units in earlier orders of the buyer. */
                bought: number;
                max: number;
            }[];
        };
        /** @description Total changed */
        TotalChangedProblem: {
            type: string;
            /** @constant */
            title: "Total changed";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "total_changed";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            cart: components["schemas"]["Cart"];
        };
        /** @description Cart incomplete */
        CartIncompleteProblem: {
            type: string;
            /** @constant */
            title: "Cart incomplete";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "cart_incomplete";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            missing: string[];
        };
        /** @description Order too large */
        OrderTooLargeProblem: {
            type: string;
            /** @constant */
            title: "Order too large";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "order_too_large";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            unitsMax: number;
        };
        /** @description Payment method cannot be saved */
        PaymentMethodNotSavableProblem: {
            type: string;
            /** @constant */
            title: "Payment method cannot be saved";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "payment_method_not_savable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Unknown payment token */
        PaymentTokenUnknownProblem: {
            type: string;
            /** @constant */
            title: "Unknown payment token";
            /** @constant */
            status: 422;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "payment_token_unknown";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            orderId: string;
        };
        /** @description Order outcome not known yet */
        OrderUnsettledProblem: {
            type: string;
            /** @constant */
            title: "Order outcome not known yet";
            /** @constant */
            status: 503;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "order_unsettled";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        Download: {
            lineId: string;
            fileId: string;
            /** @description Of the line. */
            title: string;
            fileName: string;
            contentType: string;
            bytes: number;
            /** @description How often it can still be downloaded. */
            remaining: number;
        };
        DownloadLink: {
            /** @description Opens the file, also several times and in parts, until `expiresAt`. */
            url: string;
            /** Format: date-time */
            expiresAt: string;
            remaining: number;
        };
        /** @description Download limit reached */
        DownloadLimitReachedProblem: {
            type: string;
            /** @constant */
            title: "Download limit reached";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "download_limit_reached";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Units not returnable */
        NotReturnableProblem: {
            type: string;
            /** @constant */
            title: "Units not returnable";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "not_returnable";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            lines: {
                lineId: string;
                quantity: number;
                available: number;
            }[];
        };
        /** @description Return window closed */
        ReturnWindowClosedProblem: {
            type: string;
            /** @constant */
            title: "Return window closed";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "return_window_closed";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
            lines: {
                lineId: string;
                quantity: number;
                available: number;
            }[];
        };
        Product: {
            id: string;
            slug: string;
            title: string;
            /** @description The text of `descriptionHtml`. */
            description: string;
            /** @description HTML of an allow-list of elements and attributes. */
            descriptionHtml: string;
            brand: string | null;
            /** @enum {string} */
            status: "draft" | "published" | "archived";
            /** @enum {string} */
            type: "physical" | "digital" | "bundle";
            media: components["schemas"]["Media"][];
            options: {
                name: string;
                values: string[];
            }[];
            variants: components["schemas"]["Variant"][];
            categories: components["schemas"]["CategoryRef"][];
            tags: string[];
            attributes: {
                [key: string]: components["schemas"]["AttributeValue"];
            };
            seo: {
                title: string | null;
                description: string | null;
            };
            returnPolicy: components["schemas"]["ReturnPolicy"];
            rating: components["schemas"]["Rating"];
            /** @description The market whose prices these are. */
            market?: components["schemas"]["MarketRef"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Variant: {
            id: string;
            sku: string | null;
            barcode: string | null;
            title: string;
            /** @description Option name to value, such as `{ "Size": "Small" }`; empty without options. */
            options: {
                [key: string]: string;
            };
            price: components["schemas"]["Money"];
            /** @description The former price, or the one that a list reduces. */
            compareAtPrice: components["schemas"]["Money"] | null;
            /** @description The lowest price of the 30 days before the reduction began; missing without `compareAtPrice`, or if there was no price before. */
            lowestPrice30Days?: components["schemas"]["Money"];
            unitPrice?: components["schemas"]["UnitPrice"];
            /** @description Lower prices of each unit of a line with so many; missing without any. */
            tiers?: {
                minQuantity: number;
                price: components["schemas"]["Money"];
            }[];
            /** @description As of the last stock event. A cart reads the stock itself. */
            available: boolean;
            /** @description It is sold before its release; missing for other variants. */
            preorder?: {
                /**
                 * Format: date-time
                 * @description When it is released.
                 */
                until: string;
            };
            /** @description What a bundle contains; missing for other variants. */
            parts?: components["schemas"]["BundleContent"][];
            /** @enum {string} */
            inventoryPolicy: "deny" | "continue";
            /** @description Whether the stock is counted. An untracked variant is always available. */
            tracked: boolean;
            weightGrams: number | null;
            /** @description The address of its own picture. */
            image: string | null;
        };
        /** @description Rounded to the nearest minor unit, and half of one up. */
        UnitPrice: {
            amount: number;
            currency: string;
            per: {
                value: number;
                /** @enum {string} */
                unit: "mg" | "g" | "kg" | "oz" | "lb" | "ml" | "cl" | "l" | "m3" | "floz" | "pt" | "qt" | "gal" | "cm" | "m" | "in" | "ft" | "yd" | "m2" | "ft2" | "item";
            };
            /** @description What one unit of the variant contains. */
            measure: {
                value: number;
                /** @enum {string} */
                unit: "mg" | "g" | "kg" | "oz" | "lb" | "ml" | "cl" | "l" | "m3" | "floz" | "pt" | "qt" | "gal" | "cm" | "m" | "in" | "ft" | "yd" | "m2" | "ft2" | "item";
            };
        };
        Rating: {
            /** @description With two decimals; null without a review. */
            average: number | null;
            count: number;
        };
        Review: {
            id: string;
            rating: number;
            title: string;
            body: string;
            /** @description The name that the buyer chose; null for none. */
            author: string | null;
            /** @description The shop's answer. */
            reply: string | null;
            repliedAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        SubmittedReview: {
            id: string;
            rating: number;
            title: string;
            body: string;
            /** @description The name that the buyer chose; null for none. */
            author: string | null;
            /** @description The shop's answer. */
            reply: string | null;
            repliedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            productId: string;
            /** @enum {string} */
            status: "pending" | "approved" | "rejected";
        };
        /** @description Product not bought */
        NotBoughtProblem: {
            type: string;
            /** @constant */
            title: "Product not bought";
            /** @constant */
            status: 403;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "not_bought";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description Already reviewed */
        AlreadyReviewedProblem: {
            type: string;
            /** @constant */
            title: "Already reviewed";
            /** @constant */
            status: 409;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "already_reviewed";
            requestId: string;
            errors?: components["schemas"]["FieldError"][];
        };
        Lookup: {
            /** @description Each found product once, in the order asked. */
            data: components["schemas"]["Product"][];
            /** @description What no product that is for sale has. */
            missing: string[];
        };
        SearchPage: {
            data: components["schemas"]["SearchHit"][];
            facets: components["schemas"]["Facet"][];
            page: number;
            total: number;
            /** @description True if the search engine is down. The database then answers, with at most 2,000 results. */
            degraded: boolean;
        };
        SearchHit: {
            id: string;
            slug: string;
            title: string;
            brand: string | null;
            image: components["schemas"]["Media"] | null;
            /** @description The lowest price of its variants. */
            price: components["schemas"]["Money"] | null;
            /** @description The highest price of its variants. */
            priceMax: components["schemas"]["Money"] | null;
            /** @description Whether `price` is only the lowest: “from €9.50”. */
            priceVaries: boolean;
            compareAtPrice: components["schemas"]["Money"] | null;
            /** @description The lowest price of the 30 days before the reduction began, as of the variant. */
            lowestPrice30Days?: components["schemas"]["Money"];
            available: boolean;
            rating: components["schemas"]["Rating"];
            /** @description The variant that a quick add puts into the cart: the cheapest that can be bought, or the cheapest if none can. */
            variantId: string | null;
            /** @description The slugs of its categories and their ancestors. */
            categories: string[];
            /** @description The matching texts by field, as safe HTML with `<mark>`. */
            highlights: {
                title?: string;
                description?: string;
            };
        };
        Facet: {
            /** @description The parameter that filters by it, such as `brand`, `category`, `option.color`, `attribute.shade` or `inStock`. The values of `price` are ranges, which `priceMin` and `priceMax` filter by. */
            field: string;
            /** @description What shoppers read. */
            label: string;
            /** @description Counted without the filter by this field, so that another value can be ticked. */
            values: components["schemas"]["FacetValue"][];
            min?: components["schemas"]["Money"] | null;
            /** @description The highest of the lowest prices. */
            max?: components["schemas"]["Money"] | null;
        };
        FacetValue: {
            /** @description The value of the parameter, such as a slug or `true`. */
            value: string;
            /** @description What shoppers read. */
            label: string;
            count: number;
            priceMin?: number;
            priceMax?: number | null;
        };
        Suggestion: {
            /** @enum {string} */
            type: "query" | "category" | "product";
            text: string;
            /** @description Null for a query. */
            slug: string | null;
        };
        ServiceEntry: {
            name: string;
            version: string;
            binding: string;
            /** @description Method and path of each, such as `GET /v1/products`. */
            routes: string[];
            health: {
                name: string;
                /** @enum {string} */
                status: "ok" | "down";
                latencyMs: number;
                optional: boolean;
            }[];
        };
        ListPriceOutput: {
            variantId: string;
            /** @description Minor units of the list's currency. */
            amount: number;
            /**
             * @description The units of one line from which the price applies.
             * @default 1
             */
            minQuantity: number;
        };
        VariantPriceOutput: {
            currency: string;
            amount: number;
            /**
             * @description The former price, which a storefront crosses out.
             * @default null
             */
            compareAt: number | null;
        };
    };
    responses: {
        /** @description Bad Request */
        MalformedRequestOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["MalformedRequestProblem"] | components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description Not Found */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotFoundProblem"];
            };
        };
        /** @description Too Many Requests */
        RateLimited: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RateLimitedProblem"];
            };
        };
        /** @description Internal Server Error */
        Internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InternalProblem"];
            };
        };
        /** @description Service Unavailable */
        DependencyUnavailableOrOverloaded: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["DependencyUnavailableProblem"] | components["schemas"]["OverloadedProblem"];
            };
        };
        /** @description Unauthorized */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnauthenticatedProblem"];
            };
        };
        /** @description Bad Request */
        MalformedRequestOrSignatureInvalidOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["MalformedRequestProblem"] | components["schemas"]["SignatureInvalidProblem"] | components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description Forbidden */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ForbiddenProblem"];
            };
        };
        /** @description Request Timeout */
        RequestTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RequestTimeoutProblem"];
            };
        };
        /** @description Payload Too Large */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["BodyTooLargeProblem"];
            };
        };
        /** @description Range Not Satisfiable */
        RangeNotSatisfiable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RangeNotSatisfiableProblem"];
            };
        };
        /** @description Unprocessable Entity */
        WidthNotServed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["WidthNotServedProblem"];
            };
        };
        /** @description Unauthorized */
        TokenExpiredOrUnauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TokenExpiredProblem"] | components["schemas"]["UnauthenticatedProblem"];
            };
        };
        /** @description Bad Request */
        IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["MalformedRequestProblem"] | components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description Unauthorized */
        StepUpRequiredOrTokenExpiredOrUnauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["StepUpRequiredProblem"] | components["schemas"]["TokenExpiredProblem"] | components["schemas"]["UnauthenticatedProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
        /** @description Unsupported Media Type */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnsupportedMediaTypeProblem"];
            };
        };
        /** @description Unprocessable Entity */
        IdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"];
            };
        };
        /** @description Bad Request */
        IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["MalformedRequestProblem"] | components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description Conflict */
        IdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
        /** @description Conflict */
        AttributeTakenOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AttributeTakenProblem"] | components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
        /** @description Precondition Failed */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PreconditionFailedProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrSlugTaken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["SlugTakenProblem"];
            };
        };
        /** @description Unprocessable Entity */
        CategoryInvalidOrIdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CategoryInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"];
            };
        };
        /** @description Conflict */
        CategoryInUseOrConflictOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CategoryInUseProblem"] | components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
        /** @description Unprocessable Entity */
        CollectionInvalidOrIdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CollectionInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrCustomerGroupInUseOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["CustomerGroupInUseProblem"] | components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrLastAdmin: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["LastAdminProblem"];
            };
        };
        /** @description Bad Request */
        MalformedJsonOrMalformedRequestOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["MalformedJsonProblem"] | components["schemas"]["MalformedRequestProblem"] | components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrInsufficientStock: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["InsufficientStockProblem"];
            };
        };
        /** @description Unprocessable Entity */
        IdempotencyKeyReusedOrLocationUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["LocationUnknownProblem"];
            };
        };
        /** @description Conflict */
        IdempotencyInFlightOrLocationInUse: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["LocationInUseProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrCountryTakenOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["CountryTakenProblem"] | components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
        /** @description Unprocessable Entity */
        IdempotencyKeyReusedOrMarketInvalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["MarketInvalidProblem"];
            };
        };
        /** @description Unprocessable Entity */
        IdempotencyKeyReusedOrPictureInvalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["PictureInvalidProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrInUse: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["InUseProblem"];
            };
        };
        /** @description Conflict */
        IdempotencyInFlightOrNotificationStatusConflictOrNotificationUndeliverable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["NotificationStatusConflictProblem"] | components["schemas"]["NotificationUndeliverableProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrOrderNotCancellableOrOrderNotRefundableOrRefundExceedsCapturedOrUnitsUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["OrderNotCancellableProblem"] | components["schemas"]["OrderNotRefundableProblem"] | components["schemas"]["RefundExceedsCapturedProblem"] | components["schemas"]["UnitsUnavailableProblem"];
            };
        };
        /** @description Unprocessable Entity */
        IdempotencyKeyReusedOrPaymentMethodUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["PaymentMethodUnknownProblem"];
            };
        };
        /** @description Bad Request */
        IdempotencyKeyInvalidOrIdempotencyKeyRequiredOrMalformedJsonOrMalformedRequestOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyRequiredProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["MalformedRequestProblem"] | components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrOrderNotCapturableOrOrderNotPayable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["OrderNotCapturableProblem"] | components["schemas"]["OrderNotPayableProblem"];
            };
        };
        /** @description Unprocessable Entity */
        AmountNotChargeableOrIdempotencyKeyReusedOrPaymentMethodUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AmountNotChargeableProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["PaymentMethodUnknownProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrInsufficientStockOrOrderNotShippable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["InsufficientStockProblem"] | components["schemas"]["OrderNotShippableProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrInsufficientStockOrOrderNotEditableOrUnitsUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["InsufficientStockProblem"] | components["schemas"]["OrderNotEditableProblem"] | components["schemas"]["UnitsUnavailableProblem"];
            };
        };
        /** @description Unprocessable Entity */
        IdempotencyKeyReusedOrPaymentMethodUnknownOrVariantUnavailableOrVariantUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["PaymentMethodUnknownProblem"] | components["schemas"]["VariantUnavailableProblem"] | components["schemas"]["VariantUnknownProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrOrderNotRefundableOrRefundExceedsCapturedOrUnitsUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["OrderNotRefundableProblem"] | components["schemas"]["RefundExceedsCapturedProblem"] | components["schemas"]["UnitsUnavailableProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrInsufficientStockOrOrderNotShippableOrUnitsUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["InsufficientStockProblem"] | components["schemas"]["OrderNotShippableProblem"] | components["schemas"]["UnitsUnavailableProblem"];
            };
        };
        /** @description Unprocessable Entity */
        IdempotencyKeyReusedOrPriceListInvalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["PriceListInvalidProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrSkuTakenOrSlugTaken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["SkuTakenProblem"] | components["schemas"]["SlugTakenProblem"];
            };
        };
        /** @description Unprocessable Entity */
        IdempotencyKeyReusedOrProductInvalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["ProductInvalidProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrSkuTaken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["SkuTakenProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrRelocationStatusConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["RelocationStatusConflictProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrRelocationStatusConflictOrUnitsUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["RelocationStatusConflictProblem"] | components["schemas"]["UnitsUnavailableProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrReturnStatusConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["ReturnStatusConflictProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrInsufficientStockOrNotExchangeableOrReturnStatusConflictOrUnitsUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["InsufficientStockProblem"] | components["schemas"]["NotExchangeableProblem"] | components["schemas"]["ReturnStatusConflictProblem"] | components["schemas"]["UnitsUnavailableProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrEmailUnverifiedOrIdempotencyInFlightOrLastAdmin: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["EmailUnverifiedProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["LastAdminProblem"];
            };
        };
        /** @description Bad Request */
        IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrTokenInvalidOrValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["MalformedRequestProblem"] | components["schemas"]["TokenInvalidProblem"] | components["schemas"]["ValidationFailedProblem"];
            };
        };
        /** @description Unauthorized */
        InvalidCredentialsOrSecondFactorRequiredOrUnauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidCredentialsProblem"] | components["schemas"]["SecondFactorRequiredProblem"] | components["schemas"]["UnauthenticatedProblem"];
            };
        };
        /** @description Forbidden */
        AccountDisabledOrCsrfRefusedOrForbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountDisabledProblem"] | components["schemas"]["CsrfRefusedProblem"] | components["schemas"]["ForbiddenProblem"];
            };
        };
        /** @description Forbidden */
        CsrfRefusedOrForbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CsrfRefusedProblem"] | components["schemas"]["ForbiddenProblem"];
            };
        };
        /** @description Unprocessable Entity */
        IdempotencyKeyReusedOrPasswordTooCommon: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["PasswordTooCommonProblem"];
            };
        };
        /** @description Unauthorized */
        RefreshInvalidOrRefreshReusedOrUnauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RefreshInvalidProblem"] | components["schemas"]["RefreshReusedProblem"] | components["schemas"]["UnauthenticatedProblem"];
            };
        };
        /** @description Forbidden */
        CsrfRefusedOrForbiddenOrHumanCheckFailedOrHumanCheckRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CsrfRefusedProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HumanCheckFailedProblem"] | components["schemas"]["HumanCheckRequiredProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrEmailTakenOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["EmailTakenProblem"] | components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
        /** @description Unauthorized */
        SecondFactorInvalidOrUnauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["SecondFactorInvalidProblem"] | components["schemas"]["UnauthenticatedProblem"];
            };
        };
        /** @description Conflict */
        CartBusyOrCartCompletedOrConflictOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CartBusyProblem"] | components["schemas"]["CartCompletedProblem"] | components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
        /** @description Unprocessable Entity */
        CartTooLargeOrCountryNotServedOrIdempotencyKeyReusedOrQuantityLimitReachedOrVariantUnavailableOrVariantUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CartTooLargeProblem"] | components["schemas"]["CountryNotServedProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["QuantityLimitReachedProblem"] | components["schemas"]["VariantUnavailableProblem"] | components["schemas"]["VariantUnknownProblem"];
            };
        };
        /** @description Unprocessable Entity */
        CountryNotServedOrIdempotencyKeyReusedOrShippingOptionUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CountryNotServedProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["ShippingOptionUnknownProblem"];
            };
        };
        /** @description Unprocessable Entity */
        CartTooLargeOrIdempotencyKeyReusedOrQuantityLimitReachedOrVariantUnavailableOrVariantUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["CartTooLargeProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["QuantityLimitReachedProblem"] | components["schemas"]["VariantUnavailableProblem"] | components["schemas"]["VariantUnknownProblem"];
            };
        };
        /** @description Unauthorized */
        InvalidCredentialsOrStepUpRequiredOrTokenExpiredOrUnauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidCredentialsProblem"] | components["schemas"]["StepUpRequiredProblem"] | components["schemas"]["TokenExpiredProblem"] | components["schemas"]["UnauthenticatedProblem"];
            };
        };
        /** @description Conflict */
        LastAdmin: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["LastAdminProblem"];
            };
        };
        /** @description Unauthorized */
        InvalidCredentialsOrTokenExpiredOrUnauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InvalidCredentialsProblem"] | components["schemas"]["TokenExpiredProblem"] | components["schemas"]["UnauthenticatedProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrEmailUnverifiedOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["EmailUnverifiedProblem"] | components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
        /** @description Unauthorized */
        SecondFactorInvalidOrTokenExpiredOrUnauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["SecondFactorInvalidProblem"] | components["schemas"]["TokenExpiredProblem"] | components["schemas"]["UnauthenticatedProblem"];
            };
        };
        /** @description Unprocessable Entity */
        VariantUnknownOrWishlistFull: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["VariantUnknownProblem"] | components["schemas"]["WishlistFullProblem"];
            };
        };
        /** @description Payment Required */
        PaymentDeclined: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PaymentDeclinedProblem"];
            };
        };
        /** @description Forbidden */
        ForbiddenOrHumanCheckFailedOrHumanCheckRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ForbiddenProblem"] | components["schemas"]["HumanCheckFailedProblem"] | components["schemas"]["HumanCheckRequiredProblem"];
            };
        };
        /** @description Conflict */
        BuyerLimitReachedOrCartBusyOrCartCompletedOrConflictOrEmailUnverifiedOrIdempotencyInFlightOrInsufficientStockOrOrderNotPayableOrTotalChanged: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["BuyerLimitReachedProblem"] | components["schemas"]["CartBusyProblem"] | components["schemas"]["CartCompletedProblem"] | components["schemas"]["ConflictProblem"] | components["schemas"]["EmailUnverifiedProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["InsufficientStockProblem"] | components["schemas"]["OrderNotPayableProblem"] | components["schemas"]["TotalChangedProblem"];
            };
        };
        /** @description Unprocessable Entity */
        AmountNotChargeableOrCartIncompleteOrCountryNotServedOrIdempotencyKeyReusedOrOrderTooLargeOrPaymentMethodNotSavableOrPaymentMethodUnknownOrPaymentTokenUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AmountNotChargeableProblem"] | components["schemas"]["CartIncompleteProblem"] | components["schemas"]["CountryNotServedProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["OrderTooLargeProblem"] | components["schemas"]["PaymentMethodNotSavableProblem"] | components["schemas"]["PaymentMethodUnknownProblem"] | components["schemas"]["PaymentTokenUnknownProblem"];
            };
        };
        /** @description Service Unavailable */
        DependencyUnavailableOrOrderUnsettledOrOverloaded: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["DependencyUnavailableProblem"] | components["schemas"]["OrderUnsettledProblem"] | components["schemas"]["OverloadedProblem"];
            };
        };
        /** @description Conflict */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrDownloadLimitReachedOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["DownloadLimitReachedProblem"] | components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
        /** @description Conflict */
        ConflictOrIdempotencyInFlightOrOrderNotPayable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["OrderNotPayableProblem"];
            };
        };
        /** @description Unprocessable Entity */
        AmountNotChargeableOrIdempotencyKeyReusedOrPaymentMethodNotSavableOrPaymentMethodUnknownOrPaymentTokenUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AmountNotChargeableProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["PaymentMethodNotSavableProblem"] | components["schemas"]["PaymentMethodUnknownProblem"] | components["schemas"]["PaymentTokenUnknownProblem"];
            };
        };
        /** @description Conflict */
        BuyerLimitReachedOrConflictOrIdempotencyInFlightOrInsufficientStockOrNotExchangeableOrNotReturnableOrReturnWindowClosed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["BuyerLimitReachedProblem"] | components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"] | components["schemas"]["InsufficientStockProblem"] | components["schemas"]["NotExchangeableProblem"] | components["schemas"]["NotReturnableProblem"] | components["schemas"]["ReturnWindowClosedProblem"];
            };
        };
        /** @description Unprocessable Entity */
        IdempotencyKeyReusedOrVariantUnavailableOrVariantUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["VariantUnavailableProblem"] | components["schemas"]["VariantUnknownProblem"];
            };
        };
        /** @description Forbidden */
        ForbiddenOrNotBought: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ForbiddenProblem"] | components["schemas"]["NotBoughtProblem"];
            };
        };
        /** @description Conflict */
        AlreadyReviewedOrConflictOrIdempotencyInFlight: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AlreadyReviewedProblem"] | components["schemas"]["ConflictProblem"] | components["schemas"]["IdempotencyInFlightProblem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export interface operations {
    listApiKeys: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKey"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the key is for, as admins recognise it. */
                    name: string;
                    /**
                     * @description `public` reads the storefront; `secret` uses the back office within its scopes.
                     * @enum {string}
                     */
                    kind: "public" | "secret";
                    /**
                     * @description Required for a secret key; a public key has none.
                     * @default []
                     */
                    scopes?: ("catalog" | "inventory" | "pricing" | "orders" | "customers" | "webhooks" | "reports" | "audit")[];
                    /**
                     * Format: date-time
                     * @description When the key stops to work, in the future. Without it the key does not expire.
                     */
                    expiresAt?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["StepUpRequiredOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key is revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["StepUpRequiredOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listAttributeDefinitions: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AttributeDefinition"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    createAttributeDefinition: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    key: string;
                    name: string;
                    /** @enum {string} */
                    type: "text" | "number" | "boolean" | "date" | "list" | "measure";
                    /** @default null */
                    unit?: string | null;
                    /** @default null */
                    choices?: string[] | null;
                    /** @default 0 */
                    position?: number;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributeDefinition"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["AttributeTakenOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readAttributeDefinition: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributeDefinition"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteAttributeDefinition: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The definition is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeAttributeDefinition: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    choices?: string[] | null;
                    position?: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributeDefinition"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description The id of the account or the API key that acted. */
                actor?: string;
                /** @description The id of what an act concerns. */
                subject?: string;
                /** @description The exact name of an act. */
                act?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listAdminCategories: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AdminCategory"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    createCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @description By default made from the name. */
                    slug?: string;
                    /** @default null */
                    description?: string | null;
                    /**
                     * @description Null for a root.
                     * @default null
                     */
                    parentId?: string | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminCategory"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrSlugTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CategoryInvalidOrIdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The category is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["CategoryInUseOrConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @description The former slug redirects to it. */
                    slug?: string;
                    description?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminCategory"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrSlugTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    moveCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Null makes it a root. */
                    parentId: string | null;
                    /** @description The child of the parent in front of which it comes; by default it comes last. */
                    before?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminCategory"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CategoryInvalidOrIdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    translateCategory: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoryTranslationInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminCategory"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrSlugTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteCategoryTranslation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminCategory"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listAdminCollections: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AdminCollection"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    createCollection: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Never changes.
                     * @enum {string}
                     */
                    kind: "manual" | "rule";
                    title: string;
                    /** @description By default made from the title. */
                    slug?: string;
                    /** @default null */
                    description?: string | null;
                    /**
                     * @description Of a rule collection, by default `all`.
                     * @enum {string}
                     */
                    match?: "all" | "any";
                    /** @description Required for `rule`. */
                    rules?: components["schemas"]["CollectionRule"][];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionWithProducts"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrSlugTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CollectionInvalidOrIdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readAdminCollection: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionWithProducts"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteCollection: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The collection is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeCollection: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title?: string;
                    description?: string | null;
                    /** @description The former slug redirects to it. */
                    slug?: string;
                    /**
                     * @description Of a rule collection.
                     * @enum {string}
                     */
                    match?: "all" | "any";
                    /** @description Of a rule collection. Replaces all of them. */
                    rules?: components["schemas"]["CollectionRule"][];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionWithProducts"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrSlugTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CollectionInvalidOrIdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    pickProducts: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description All products, in their order. */
                    productIds: string[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionWithProducts"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CollectionInvalidOrIdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    translateCollection: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollectionTranslationInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionWithProducts"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrSlugTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteCollectionTranslation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionWithProducts"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listCustomerGroups: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CustomerGroupSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    createCustomerGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    /**
                     * @description The members. An id without an account has no effect.
                     * @default []
                     */
                    customerIds?: string[];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerGroup"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readCustomerGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerGroup"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteCustomerGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The customer group is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrCustomerGroupInUseOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeCustomerGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title?: string;
                    /** @description Replaces all members. */
                    customerIds?: string[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerGroup"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listCustomers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                email?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Customer"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    disableCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["StepUpRequiredOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrLastAdmin"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    enableCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["StepUpRequiredOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "dead" | "unacknowledged";
                owner?: "users" | "catalog" | "orders" | "payments" | "notifications";
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OutboxEvent"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    replayEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxEvent"];
                };
            };
            400: components["responses"]["MalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteProductFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listStock: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                sku?: string;
                variantId?: string;
                productId?: string;
                locationId?: string;
                /** @description Only variants at or below their threshold. */
                low?: "true";
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["StockRecord"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    setStockRules: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The units of the variant in all orders of one buyer; null without a limit. */
                    perBuyerMax: number | null;
                    /** @description The units that orders may wait for, if the product's `inventoryPolicy` is `continue`; null without a limit. */
                    backorderMax: number | null;
                    preorder: {
                        /**
                         * Format: date-time
                         * @description Until this time the variant is sold without stock.
                         */
                        availableFrom: string;
                        max: number | null;
                    } | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockRecord"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    setThreshold: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    threshold: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockRecord"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    adjustStock: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    variantId: string;
                    /** @default loc_defaultlocation */
                    locationId?: string;
                    delta: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockLevel"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrInsufficientStock"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrLocationUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    countStock: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default loc_defaultlocation */
                    locationId?: string;
                    lines: {
                        variantId: string;
                        counted: number;
                    }[];
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockCount"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrInsufficientStock"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrLocationUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listReservations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Reservation"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listTransfers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                variantId?: string;
                locationId?: string;
                reference?: string;
                since?: string;
                until?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["StockTransfer"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listJobErrors: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["JobError"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listLocations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Location"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    createLocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    country: string;
                    /** @default null */
                    region?: string | null;
                    /** @default null */
                    postalCode?: string | null;
                    /** @default null */
                    city?: string | null;
                    /** @default null */
                    line1?: string | null;
                    /**
                     * @description Orders take stock from the lowest first, unless the shop's sourcing rule ranks by place.
                     * @default 0
                     */
                    priority?: number;
                    /**
                     * @description Orders take no stock from an inactive location.
                     * @default true
                     */
                    isActive?: boolean;
                    /**
                     * @description Whether orders of the storefront take its stock.
                     * @default true
                     */
                    fulfilsOnline?: boolean;
                    /** @default false */
                    offersPickup?: boolean;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readLocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteLocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The location is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlightOrLocationInUse"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeLocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    country?: string | null;
                    region?: string | null;
                    postalCode?: string | null;
                    city?: string | null;
                    line1?: string | null;
                    /** @description Orders take stock from the lowest first, unless the shop's sourcing rule ranks by place. */
                    priority?: number;
                    /** @description Orders take no stock from an inactive location. */
                    isActive?: boolean;
                    /** @description Whether orders of the storefront take its stock. */
                    fulfilsOnline?: boolean;
                    offersPickup?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listAdminMarkets: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AdminMarket"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    createMarket: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @description A country belongs to one market at most. */
                    countries: string[];
                    currency: string;
                    /** @default [] */
                    locales?: string[];
                    /**
                     * @description Whether the market's prices include tax, for a storefront to say so. It changes no amount: totals of carts and orders include tax.
                     * @default true
                     */
                    taxIncluded?: boolean;
                    /** @default [] */
                    priceListIds?: string[];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminMarket"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrCountryTakenOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrMarketInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readAdminMarket: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminMarket"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteMarket: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The market is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeMarket: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @description A country belongs to one market at most. */
                    countries?: string[];
                    currency?: string;
                    locales?: string[];
                    /** @description Whether the market's prices include tax, for a storefront to say so. It changes no amount: totals of carts and orders include tax. */
                    taxIncluded?: boolean;
                    priceListIds?: string[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminMarket"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrCountryTakenOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrMarketInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listMedia: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaPage"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    uploadMedia: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/png": string;
                "image/jpeg": string;
                "image/webp": string;
                "image/avif": string;
                "image/gif": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedMedia"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedMedia"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrPictureInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readMedia: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedMedia"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteMedia: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrInUse"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeMedia: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    alt?: string | null;
                    focalPoint?: components["schemas"]["FocalPoint"] | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedMedia"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readMetrics: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gauges in the text format of Prometheus, version 0.0.4. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "waiting" | "parked" | "failed";
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["StaffNotification"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    sendNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffNotification"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlightOrNotificationStatusConflictOrNotificationUndeliverable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listOrders: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description The beginning of the number, of a SKU, of the buyer's e-mail address or account id, or of a word of their name. Ignores case and accents. */
                q?: string;
                status?: "pending" | "payment_requested" | "confirmed" | "shipped" | "delivered" | "cancelled" | "failed";
                paymentStatus?: "pending" | "authorized" | "partially_paid" | "paid" | "partially_refunded" | "refunded" | "failed" | "voided";
                fulfillmentStatus?: "unfulfilled" | "partially_fulfilled" | "fulfilled" | "returned";
                tag?: string;
                placedFrom?: string;
                /** @description Orders placed before this time. */
                placedTo?: string;
                /** @description `newest` if missing. */
                sort?: "newest" | "oldest";
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Order"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readOrderAsStaff: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffOrder"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    cancelOrderAsStaff: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "customer_request" | "out_of_stock" | "fraud" | "other";
                    lines?: components["schemas"]["LineUnits"][];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrOrderNotCancellableOrOrderNotRefundableOrRefundExceedsCapturedOrUnitsUnavailable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrPaymentMethodUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    captureOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amount?: {
                        amount: number;
                        currency: string;
                    };
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrIdempotencyKeyRequiredOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrOrderNotCapturableOrOrderNotPayable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["AmountNotChargeableOrIdempotencyKeyReusedOrPaymentMethodUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deliverOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    shipmentId?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrInsufficientStockOrOrderNotShippable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    editOrder: {
        parameters: {
            query?: never;
            header: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Units that join the order at current prices, as one new line for each variant, also if the order has lines of it. Staff may exceed the limit per buyer. */
                    add?: {
                        variantId: string;
                        quantity: number;
                    }[];
                    /** @description Lines whose units leave the order, as far as they were not shipped. */
                    remove?: {
                        lineId: string;
                    }[];
                    /** @description New quantities of lines, at the unit prices that were agreed. */
                    set?: {
                        lineId: string;
                        quantity: number;
                    }[];
                    /** @description Shown to the buyer in the timeline. */
                    reason?: string;
                    /** @description How the difference is paid if the order costs more: by a link in a mail to the buyer, or by a saved card in the buyer's absence. If the bank wants the buyer, or refuses, the link is mailed. A link if missing. */
                    charge?: {
                        /** @constant */
                        method: "link";
                    } | {
                        /** @constant */
                        method: "saved_card";
                        /** @description The id of one of the cards that the order's account has saved. */
                        paymentMethodId: string;
                    };
                    /** @description Whether the buyer gets a mail about the edit. True if missing. */
                    notify?: boolean;
                    /** @description Answers what the edit would change, 200, and changes nothing. */
                    preview?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EditPreview"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrIdempotencyKeyRequiredOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrInsufficientStockOrOrderNotEditableOrUnitsUnavailable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrPaymentMethodUnknownOrVariantUnavailableOrVariantUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    addOrderNote: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderNote"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listOrderPaymentMethods: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SavedMethod"][];
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    refundOrder: {
        parameters: {
            query?: never;
            header: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amount?: {
                        amount: number;
                        currency: string;
                    };
                    lines?: components["schemas"]["RefundLine"][];
                    shipping?: boolean;
                    /**
                     * @description Shown to the buyer.
                     * @enum {string}
                     */
                    reason?: "requested_by_customer" | "duplicate" | "damaged" | "missing" | "late" | "price_adjustment" | "goodwill" | "other";
                    /** @description Shown to the buyer, for the reason `other`. */
                    reasonText?: string;
                    /** @description For staff only, as the notes of the order. */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrIdempotencyKeyRequiredOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrOrderNotRefundableOrRefundExceedsCapturedOrUnitsUnavailable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrPaymentMethodUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    shipOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lines?: components["schemas"]["LineUnits"][];
                    /** @description Without it, the locations that the order took the units from. */
                    locationId?: string;
                    /** @description Any name. These have a tracking page: dhl, dpd, gls, la_poste, postnl, royal_mail, ups, fedex, usps, delhivery, blue_dart, dtdc. */
                    carrier?: string;
                    trackingNumber?: string;
                    /** Format: uri */
                    trackingUrl?: string;
                    /**
                     * @description Ships although money is due after an edit. The timeline says so.
                     * @constant
                     */
                    unpaid?: true;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shipment"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrInsufficientStockOrOrderNotShippableOrUnitsUnavailable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrPaymentMethodUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeOrderTags: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    add?: string[];
                    remove?: string[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderTags"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listPriceLists: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PriceListSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    createPriceList: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    /** @description Never changes. */
                    currency: string;
                    /**
                     * @description From when its prices apply; null for at once.
                     * @default null
                     */
                    startsAt?: string | null;
                    /**
                     * @description From when they no longer apply; null for never.
                     * @default null
                     */
                    endsAt?: string | null;
                    /**
                     * @description The only group whose members have its prices; null for everyone.
                     * @default null
                     */
                    customerGroupId?: string | null;
                    /** @default [] */
                    prices?: components["schemas"]["ListPrice"][];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrPriceListInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readPriceList: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deletePriceList: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The price list is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changePriceList: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title?: string;
                    /** @description From when its prices apply; null for at once. */
                    startsAt?: string | null;
                    /** @description From when they no longer apply; null for never. */
                    endsAt?: string | null;
                    /** @description The only group whose members have its prices; null for everyone. */
                    customerGroupId?: string | null;
                    /** @description Replaces all prices of the list. */
                    prices?: components["schemas"]["ListPrice"][];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrPriceListInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listAdminProducts: {
        parameters: {
            query?: {
                status?: "draft" | "published" | "archived";
                /** @description The id or slug of a collection. */
                collection?: string;
                /** @description A whole SKU or barcode, or the beginning of a title. */
                q?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ListedAdminProduct"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    createProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    /** @description By default made from the title. */
                    slug?: string;
                    /**
                     * @description Elements and attributes that could do harm are removed.
                     * @default
                     */
                    descriptionHtml?: string;
                    /** @default null */
                    brand?: string | null;
                    /**
                     * @default draft
                     * @enum {string}
                     */
                    status?: "draft" | "published" | "archived";
                    /**
                     * @default physical
                     * @enum {string}
                     */
                    type?: "physical" | "digital" | "bundle";
                    /** @default [] */
                    media?: {
                        /** @description Of an uploaded picture. Its address and size are those of the upload. */
                        id?: string;
                        url?: string;
                        /** @description By default that of the upload, or empty. */
                        alt?: string;
                        /** @default null */
                        width?: number | null;
                        /** @default null */
                        height?: number | null;
                        focalPoint?: components["schemas"]["FocalPoint"];
                    }[];
                    /** @default [] */
                    options?: {
                        name: string;
                        /** @description The order of its values. */
                        values?: string[];
                    }[];
                    /** @default [] */
                    variants?: {
                        /** @default null */
                        sku?: string | null;
                        /** @default null */
                        barcode?: string | null;
                        /**
                         * @description One value for each option of the product.
                         * @default {}
                         */
                        options?: {
                            [key: string]: string;
                        };
                        /** @default [] */
                        prices?: components["schemas"]["VariantPrice"][];
                        /** @default null */
                        image?: string | null;
                        /**
                         * @default deny
                         * @enum {string}
                         */
                        inventoryPolicy?: "deny" | "continue";
                        /**
                         * @description Whether the stock is counted. That of a bundle is the stock of its parts.
                         * @default true
                         */
                        tracked?: boolean;
                        /**
                         * @description The first units in stock. Later changes are adjustments of the inventory.
                         * @default 0
                         */
                        quantity?: number;
                        /** @default null */
                        weightGrams?: number | null;
                        /** @default null */
                        dimensions?: components["schemas"]["Dimensions"] | null;
                        /**
                         * @description What it contains, from which `unitPrice` is computed.
                         * @default null
                         */
                        unitPriceMeasure?: components["schemas"]["UnitPriceMeasure"] | null;
                        /**
                         * @description Of a bundle; empty for other variants.
                         * @default []
                         */
                        parts?: components["schemas"]["BundlePart"][];
                    }[];
                    /**
                     * @description The main category first.
                     * @default []
                     */
                    categories?: string[];
                    /** @default [] */
                    tags?: string[];
                    /** @default {} */
                    attributes?: {
                        [key: string]: components["schemas"]["AttributeValue"];
                    };
                    /** @default null */
                    taxClass?: string | null;
                    /** @description By default, units can be returned, except those of digital products. */
                    returnPolicy?: components["schemas"]["ReturnPolicy"];
                    /** @default {} */
                    seo?: {
                        title?: string | null;
                        description?: string | null;
                    };
                    /** @default null */
                    publishAt?: string | null;
                    /** @default null */
                    unpublishAt?: string | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminProduct"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrSkuTakenOrSlugTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProductInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readAdminProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminProduct"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The product is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title?: string;
                    /** @description The former slug redirects to it. */
                    slug?: string;
                    /** @description Elements and attributes that could do harm are removed. */
                    descriptionHtml?: string;
                    brand?: string | null;
                    /** @enum {string} */
                    status?: "draft" | "published" | "archived";
                    media?: {
                        /** @description Of an uploaded picture. Its address and size are those of the upload. */
                        id?: string;
                        url?: string;
                        /** @description By default that of the upload, or empty. */
                        alt?: string;
                        /** @default null */
                        width?: number | null;
                        /** @default null */
                        height?: number | null;
                        focalPoint?: components["schemas"]["FocalPoint"];
                    }[];
                    options?: {
                        name: string;
                        /** @description The name of the option that is renamed. */
                        formerName?: string;
                        /** @description The order of its values. */
                        values?: string[];
                        /** @description The value of existing variants, for a new option. */
                        initialValue?: string;
                    }[];
                    categories?: string[];
                    tags?: string[];
                    attributes?: {
                        [key: string]: components["schemas"]["AttributeValue"] | null;
                    };
                    taxClass?: string | null;
                    returnPolicy?: components["schemas"]["ReturnPolicy"];
                    seo?: {
                        title?: string | null;
                        description?: string | null;
                    };
                    publishAt?: string | null;
                    unpublishAt?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminProduct"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrSlugTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProductInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readRelatedPicks: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelatedPicks"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    pickRelatedProducts: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description All picked products, in their order. */
                    productIds: string[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelatedPicks"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProductInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    translateProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductTranslationInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminProduct"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrSlugTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProductInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteProductTranslation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminProduct"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    addVariant: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default null */
                    sku?: string | null;
                    /** @default null */
                    barcode?: string | null;
                    /**
                     * @description One value for each option of the product.
                     * @default {}
                     */
                    options?: {
                        [key: string]: string;
                    };
                    /** @default [] */
                    prices?: components["schemas"]["VariantPrice"][];
                    /** @default null */
                    image?: string | null;
                    /**
                     * @default deny
                     * @enum {string}
                     */
                    inventoryPolicy?: "deny" | "continue";
                    /**
                     * @description Whether the stock is counted. That of a bundle is the stock of its parts.
                     * @default true
                     */
                    tracked?: boolean;
                    /**
                     * @description The first units in stock. Later changes are adjustments of the inventory.
                     * @default 0
                     */
                    quantity?: number;
                    /** @default null */
                    weightGrams?: number | null;
                    /** @default null */
                    dimensions?: components["schemas"]["Dimensions"] | null;
                    /**
                     * @description What it contains, from which `unitPrice` is computed.
                     * @default null
                     */
                    unitPriceMeasure?: components["schemas"]["UnitPriceMeasure"] | null;
                    /**
                     * @description Of a bundle; empty for other variants.
                     * @default []
                     */
                    parts?: components["schemas"]["BundlePart"][];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminVariant"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrSkuTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProductInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeProducts: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids?: string[];
                    /** @description `{}` means all products. */
                    filter?: components["schemas"]["ProductFilter"];
                    set: {
                        /** @enum {string} */
                        status?: "draft" | "published" | "archived";
                        tagsAdd?: string[];
                        tagsRemove?: string[];
                        categoriesAdd?: string[];
                        /** @description Multiplies all prices, rounded half away from zero to what providers can charge. `compareAt` stays. */
                        priceFactor?: number;
                    };
                };
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProductInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    exportProducts: {
        parameters: {
            query?: {
                status?: "draft" | "published" | "archived";
                /** @description The id or slug of a collection. */
                collection?: string;
                /** @description A whole SKU or barcode, or the beginning of a title. */
                q?: string;
                /** @description The column names of Shopify's files: of today, or until 2025 (`former`). */
                layout?: "former" | "present";
                /** @description The currency of its prices, by default the shop's. */
                currency?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file in UTF-8. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    importProducts: {
        parameters: {
            query?: {
                /** @description The currency of its prices, by default the shop's. */
                currency?: string;
            };
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listBreaks: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "open" | "resolved";
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PaymentBreak"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    resolveBreak: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description For staff. Without personal data. */
                    note: string;
                    /** @description Whether these amounts stay as they are. */
                    accepted?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentBreak"];
                };
            };
            400: components["responses"]["MalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listDisputes: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["StaffDispute"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listRelocations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "in_transit" | "received" | "cancelled";
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Relocation"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    sendRelocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    fromLocationId: string;
                    toLocationId: string;
                    lines: {
                        variantId: string;
                        quantity: number;
                    }[];
                    /** @default null */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relocation"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrInsufficientStock"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrLocationUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readRelocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relocation"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    cancelRelocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relocation"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrRelocationStatusConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    receiveRelocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lines: {
                        variantId: string;
                        /** @default 0 */
                        received?: number;
                        /** @default 0 */
                        lost?: number;
                        /** @default 0 */
                        returned?: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relocation"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrRelocationStatusConflictOrUnitsUnavailable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listReturns: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "requested" | "approved" | "rejected" | "received" | "refunded" | "exchanged";
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["StaffReturn"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    approveReturn: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Return"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrReturnStatusConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    receiveReturn: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lines: components["schemas"]["ReceivedLine"][];
                    /** @description Where units that are sold again are put. If missing, where they came from, or the default location if that one is inactive or deleted. */
                    locationId?: string;
                    /**
                     * @description Refunds the units, although the buyer asked for an exchange.
                     * @enum {string}
                     */
                    resolution?: "refund";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Return"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrInsufficientStockOrNotExchangeableOrReturnStatusConflictOrUnitsUnavailable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrLocationUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    rejectReturn: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Return"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrReturnStatusConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listAdminReviews: {
        parameters: {
            query?: {
                status?: "pending" | "approved" | "rejected";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AdminReview"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readAdminReview: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminReview"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeReview: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "approved" | "rejected";
                    /** @description Shown below the review. */
                    reply?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminReview"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listSagas: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "STARTED" | "PAYMENT_REQUESTED" | "PAYMENT_SUCCEEDED" | "PAYMENT_FAILED" | "COMPLETED" | "COMPENSATING" | "COMPENSATED" | "FAILED";
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Saga"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readSaga: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listCurations: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Curation"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    putCuration: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CurationInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Curation"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteCuration: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rule is deleted, or there was none. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listSearchQueries: {
        parameters: {
            query?: {
                /** @description The first day in UTC, by default 30 days ago. */
                from?: string;
                /** @description The last day, by default today. */
                to?: string;
                /** @description `none` lists searches without results. */
                hits?: "any" | "none";
                limit?: number;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["CountedQuery"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    reindexSearch: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readSearchStatus: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchStatus"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listSynonyms: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Synonym"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    putSynonym: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SynonymInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Synonym"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteSynonym: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rule is deleted, or there was none. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    shopName?: string;
                    logoUrl?: string | null;
                    colours?: {
                        accent?: string;
                        text?: string;
                        background?: string;
                    };
                    sender?: {
                        name?: string;
                        email?: string;
                    };
                    supportEmail?: string;
                    seller?: {
                        legalName?: string | null;
                        address?: string | null;
                        registrationNumber?: string | null;
                        vatId?: string | null;
                        phone?: string | null;
                    };
                    countries?: string[] | null;
                    defaultCountry?: string;
                    defaultCurrency?: string;
                    /** @enum {string} */
                    sourcing?: "priority" | "nearest" | "fewest_parcels";
                    returnWindowDays?: number;
                    bankTransfer?: {
                        holder: string;
                        /** @description An IBAN, or 4 to 20 digits where there are none. */
                        accountNumber: string;
                        /** @description A BIC, a routing number or an IFSC. */
                        bankCode: string | null;
                        bankName: string | null;
                    } | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["StepUpRequiredOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeShipment: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Any name. These have a tracking page: dhl, dpd, gls, la_poste, postnl, royal_mail, ups, fedex, usps, delhivery, blue_dart, dtdc. */
                    carrier?: string | null;
                    trackingNumber?: string | null;
                    trackingUrl?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shipment"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listStaff: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Customer"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    assignRoles: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    roles: ("customer" | "staff" | "admin")[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["StepUpRequiredOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrEmailUnverifiedOrIdempotencyInFlightOrLastAdmin"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    removeVariant: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The variant is removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReusedOrProductInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeVariant: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    sku?: string | null;
                    barcode?: string | null;
                    /** @description The values to change, by the name of their option. */
                    options?: {
                        [key: string]: string;
                    };
                    image?: string | null;
                    /** @enum {string} */
                    inventoryPolicy?: "deny" | "continue";
                    tracked?: boolean;
                    weightGrams?: number | null;
                    dimensions?: components["schemas"]["Dimensions"] | null;
                    unitPriceMeasure?: components["schemas"]["UnitPriceMeasure"] | null;
                    parts?: components["schemas"]["BundlePart"][];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminVariant"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrSkuTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProductInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listProductFiles: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ProductFile"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    uploadProductFile: {
        parameters: {
            query: {
                /** @description As the buyer gets it. */
                fileName: string;
                /** @description How often the buyer of one unit may download it: 1 to 1,000. */
                downloadsMax?: string;
            };
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductFile"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReusedOrProductInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    setVariantPrices: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    prices: components["schemas"]["VariantPrice"][];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminVariant"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrProductInvalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    confirmEmailChange: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description The address is changed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrTokenInvalidOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    resendVerification: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description The address is verified. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrTokenInvalidOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    password: string;
                    deviceToken?: string;
                    /** @enum {string} */
                    transport?: "body" | "cookie";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["InvalidCredentialsOrSecondFactorRequiredOrUnauthenticated"];
            403: components["responses"]["AccountDisabledOrCsrfRefusedOrForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    refreshToken?: string;
                };
            };
        };
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfRefusedOrForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                };
            };
        };
        responses: {
            /** @description A mail is sent if the address has an account. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description The password is set, and every session has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrTokenInvalidOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrPasswordTooCommon"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    refreshToken?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefreshedSession"];
                };
            };
            /** @description The request has no refresh token: there is no session. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["RefreshInvalidOrRefreshReusedOrUnauthenticated"];
            403: components["responses"]["CsrfRefusedOrForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The token of Cloudflare Turnstile, where the shop asks for it. */
                "Turnstile-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    password: string;
                    name: string;
                    /** @enum {string} */
                    transport?: "body" | "cookie";
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["CsrfRefusedOrForbiddenOrHumanCheckFailedOrHumanCheckRequired"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrEmailTakenOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrPasswordTooCommon"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    finishSignIn: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    challengeId: string;
                    code: string;
                    /** @enum {string} */
                    transport?: "body" | "cookie";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["SecondFactorInvalidOrUnauthenticated"];
            403: components["responses"]["AccountDisabledOrCsrfRefusedOrForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    createCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currency?: string;
                    country?: string;
                    lines?: {
                        variantId: string;
                        quantity: number;
                        properties?: {
                            [key: string]: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["CartBusyOrCartCompletedOrConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CartTooLargeOrCountryNotServedOrIdempotencyKeyReusedOrQuantityLimitReachedOrVariantUnavailableOrVariantUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cart is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["CartBusyOrCartCompletedOrConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeCart: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email?: string | null;
                    shippingAddress?: components["schemas"]["AddressInput"] | null;
                    billingAddress?: components["schemas"]["AddressInput"] | null;
                    shippingOptionId?: string | null;
                    note?: string | null;
                    /** @description Whether the phone of the shipping address gets SMS about the order. `true` needs a valid phone there. */
                    sms?: boolean;
                    currency?: string;
                    country?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["CartBusyOrCartCompletedOrConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CountryNotServedOrIdempotencyKeyReusedOrShippingOptionUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    addLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    variantId: string;
                    quantity: number;
                    properties?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["CartBusyOrCartCompletedOrConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CartTooLargeOrIdempotencyKeyReusedOrQuantityLimitReachedOrVariantUnavailableOrVariantUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    removeLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                lineId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["CartBusyOrCartCompletedOrConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeLine: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                lineId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    quantity: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["CartBusyOrCartCompletedOrConflictOrIdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listShippingOptions: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ShippingOption"][];
                        nextCursor: null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listCategories: {
        parameters: {
            query?: {
                /** @description The language of texts, by default the one of `Accept-Language`, else of the market, else the shop's own. */
                locale?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
                /** @description The languages of texts (RFC 9110 §12.5.4), unless `locale` names one. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Category"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readCategory: {
        parameters: {
            query?: {
                /** @description The language of texts, by default the one of `Accept-Language`, else of the market, else the shop's own. */
                locale?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
                /** @description The languages of texts (RFC 9110 §12.5.4), unless `locale` names one. */
                "Accept-Language"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"];
                };
            };
            /** @description The slug is a former one; `Location` has the current path. */
            301: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listCollections: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description The language of texts, by default the one of `Accept-Language`, else of the market, else the shop's own. */
                locale?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
                /** @description The languages of texts (RFC 9110 §12.5.4), unless `locale` names one. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Collection"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readCollection: {
        parameters: {
            query?: {
                /** @description The language of texts, by default the one of `Accept-Language`, else of the market, else the shop's own. */
                locale?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
                /** @description The languages of texts (RFC 9110 §12.5.4), unless `locale` names one. */
                "Accept-Language"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
            /** @description The slug is a former one; `Location` has the current path. */
            301: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    openDownload: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description The requested part of the file. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            416: components["responses"]["RangeNotSatisfiable"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readAcpFeed: {
        parameters: {
            query?: {
                /** @description The currency of prices, by default the shop's, or that of the market. */
                currency?: string;
                /** @description Chooses the market whose prices the feed shows. */
                country?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed, after the protocol's `schema.feed.json` of 2026-04-17. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": string;
                };
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readGoogleFeed: {
        parameters: {
            query?: {
                /** @description The currency of prices, by default the shop's, or that of the market. */
                currency?: string;
                /** @description Chooses the market whose prices the feed shows. */
                country?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed, after Google's product data specification. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listMarkets: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Market"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    eraseAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    currentPassword: string;
                };
            };
        };
        responses: {
            /** @description The account is erased. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["InvalidCredentialsOrStepUpRequiredOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["LastAdmin"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listAddresses: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BookAddress"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    addAddress: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    line1: string;
                    line2?: string;
                    city?: string;
                    region?: string;
                    postalCode?: string;
                    country: string;
                    phone?: string;
                    isDefaultShipping?: boolean;
                    isDefaultBilling?: boolean;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookAddress"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readAddress: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookAddress"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    deleteAddress: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeAddress: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    line1?: string;
                    line2?: string | null;
                    city?: string | null;
                    region?: string | null;
                    postalCode?: string | null;
                    country?: string;
                    phone?: string | null;
                    isDefaultShipping?: boolean;
                    isDefaultBilling?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookAddress"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readConsents: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Consent"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeConsents: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    marketing?: boolean;
                    analytics?: boolean;
                    source: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Consent"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listConsentChanges: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConsentChange"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    requestEmailChange: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newEmail: string;
                };
            };
        };
        responses: {
            /** @description The mails are sent if the new address is free. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["InvalidCredentialsOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    exportPersonalData: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalData"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["StepUpRequiredOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readNotificationPreferences: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationPreferences"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeNotificationPreferences: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    smsOptIn: {
                        /** @description With its country code. It is stored in E.164. */
                        phone: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationPreferences"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["StepUpRequiredOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrEmailUnverifiedOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listOwnOrders: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "pending" | "payment_requested" | "confirmed" | "shipped" | "delivered" | "cancelled" | "failed";
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Order"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description The password is changed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["InvalidCredentialsOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrPasswordTooCommon"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listPaymentMethods: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SavedMethod"][];
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    removePaymentMethod: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The card is removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readSecondFactors: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactors"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    changeSecondFactors: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    email?: boolean;
                    /** @constant */
                    totp?: false;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactors"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["InvalidCredentialsOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["InvalidCredentialsOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    offerTotp: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpOffer"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["InvalidCredentialsOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    confirmTotp: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["SecondFactorInvalidOrTokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Session"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    revokeOtherSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The other sessions have ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    revokeSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listWishlist: {
        parameters: {
            query?: {
                /** @description The currency of prices, by default the shop's. */
                currency?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WishlistItem"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    addToWishlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    variantId: string;
                };
            };
        };
        responses: {
            /** @description The variant is saved. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["VariantUnknownOrWishlistFull"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    removeFromWishlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                variantId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The variant is removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    placeOrder: {
        parameters: {
            query?: never;
            header: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key": string;
                /** @description The ETag that the change is based on; 412 if there is a newer version. */
                "If-Match"?: string;
                /** @description The token of Cloudflare Turnstile, where the shop asks for it. */
                "Turnstile-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cartId: string;
                    expectedTotal?: components["schemas"]["Money"];
                    payment: {
                        /**
                         * @description `card` needs a token. `upi`, `netbanking` and `razorpay` (the buyer chooses there) redirect to Razorpay, if the shop uses it. A method that the shop does not offer is 422 `payment_method_unknown`.
                         * @enum {string}
                         */
                        method: "card" | "razorpay" | "upi" | "netbanking" | "manual";
                        /** @description The provider's token of a card, or the id of one of the account's saved cards. Required for `card` unless the total is 0. */
                        token?: string;
                        /** @description Saves the card for later orders. Only for the method `card` of an account. */
                        save?: boolean;
                        /**
                         * Format: uri
                         * @description The page to which the bank sends the buyer back, with `order=<id>` added to its query. A guest's page gets `#token=<accessToken>`; a fragment of yours is replaced. Without it, the shop's `STOREFRONT_URL`.
                         */
                        returnUrl?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacedOrder"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrIdempotencyKeyRequiredOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            402: components["responses"]["PaymentDeclined"];
            403: components["responses"]["ForbiddenOrHumanCheckFailedOrHumanCheckRequired"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["BuyerLimitReachedOrCartBusyOrCartCompletedOrConflictOrEmailUnverifiedOrIdempotencyInFlightOrInsufficientStockOrOrderNotPayableOrTotalChanged"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["AmountNotChargeableOrCartIncompleteOrCountryNotServedOrIdempotencyKeyReusedOrOrderTooLargeOrPaymentMethodNotSavableOrPaymentMethodUnknownOrPaymentTokenUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOrderUnsettledOrOverloaded"];
        };
    };
    readOrder: {
        parameters: {
            query?: {
                /** @description A guest's token. Programs send it in the header `Bodega-Order-Token`. */
                accessToken?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    cancelOrder: {
        parameters: {
            query?: {
                /** @description A guest's token. Programs send it in the header `Bodega-Order-Token`. */
                accessToken?: string;
            };
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    lines?: components["schemas"]["LineUnits"][];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrOrderNotCancellableOrOrderNotRefundableOrRefundExceedsCapturedOrUnitsUnavailable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrPaymentMethodUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    claimOrder: {
        parameters: {
            query?: {
                /** @description A guest's token. Programs send it in the header `Bodega-Order-Token`. */
                accessToken?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["MalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listDownloads: {
        parameters: {
            query?: {
                /** @description A guest's token. Programs send it in the header `Bodega-Order-Token`. */
                accessToken?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Download"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    startDownload: {
        parameters: {
            query?: {
                /** @description A guest's token. Programs send it in the header `Bodega-Order-Token`. */
                accessToken?: string;
            };
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDownload"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DownloadLink"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrDownloadLimitReachedOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    payOrder: {
        parameters: {
            query?: {
                /** @description A guest's token. Programs send it in the header `Bodega-Order-Token`. */
                accessToken?: string;
            };
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    method: "card" | "razorpay" | "upi" | "netbanking" | "manual";
                    /** @description The provider's token of a card, or the id of one of the account's saved cards. */
                    token?: string;
                    /** @description Saves the card for later orders. Only for the method `card` of the own account. */
                    save?: boolean;
                    /**
                     * Format: uri
                     * @description A page of the storefront on which the order was placed.
                     */
                    returnUrl?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            402: components["responses"]["PaymentDeclined"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlightOrOrderNotPayable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["AmountNotChargeableOrIdempotencyKeyReusedOrPaymentMethodNotSavableOrPaymentMethodUnknownOrPaymentTokenUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOrderUnsettledOrOverloaded"];
        };
    };
    readReceipt: {
        parameters: {
            query?: {
                /** @description A guest's token. Programs send it in the header `Bodega-Order-Token`. */
                accessToken?: string;
                /** @description For the credit note of this refund. */
                refundId?: string;
                /** @description For the credit note of what the units of this return have paid in an exchange. */
                returnId?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. Its amounts are those of the order, to the cent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/pdf": string;
                };
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    reorder: {
        parameters: {
            query?: {
                /** @description A guest's token. Programs send it in the header `Bodega-Order-Token`. */
                accessToken?: string;
            };
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["ConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CartTooLargeOrCountryNotServedOrIdempotencyKeyReusedOrQuantityLimitReachedOrVariantUnavailableOrVariantUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    requestReturn: {
        parameters: {
            query?: {
                /** @description A guest's token. Programs send it in the header `Bodega-Order-Token`. */
                accessToken?: string;
            };
            header: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lines: {
                        lineId: string;
                        quantity: number;
                        /** @enum {string} */
                        reason: "damaged" | "wrong_item" | "not_as_described" | "no_longer_wanted" | "other";
                        /** @description For the staff. Erased with the account. */
                        note?: string;
                    }[];
                    /** @enum {string} */
                    resolution: "refund" | "exchange";
                    /** @description The variants that replace the units, at their current prices. For an exchange. */
                    exchangeFor?: {
                        variantId: string;
                        quantity: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Return"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrIdempotencyKeyRequiredOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["BuyerLimitReachedOrConflictOrIdempotencyInFlightOrInsufficientStockOrNotExchangeableOrNotReturnableOrReturnWindowClosed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrVariantUnavailableOrVariantUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    followOrder: {
        parameters: {
            query?: {
                /** @description A guest's token. Programs send it in the header `Bodega-Order-Token`. */
                accessToken?: string;
                /** @description How long the stream stays open for new entries; 0 for those that exist. */
                waitSeconds?: number;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries, as they come */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The order has ended, and the client has every entry */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readTimeline: {
        parameters: {
            query?: {
                /** @description A guest's token. Programs send it in the header `Bodega-Order-Token`. */
                accessToken?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TimelineEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    lookUpOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    number: string;
                    email: string;
                };
            };
        };
        responses: {
            /** @description A mail is sent if an order has this number and this address. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description The slug of a category, which includes those below it. */
                category?: string;
                /** @description The slug of a collection. */
                collection?: string;
                tag?: string;
                priceMin?: string;
                priceMax?: string;
                currency?: string;
                /** @description Chooses the market, and by it the currency. */
                country?: string;
                /** @description The language of texts, by default the one of `Accept-Language`, else of the market, else the shop's own. */
                locale?: string;
                inStock?: "true" | "false";
                ratingMin?: string;
                /** @description `position` is the order of a manual collection, and needs `collection`. */
                sort?: "newest" | "price" | "-price" | "title" | "rating" | "position";
                limit?: number;
                cursor?: string;
                brand?: string[];
                /** @description Values by the name of an option. Each is a parameter such as `option.color=blue`; a repeated one matches any of its values. */
                option?: {
                    [key: string]: string[];
                };
                /** @description Values by the key of an attribute. Each is a parameter such as `attribute.shade=linen`; a repeated one matches any of its values. */
                attribute?: {
                    [key: string]: string[];
                };
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
                /** @description The languages of texts (RFC 9110 §12.5.4), unless `locale` names one. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Product"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The category or collection has another slug now; `Location` has the current path. */
            301: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    readProduct: {
        parameters: {
            query?: {
                /** @description The currency of prices, by default the one of the market of `country`, else the shop's. */
                currency?: string;
                /** @description Chooses the market. */
                country?: string;
                /** @description The language of texts, by default the one of `Accept-Language`, else of the market, else the shop's own. */
                locale?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
                /** @description The languages of texts (RFC 9110 §12.5.4), unless `locale` names one. */
                "Accept-Language"?: string;
            };
            path: {
                idOrSlug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description The slug is a former one; `Location` has the current path. */
            301: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listRelatedProducts: {
        parameters: {
            query?: {
                /** @description The currency of prices, by default the one of the market of `country`, else the shop's. */
                currency?: string;
                /** @description Chooses the market. */
                country?: string;
                /** @description The language of texts, by default the one of `Accept-Language`, else of the market, else the shop's own. */
                locale?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
                /** @description The languages of texts (RFC 9110 §12.5.4), unless `locale` names one. */
                "Accept-Language"?: string;
            };
            path: {
                idOrSlug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Product"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The slug is a former one; `Location` has the current path. */
            301: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listReviews: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                idOrSlug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Review"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The slug is a former one; `Location` has the current path. */
            301: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    submitReview: {
        parameters: {
            query?: never;
            header?: {
                /** @description A random name of this request: a repetition gets the first answer again. */
                "Idempotency-Key"?: string;
            };
            path: {
                idOrSlug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rating: number;
                    title: string;
                    body: string;
                    /**
                     * @description The name that the buyer chose; null for none.
                     * @default null
                     */
                    author?: string | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmittedReview"];
                };
            };
            400: components["responses"]["IdempotencyKeyInvalidOrMalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["TokenExpiredOrUnauthenticated"];
            403: components["responses"]["ForbiddenOrNotBought"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["AlreadyReviewedOrConflictOrIdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    subscribeToStock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                idOrSlug: string;
                variantId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStockAlert"];
            };
        };
        responses: {
            /** @description The address waits, if the variant cannot be bought. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedJsonOrMalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    lookUpProducts: {
        parameters: {
            query?: {
                /** @description Ids of products, separated by commas, at most 100. */
                ids?: string;
                /** @description SKUs of variants, separated by commas, at most 100. */
                skus?: string;
                /** @description Barcodes of variants, separated by commas, at most 100. */
                barcodes?: string;
                /** @description The currency of prices, by default the one of the market of `country`, else the shop's. */
                currency?: string;
                /** @description Chooses the market. */
                country?: string;
                /** @description The language of texts, by default the one of `Accept-Language`, else of the market, else the shop's own. */
                locale?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
                /** @description The languages of texts (RFC 9110 §12.5.4), unless `locale` names one. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lookup"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    searchProducts: {
        parameters: {
            query?: {
                q?: string;
                /** @description The slug of a category, which includes those below it. */
                category?: string;
                /** @description The slug of a collection. */
                collection?: string;
                tag?: string;
                priceMin?: string;
                priceMax?: string;
                inStock?: "true" | "false";
                ratingMin?: string;
                sort?: "relevance" | "newest" | "price" | "-price" | "title" | "rating";
                page?: number;
                limit?: number;
                /** @description The language of texts, by default the one of `Accept-Language`, else of the market, else the shop's own. */
                locale?: string;
                brand?: string[];
                /** @description Values by the name of an option. Each is a parameter such as `option.color=blue`; a repeated one matches any of its values. */
                option?: {
                    [key: string]: string[];
                };
                /** @description Values by the key of an attribute. Each is a parameter such as `attribute.shade=linen`; a repeated one matches any of its values. */
                attribute?: {
                    [key: string]: string[];
                };
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
                /** @description The languages of texts (RFC 9110 §12.5.4), unless `locale` names one. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchPage"];
                };
            };
            /** @description The category or collection has another slug now; `Location` has the current path. */
            301: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    suggestProducts: {
        parameters: {
            query: {
                q: string;
                /** @description The language of texts, by default the one of `Accept-Language`, else of the market, else the shop's own. */
                locale?: string;
            };
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
                /** @description The languages of texts (RFC 9110 §12.5.4), unless `locale` names one. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Suggestion"][];
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    listServices: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ServiceEntry"][];
                    } | {
                        /** @enum {string} */
                        status: "ok" | "degraded" | "down";
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    askToUnsubscribe: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag; 304 if it is still current. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page for the reader of the mail. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
    unsubscribeFromStock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": string;
            };
        };
        responses: {
            /** @description A page for the reader of the mail. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["MalformedRequestOrValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["DependencyUnavailableOrOverloaded"];
        };
    };
}
