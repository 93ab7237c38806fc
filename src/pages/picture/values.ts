/* SPDX-License-Identifier: MIT
 *
 * values: what bytes mean as a C type, in words of C.
 */
import type { Bytes } from "./history";
import type { Type } from "./model";

export const NEVER_SET = "never set";
export const NOT_RECEIVED = "not yet received"; // an argument, before its function has stored it
export const NOT_KNOWN = "not known";

function integer(bytes: Uint8Array, signed: boolean): bigint {
    let value = 0n;
    for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
    if (signed && bytes.length && bytes[bytes.length - 1] & 128)
        value -= 1n << BigInt(8 * bytes.length);
    return value;
}

/* An address has 47 bits: a number holds it. */
export function address_of(bytes: Uint8Array): number {
    let value = 0;
    for (let i = bytes.length - 1; i >= 0; i--) value = value * 256 + bytes[i];
    return value;
}

const ESCAPES: Record<number, string> = {
    0: "\\0", 7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r",
    34: '\\"', 39: "\\'", 92: "\\\\",
};

function one_char(code: number, quote: number): string {
    if ((code === 34 || code === 39) && code !== quote) return String.fromCharCode(code);
    if (code in ESCAPES) return ESCAPES[code];
    if (code >= 32 && code < 127) return String.fromCharCode(code);
    return "\\x" + code.toString(16).padStart(2, "0");
}

/* Without quotes, as in a row of cells. */
export function show_cell(code: number): string {
    return code === 32 ? "\u2423" : one_char(code, 0);
}

export function show_char(code: number): string {
    return "'" + one_char(code, 39) + "'";
}

/* The text in a char array up to its end, as a string of C; UTF-8 is shown as what it is.
 * `ended` tells whether there is a '\0'. */
export function show_text(bytes: Bytes, most = 64): { text: string; ended: boolean } {
    let end = bytes.bytes.findIndex((byte, i) => byte === 0 || !bytes.set[i]);
    const ended = end >= 0 && bytes.set[end];
    if (end < 0) end = bytes.bytes.length;
    const part = bytes.bytes.subarray(0, Math.min(end, most));
    let text = "";
    try {
        for (const c of new TextDecoder("utf-8", { fatal: true }).decode(part))
            text += c.charCodeAt(0) < 128 ? one_char(c.charCodeAt(0), 34) : c;
    } catch {
        text = Array.from(part, (code) => one_char(code, 34)).join("");
    }
    return { text: '"' + text + (end > most ? "\u2026" : "") + '"', ended };
}

export function show_float(value: number, size: number): string {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    let text = size === 4 ? String(Number(value.toPrecision(7))) : String(value);
    if (/^-?\d+$/.test(text)) text += ".0";
    return Object.is(value, -0) ? "-0.0" : text;
}

/* x86's 80 bits, as near as a double comes. */
function long_double(bytes: Uint8Array): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const mantissa = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
    const head = view.getUint16(8, true);
    const exponent = head & 0x7fff;
    const sign = head & 0x8000 ? -1 : 1;
    if (exponent === 0x7fff)
        return view.getUint32(4, true) === 0x80000000 && view.getUint32(0, true) === 0
            ? sign * Infinity : NaN;
    return sign * mantissa * 2 ** (exponent - 16446);
}

/* The same of arm64's 128 bits. */
function quad(bytes: Uint8Array): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const fraction = view.getUint16(12, true) * 2 ** -16 + view.getUint32(8, true) * 2 ** -48 +
        view.getUint32(4, true) * 2 ** -80;
    const head = view.getUint16(14, true);
    const exponent = head & 0x7fff;
    const sign = head & 0x8000 ? -1 : 1;
    if (exponent === 0x7fff) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (exponent === 0 ? fraction : 1 + fraction) * 2 ** (exponent - 16383);
}

/* A scalar that is no pointer. */
export function show_scalar(type: Type, bytes: Uint8Array, bit = 0, bits = 0): string {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    switch (type.k) {
        case "int":
        case "enum": {
            let value = integer(bytes, type.signed && !bits);
            if (bits) {
                value = (value >> BigInt(bit)) & ((1n << BigInt(bits)) - 1n);
                if (type.signed && value >> BigInt(bits - 1)) value -= 1n << BigInt(bits);
            }
            if (type.k === "enum") {
                const name = type.values.find(([, number]) => BigInt(number) === value);
                if (name) return name[0];
            }
            return value.toString();
        }
        case "char": {
            const code = bytes[0];
            return type.name === "unsigned char" || type.name === "signed char"
                ? integer(bytes, type.signed).toString() : show_char(code);
        }
        case "bool":
            return bytes[0] ? "true" : "false";
        case "float":
            if (type.size === 4) return show_float(view.getFloat32(0, true), 4);
            if (type.size === 8) return show_float(view.getFloat64(0, true), 8);
            if (type.size === 16)
                return show_float(type.quad ? quad(bytes) : long_double(bytes), 16);
            return "?";
        case "function":
            return "code";
        default:
            return "0x" + integer(bytes, false).toString(16);
    }
}
