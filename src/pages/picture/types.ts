/* SPDX-License-Identifier: MIT
 *
 * types: what C types are: their size, their name, and what lies at an offset of them.
 */
import type { Type } from "./model";

export class Types {
    constructor(private readonly list: Type[]) {}

    /* The type behind its typedefs; void for one that is missing. */
    resolve(id: number | null): Type {
        let type: Type | undefined = id === null ? undefined : this.list[id];
        for (let depth = 0; type && type.k === "typedef"; depth++)
            type = depth < 64 ? this.list[type.type] : undefined;
        return type ?? { k: "void" };
    }

    size(id: number | null): number {
        const type = this.resolve(id);
        switch (type.k) {
            case "array":
                return type.size ?? (type.count ?? 0) * this.size(type.of);
            case "function":
            case "void":
            case "typedef":
                return 0;
            default:
                return type.size;
        }
    }

    /* As it is written in C, without the variable's name: "struct node *", "int [4]". */
    name(id: number | null, depth = 0): string {
        const type = id === null ? undefined : this.list[id];
        if (!type || depth > 16) return "void";
        switch (type.k) {
            case "pointer": {
                const to = this.name(type.to, depth + 1);
                return to + (to.endsWith("*") ? "*" : " *");
            }
            case "array":
                return this.name(type.of, depth + 1) + " [" + (type.count ?? "") + "]";
            case "void":
                return "void";
            default:
                return type.name || type.k;
        }
    }

    is_pointer(id: number | null): boolean {
        return this.resolve(id).k === "pointer";
    }

    /* What a pointer type points to: null for void and functions. */
    target(id: number | null): number | null {
        const type = this.resolve(id);
        if (type.k !== "pointer" || type.to === null) return null;
        const to = this.resolve(type.to);
        return to.k === "void" || to.k === "function" ? null : type.to;
    }

    is_char(id: number | null): boolean {
        return this.resolve(id).k === "char";
    }

    /* Whether two types are the same one behind their typedefs. */
    same(one: number | null, other: number | null): boolean {
        return this.resolve(one) === this.resolve(other);
    }

    /* The pointers among the fields of a structure; not those in arrays. */
    pointers(id: number | null, at = 0, path = "", depth = 0): { at: number; type: number; path: string }[] {
        const type = this.resolve(id);
        if (type.k !== "struct" || depth > 4) return [];
        return type.fields.flatMap((field) => this.is_pointer(field.type)
            ? [{ at: at + field.at, type: field.type, path: path + "." + field.name }]
            : this.pointers(field.type, at + field.at, field.name ? path + "." + field.name : path, depth + 1));
    }

    /* What begins at `offset` of the type, a scalar or what has the type `wanted`: its type,
     * and the path that leads there (".next", "[2].name"); null if nothing begins there. */
    at(id: number | null, offset: number, wanted: number | null = null, path = "", depth = 0): { type: number; path: string } | null {
        if (id === null || depth > 16) return null;
        if (offset === 0 && wanted !== null && this.same(id, wanted)) return { type: id, path };
        const type = this.resolve(id);
        if (type.k === "struct" || type.k === "union") {
            for (const field of type.fields) {
                const size = this.size(field.type);
                const open = size === 0 && this.resolve(field.type).k === "array";
                if (offset < field.at || (offset >= field.at + size && !open)) continue;
                const name = field.name ? path + "." + field.name : path;
                const found = this.at(field.type, offset - field.at, wanted, name, depth + 1);
                if (found) return found;
            }
            return null;
        }
        if (type.k === "array") {
            const size = this.size(type.of);
            if (size === 0) return null;
            const index = Math.floor(offset / size);
            return this.at(type.of, offset - index * size, wanted, path + "[" + index + "]", depth + 1);
        }
        return offset === 0 ? { type: id, path } : null;
    }
}
