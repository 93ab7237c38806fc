/* SPDX-License-Identifier: MIT
 *
 * code: a line of C in parts, for colours. A comment over several lines is taken for code
 * but where its lines begin with an asterisk; colours say nothing that the text does not.
 */
const WORDS = new Set(("auto break case char const continue default do double else enum extern float for goto if "
    + "inline int long register restrict return short signed sizeof static struct switch typedef union unsigned "
    + "void volatile while bool size_t NULL true false").split(" "));

export interface Part {
    kind: "" | "comment" | "string" | "word" | "directive";
    text: string;
}

export function code_parts(line: string): Part[] {
    if (/^\s*(\*|\/\*|\*\/)/.test(line) && !/^\s*\*\s*\w+\s*(=|\+|-)/.test(line) && !/\*\/\s*\S/.test(line))
        return [{ kind: "comment", text: line }];
    if (/^\s*#/.test(line)) return [{ kind: "directive", text: line }];
    const parts: Part[] = [];
    const token = /\/\*.*?(?:\*\/|$)|\/\/.*$|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|[A-Za-z_]\w*|[^A-Za-z_"'/]+|\//g;
    for (const [text] of line.matchAll(token)) {
        const kind = text.startsWith("/*") || text.startsWith("//") ? "comment"
            : text[0] === '"' || text[0] === "'" ? "string" : WORDS.has(text) ? "word" : "";
        parts.push({ kind, text });
    }
    return parts;
}
