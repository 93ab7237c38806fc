/* SPDX-License-Identifier: MIT
 *
 * dom: make elements, with text that is only ever text.
 *
 * Everything that comes from the data (sources, names, values, paths) goes into the page
 * through these functions. None of them reads HTML.
 */

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined>;

const SVG = "http://www.w3.org/2000/svg";

/* Marks that reorder text, and characters that are not seen: shown as their number, so that
 * what is read is what is there. */
const UNSEEN =
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export function visible(text: string): string {
    return text.replace(
        UNSEEN,
        (c) => "\u27e8U+" + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0") + "\u27e9",
    );
}

/* At most `most` characters of a text, and how many were left out. */
export function short(text: string, most: number): string {
    return text.length <= most
        ? text
        : text.slice(0, most) + "\u2026 (" + (text.length - most) + " more characters)";
}

function fill(node: Element, attributes: Attributes, children: Child[]): void {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        node.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children)
        if (child !== null && child !== undefined && child !== false)
            node.append(typeof child === "string" ? visible(child) : child);
}

/* An HTML element. A string among the children is a text node. */
export function h<K extends keyof HTMLElementTagNameMap>(
    tag: K, attributes: Attributes = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
    const node = document.createElement(tag);
    fill(node, attributes, children);
    return node;
}

/* An SVG element. */
export function s(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
    const node = document.createElementNS(SVG, tag) as SVGElement;
    fill(node, attributes, children);
    return node;
}

/* Words with `code` between backticks. */
export function prose(text: string): (Node | string)[] {
    return text.split("`").map((part, i) => (i % 2 ? h("code", {}, part) : part));
}

/* A button with a key: the key is shown, and told to screen readers. */
export function button(
    text: string, key: string, action: () => void, attributes: Attributes = {},
): HTMLButtonElement {
    const node = h("button", { type: "button", "aria-keyshortcuts": key || null, ...attributes },
        h("span", { class: "label" }, text));
    if (key) node.append(h("kbd", { "aria-hidden": "true" }, shown_key(key)));
    node.addEventListener("click", action);
    return node;
}

function shown_key(key: string): string {
    const names: Record<string, string> = {
        ArrowLeft: "\u2190", ArrowRight: "\u2192", " ": "space", Escape: "Esc",
    };
    return names[key] ?? key;
}

/* The data of the page, or an error that says what is wrong with it. */
export function read_data(): unknown {
    const node = document.getElementById("data");
    if (!node || !node.textContent) throw new Error("this page holds no data");
    return JSON.parse(node.textContent);
}
