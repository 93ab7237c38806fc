/* SPDX-License-Identifier: MIT
 *
 * node.d.ts: the types of the few functions of node that the tests use. Debian's packages
 * of node have them in a package that is not needed for anything else.
 */
declare module "node:fs" {
    export function readFileSync(path: string, encoding: "utf8"): string;
    export function writeFileSync(path: string, text: string): void;
    export function mkdirSync(path: string, options: { recursive: boolean }): void;
}
declare module "node:test" {
    export default function test(name: string, body: () => void): void;
}
declare module "node:assert/strict" {
    const assert: {
        equal(actual: unknown, expected: unknown, message?: string): void;
        deepEqual(actual: unknown, expected: unknown, message?: string): void;
        ok(value: unknown, message?: string): void;
        throws(body: () => void, error?: RegExp): void;
        match(text: string, pattern: RegExp): void;
    };
    export default assert;
}
