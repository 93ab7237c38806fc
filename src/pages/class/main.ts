/* SPDX-License-Identifier: MIT
 *
 * main: the class page. It shows the data that it holds, and loads nothing.
 */
import { button, h, read_data } from "../common/dom";
import * as model from "./model";
import { alike, needs, overview } from "./overview";
import { Table } from "./table";
import { View } from "./view";

/* Run `make` now, and again whenever learners are called otherwise. */
function renamed(view: View, make: () => HTMLElement | null): HTMLElement {
    const place = h("div", {}, make());
    view.changed((what) => what.has("named") && place.replaceChildren(...[make()].filter((n) => n !== null) as Node[]));
    return place;
}

function names_button(view: View): HTMLElement {
    const toggle = button("Hide names", "n", () => view.change({ named: !view.state.named }), { class: "names" });
    const show = (): void => {
        toggle.querySelector(".label")!.textContent = view.state.named ? "Hide names" : "Show names";
        document.documentElement.classList.toggle("nameless", !view.state.named);
    };
    view.changed((what) => what.has("named") && show());
    show();
    return toggle;
}

function head(view: View): HTMLElement {
    const { data } = view, counts = model.count(data.submissions);
    const figure = (count: number, words: string, kind: string): HTMLElement =>
        h("span", { class: "figure " + kind }, h("b", {}, String(count)), " " + words);
    const mean = counts.mean === null || counts.median === null ? null
        : h("span", { class: "figure" }, `mean ${Math.round(counts.mean)} %, median ${Math.round(counts.median)} %`);
    const title = (data.lesson ? `Lesson ${data.lesson}` : "A class") + (data.title ? ": " + data.title : "");
    document.title = title;
    return h("header", {},
        h("h1", {}, title),
        h("p", { class: "figures" }, figure(counts.all, counts.all === 1 ? "submission" : "submissions", ""),
            figure(counts.pass, "pass", "pass"), figure(counts.fail, "fail", "fail"),
            figure(counts.need, counts.need === 1 ? "needs you" : "need you", "need"), mean),
        h("p", { class: "buttons" }, names_button(view),
            h("span", { class: "hint if-nameless" }, "Names are hidden on the screen, not in this file.")));
}

function keys(): HTMLElement {
    const rows: Array<[string, string]> = [
        ["/", "search"], ["n", "names on and off"], ["j k \u2193 \u2191", "the next and the previous row"],
        ["Enter", "open and close a row"], ["Esc", "close what is open, then show all"],
    ];
    return h("details", { class: "keys" }, h("summary", {}, "Keys"),
        h("dl", {}, ...rows.flatMap(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)])));
}

function listen(view: View, table: Table): void {
    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        const target = event.target as HTMLElement, search = document.getElementById("search") as HTMLInputElement;
        const typing = target === search;
        if (event.key === "Escape") {
            if (typing && search.value === "") search.blur();
            if (table.close()) return;
            view.change({ choice: model.everything });
        } else if (typing) {
            return;
        } else if (event.key === "/") {
            event.preventDefault();
            search.focus();
            search.select();
        } else if (event.key === "n") {
            view.change({ named: !view.state.named });
        } else if (event.key === "j" && target === document.body) {
            table.focus(0);
        }
    });
}

function start(): void {
    const root = document.getElementById("page") ?? document.body;
    try {
        const view = new View(model.check(read_data()), location.hash);
        const table = new Table(view);
        const open = (i: number): void => table.open(i);
        root.replaceChildren(h("main", {},
            head(view), renamed(view, () => needs(view, open)), overview(view), table.node,
            renamed(view, () => alike(view, open)),
            h("footer", {}, keys(), h("p", { class: "hint" }, `Written by leaklab, ${view.data.written}.`))));
        listen(view, table);
        if (view.state.open !== null) table.open(view.state.open);
        view.changed(() => {
            const hash = view.hash();
            history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
        });
    } catch (error) {
        root.replaceChildren(h("p", { role: "alert" }, "This page cannot be shown: " + (error as Error).message));
    }
}

start();
