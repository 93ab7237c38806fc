/* SPDX-License-Identifier: MIT
 *
 * machine: makes logs of version 2 (docs/events.md), and the data of a picture around them,
 * from the steps of a program.
 *
 *     const m = new Machine("prog.c", text);
 *     const INT = m.int();
 *     m.function("main", 3, 9, { p: [m.pointer(INT), -16, 4] });
 *     m.call("main").line(4);
 *     const block = m.alloc(4);
 *     m.point(m.at("p"), block);
 *     m.line(5).null(m.at("p")).lose(block).line(6).leave().end();
 *     m.picture()
 */
import type { Fault, FunctionInfo, Picture, Type } from "../../../src/pages/picture/model";

export class Encoder {
    private bytes = new Uint8Array(1024);
    private length = 0;
    private readonly anchors = [0, 2 ** 37];

    constructor(version = 2) {
        for (const byte of [0x4c, 0x50, 0x45, 0x56, version]) this.byte(byte);
    }
    byte(value: number): this {
        if (this.length === this.bytes.length) {
            const more = new Uint8Array(2 * this.length);
            more.set(this.bytes);
            this.bytes = more;
        }
        this.bytes[this.length++] = value;
        return this;
    }
    events = 0; // written so far; definitions are none

    type(letter: string): this {
        if (letter !== "F" && letter !== "N") this.events++;
        return this.byte(letter.charCodeAt(0));
    }
    number(value: number): this {
        while (value >= 128) {
            this.byte((value % 128) + 128);
            value = Math.floor(value / 128);
        }
        return this.byte(value);
    }
    address(value: number): this {
        const anchor = Math.abs(value - this.anchors[0]) <= Math.abs(value - this.anchors[1]) ? 0 : 1;
        const distance = value - this.anchors[anchor];
        this.anchors[anchor] = value;
        return this.number((distance >= 0 ? 2 * distance : -2 * distance - 1) * 2 + anchor);
    }
    text(value: string): this {
        const bytes = new TextEncoder().encode(value);
        this.number(bytes.length);
        for (const byte of bytes) this.byte(byte);
        return this;
    }
    done(): Uint8Array {
        return this.bytes.slice(0, this.length);
    }
}

export interface Block {
    number: number;
    address: number;
    size: number;
}

export function base64(bytes: Uint8Array): string {
    let text = "";
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return btoa(text);
}

interface Frame {
    name: string;
    sp: number;
}

export class Machine {
    readonly log: Encoder;
    readonly types: Type[] = [];
    readonly functions: FunctionInfo[] = [];
    readonly globals: Picture["globals"] = [];
    readonly files: Picture["files"] = [];
    readonly bias = 0x400000;
    private readonly frames: Frame[] = [];
    private pending: [number, number[]][] = [];
    heap = 0x4a3a040; // where the next block goes
    private blocks = 0;
    private file = 0;
    frame_size = 64;

    constructor(path: string, text: string, readonly version = 2) {
        this.log = new Encoder(version);
        if (version > 1) this.log.type("M").number(this.bias);
        this.add_file(path, text);
        this.file = 0;
    }

    /* ---- declarations ---- */

    type(type: Type): number {
        return this.types.push(type) - 1;
    }
    int(name = "int", size = 4, signed = true): number {
        return this.type({ k: "int", name, size, signed });
    }
    char(): number {
        return this.type({ k: "char", name: "char", size: 1, signed: true });
    }
    double(): number {
        return this.type({ k: "float", name: "double", size: 8 });
    }
    pointer(to: number | null): number {
        return this.type({ k: "pointer", to, size: 8 });
    }
    array(of: number, count: number | null, size: number | null): number {
        return this.type({ k: "array", of, count, size });
    }
    struct(name: string, size: number, fields: [string, number, number][]): number {
        return this.type({ k: "struct", name, size, fields: fields.map(([field, at, type]) => ({ name: field, at, type })) });
    }
    add_file(path: string, text: string): number {
        const number = this.files.push({ path, text, shown: path.slice(path.lastIndexOf("/") + 1) });
        this.log.type("F").number(number).text(path);
        return number - 1;
    }
    global(name: string, type: number, address: number, line: number, of: string | null = null): number {
        this.globals.push({ name, type, address: String(address), file: this.file, line, function: of });
        return address + this.bias;
    }
    /* Variables: name: [type, offset from the CFA, line of its declaration, parameter?]. */
    function(name: string, line: number, end: number, variables: Record<string, [number, number, number, boolean?]>, file = 0): void {
        const number = this.functions.push({
            name, file, line, end,
            variables: Object.entries(variables).map(([variable, [type, at, declared, parameter]]) =>
                ({ name: variable, type, at, from: line, to: end, declared, parameter: parameter ?? false })),
        });
        this.log.type("N").number(number).text(name);
    }

    /* ---- what happens ---- */

    private flush(): void {
        for (const [address, bytes] of this.pending) {
            this.log.type("W").address(address).number(bytes.length);
            for (const byte of bytes) this.log.byte(byte);
        }
        this.pending = [];
    }
    private top(): Frame {
        return this.frames[this.frames.length - 1];
    }
    call(name: string): this {
        this.flush();
        const sp = this.frames.length ? this.top().sp - this.frame_size : 0x1fff0005a8;
        this.frames.push({ name, sp });
        this.log.type("C").number(this.functions.findIndex((f) => f.name === name) + 1).address(sp);
        return this;
    }
    leave(): this {
        this.flush();
        this.log.type("E").address(this.frames.pop()!.sp + 8);
        return this;
    }
    line(line: number, file = 0): this {
        this.flush();
        this.log.type("L").number(file + 1).number(line);
        return this;
    }
    end(): this {
        this.flush();
        this.log.type("Z");
        return this;
    }
    thread(number: number): this {
        this.flush();
        this.log.type("S").number(number);
        return this;
    }
    /* The address of a variable of the innermost frame that has it. */
    at(name: string): number {
        for (let i = this.frames.length - 1; i >= 0; i--) {
            const info = this.functions.find((f) => f.name === this.frames[i].name);
            const variable = info?.variables.find((v) => v.name === name);
            if (variable) return this.frames[i].sp + 8 + variable.at;
        }
        throw new Error("no variable " + name);
    }
    write(address: number, bytes: number[]): this {
        if (this.version > 1) this.pending.push([address, bytes]);
        return this;
    }
    integer(address: number, value: number | bigint, size = 4): this {
        const bytes: number[] = [];
        for (let i = 0, rest = BigInt.asUintN(64, BigInt(value)); i < size; i++, rest >>= 8n) bytes.push(Number(rest & 255n));
        return this.write(address, bytes);
    }
    real(address: number, value: number): this {
        return this.write(address, [...new Uint8Array(new Float64Array([value]).buffer)]);
    }
    string(address: number, value: string): this {
        return this.write(address, [...new TextEncoder().encode(value), 0]);
    }
    alloc(size: number): Block {
        const block = { number: ++this.blocks, address: this.heap, size };
        this.heap += Math.ceil((size + 48) / 16) * 16;
        this.log.type("A").number(block.number).address(block.address).number(size);
        return block;
    }
    free(block: Block): this {
        this.flush();
        this.log.type("R").number(block.number);
        return this;
    }
    point(address: number, block: Block, offset = 0): this {
        this.log.type("P").address(address).number(block.number).number(offset);
        return this.integer(address, block.address + offset, 8);
    }
    /* The word no longer points to a block: it is NULL now. */
    null(address: number): this {
        return this.gone(address).integer(address, 0, 8);
    }
    gone(address: number): this {
        this.log.type("U").address(address);
        return this;
    }
    deny(number: number): this {
        this.log.type("D").number(number);
        return this;
    }
    lose(block: Block, how = 0): this {
        this.log.type("X").number(block.number).number(how);
        return this;
    }

    picture(more: Partial<Picture> = {}): Picture {
        return {
            format: "leaklab-picture/1", title: this.files[0].shown!, command: ["./program"], files: this.files,
            types: this.types, functions: this.functions, globals: this.globals, faults: [], lesson: null,
            output: "", cut: null, log: base64(this.log.done()), ...more,
        };
    }
}

export function fault(kind: string, headline: string, more: Partial<Fault> = {}): Fault {
    return {
        kind, headline, text: [], tool: "lastptr", file: 0, line: null, function: null, block: null, event: null,
        how: null, variable: null, allocated: null, freed: null, size: null, values: [], marks: [], ...more,
    };
}
