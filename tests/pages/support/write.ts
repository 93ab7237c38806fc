/* SPDX-License-Identifier: MIT
 *
 * write TEMPLATE FOLDER: write the tests' pages, as `leaklab picture` would.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { beside_and_twice, failing, hostile, large, list_and_freed, lost_realloc, many_variables } from "./programs";

declare const process: { argv: string[] };

const [template, folder] = process.argv.slice(2);
const page = readFileSync(template, "utf8");
const escape = (text: string) => text.replace(/</g, "\\u003c").replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");

mkdirSync(folder, { recursive: true });
const lost = lost_realloc();
const early = lost.faults.map((fault) => ({ ...fault, line: fault.line! + 1, how: "scope-end" }));
const pages = {
    early: { ...lost, lesson: null, faults: early },
    lost, told: { ...lost, lesson: null }, failing: failing(), list: list_and_freed(), beside: beside_and_twice(), many: many_variables(),
    hostile: hostile(), large_1000: large(1000), large_10000: large(10000), large_100000: large(100000),
};
for (const [name, data] of Object.entries(pages))
    writeFileSync(folder + "/" + name + ".html", page.replace("<!--LEAKLAB-DATA-->",
        () => '<script type="application/json" id="data">' + escape(JSON.stringify(data)) + "</script>"));
