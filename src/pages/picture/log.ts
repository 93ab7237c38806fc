/* SPDX-License-Identifier: MIT
 *
 * log: reads lastptr's log of events (docs/events.md), versions 1 and 2.
 *
 * A log of 100,000 events is read into columns of numbers, not into as many objects. The
 * log may be cut anywhere: what was read until then counts, and `complete` is false.
 */

export const enum Kind {
    Alloc = 65, // A: block, address, size
    Free = 82, // R: block
    Pointer = 80, // P: address, block, offset
    NoPointer = 85, // U: address
    Lost = 88, // X: block, how
    Found = 86, // V: block
    Line = 76, // L: file, line
    Call = 67, // C: function, address
    Return = 69, // E: address
    Cut = 84, // T
    End = 90, // Z
    Bias = 77, // M: bias
    Write = 87, // W: address, count; the bytes begin at the third number
    Thread = 83, // S: thread
    Denied = 68, // D: number of an allocation that was made to fail
}

export interface Log {
    version: number;
    count: number;
    kind: Uint8Array;
    a: Float64Array;
    b: Float64Array;
    c: Float64Array;
    bytes: Uint8Array; // the log itself; a write's bytes are in it
    files: Map<number, string>;
    functions: Map<number, string>;
    complete: boolean;
}

class Reader {
    at = 0;
    private anchors = [0, 2 ** 37];
    constructor(readonly bytes: Uint8Array) {}

    byte(): number {
        if (this.at >= this.bytes.length) throw new RangeError("the log ends early");
        return this.bytes[this.at++];
    }
    number(): number {
        let value = 0;
        let scale = 1;
        for (;;) {
            const byte = this.byte();
            value += (byte & 127) * scale;
            if (!(byte & 128)) return value;
            scale *= 128;
            if (scale > 2 ** 63) throw new RangeError("a number has no end");
        }
    }
    /* The value that a number stands for is below 2^53: addresses have 47 bits. */
    address(): number {
        const value = this.number();
        const anchor = value % 2;
        const zigzag = Math.floor(value / 2);
        const half = Math.floor(zigzag / 2);
        this.anchors[anchor] += zigzag % 2 ? -half - 1 : half;
        return this.anchors[anchor];
    }
    text(): string {
        const length = this.number();
        if (this.at + length > this.bytes.length) throw new RangeError("the log ends early");
        const text = new TextDecoder().decode(this.bytes.subarray(this.at, this.at + length));
        this.at += length;
        return text;
    }
}

export function read_log(bytes: Uint8Array): Log {
    const reader = new Reader(bytes);
    const magic = String.fromCharCode(...bytes.subarray(0, 4));
    const version = bytes[4];
    if (magic !== "LPEV" || (version !== 1 && version !== 2))
        throw new Error("the log of events is none of version 1 or 2");
    reader.at = 5;
    let room = 1024;
    const log: Log = {
        version, count: 0, bytes, complete: false,
        kind: new Uint8Array(room), a: new Float64Array(room), b: new Float64Array(room),
        c: new Float64Array(room), files: new Map(), functions: new Map(),
    };
    const grow = () => {
        room *= 2;
        const wider = (from: Float64Array) => {
            const to = new Float64Array(room);
            to.set(from);
            return to;
        };
        const kind = new Uint8Array(room);
        kind.set(log.kind);
        Object.assign(log, { kind, a: wider(log.a), b: wider(log.b), c: wider(log.c) });
    };
    try {
        while (reader.at < bytes.length && !log.complete) {
            if (log.count === room) grow();
            if (read_event(reader, log)) log.count++;
        }
    } catch (error) {
        if (!(error instanceof RangeError)) throw error;
    }
    return log;
}

/* Read one event into the columns. Returns whether it is one: a definition is none. */
function read_event(reader: Reader, log: Log): boolean {
    const type = reader.byte();
    let a = 0;
    let b = 0;
    let c = 0;
    switch (type) {
        case 70: // F
            a = reader.number();
            log.files.set(a, reader.text());
            return false;
        case 78: // N
            a = reader.number();
            log.functions.set(a, reader.text());
            return false;
        case Kind.Alloc:
            a = reader.number();
            b = reader.address();
            c = reader.number();
            break;
        case Kind.Pointer:
            a = reader.address();
            b = reader.number();
            c = reader.number();
            break;
        case Kind.Free:
        case Kind.Found:
        case Kind.Bias:
        case Kind.Thread:
        case Kind.Denied:
            a = reader.number();
            break;
        case Kind.NoPointer:
        case Kind.Return:
            a = reader.address();
            break;
        case Kind.Lost:
        case Kind.Line:
            a = reader.number();
            b = reader.number();
            break;
        case Kind.Call:
            a = reader.number();
            b = reader.address();
            break;
        case Kind.Write:
            a = reader.address();
            b = reader.number();
            c = reader.at;
            if (reader.at + b > reader.bytes.length) throw new RangeError("the log ends early");
            reader.at += b;
            break;
        case Kind.Cut:
        case Kind.End:
            log.complete = true;
            break;
        default:
            throw new RangeError("an event of no known type");
    }
    log.kind[log.count] = type;
    log.a[log.count] = a;
    log.b[log.count] = b;
    log.c[log.count] = c;
    return true;
}

/* The bytes of a base64 text. */
export function from_base64(text: string): Uint8Array {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return bytes;
}
