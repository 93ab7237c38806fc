/* SPDX-License-Identifier: MIT
 *
 * main: the page of a picture: its state, its keys, and who is told when a moment is shown.
 */
import { button, h, prose, read_data, short } from "../common/dom";
import { failure_mark, failure_words, stop_of_failure } from "./failed";
import { from_base64, read_log } from "./log";
import { Arrow, History, Life } from "./history";
import { MemoryView } from "./memory";
import { Fault, FORMAT, Picture } from "./model";
import { beside, Beside, is_leak, Moment, moment_of } from "./moment";
import { block_name } from "./names";
import { Reach } from "./reach";
import { ask_fault, ask_line, Question, right_answers } from "./predict";
import { SourceView } from "./source";
import { TimeView } from "./time";
import { bytes, deeds, events_of, freed_use, FreedUse, why_sentence, life_sentence, loss_sentence, moment_sentence, place_name, scene } from "./words";

const FEW_BLOCKS = 12; // of a run: all are shown
const MANY_BLOCKS = 40; // alive at once: the page opens with the neighbours of one
const STEPS_SEEN = 300; // of a long run, when it opens
const MOST_PLACES = 200; // that the filter offers: those with the most blocks

class Page {
    private stop = 0;
    private fault: Fault | null = null;
    private moment: Moment | null = null;
    private cell: Beside | null = null;
    private selected: Life | null = null;
    private why = false;
    private only = false; // the neighbours of the chosen block
    private only_for: Life | null = null;
    private only_lives: Life[] = [];
    private question: Question | null = null;
    private playing: number | null = null;
    private told = "";
    private linking = 0;
    private filter: string | null = null;
    private filtered: Life[] | null = null;
    private window: [number | null, number | null] = [null, null];
    private readonly own: Life[];
    private readonly failure: number | null; // the stop of an allocation that fails
    private readonly reach: Reach;
    private readonly source: SourceView;
    private readonly memory: MemoryView;
    private readonly time: TimeView;
    private readonly say = h("p", { class: "moment", role: "status", "aria-live": "polite" });
    private readonly next = h("ul", { class: "deeds" });
    private readonly ask = h("section", { class: "ask", "aria-label": "Predict first" });
    private readonly card = h("section", { class: "card", "aria-label": "What went wrong" });
    private readonly card_text = h("div", { class: "text" });
    private readonly faults = h("nav", { class: "faults", "aria-label": "Faults" });
    private readonly say_cut = h("div", { class: "say-cut" });
    private readonly controls = h("div", { class: "controls", role: "toolbar", "aria-label": "Steps" });
    private readonly answer = h("p", { class: "answer", role: "status", "aria-live": "polite" });
    private readonly window_text = h("span", { class: "window-text", role: "status" });
    private readonly help = h("dialog", { class: "help", "aria-label": "Keys" });
    private readonly places = h("select", { "aria-label": "Blocks of which place of allocation" });
    private readonly buttons: Record<string, HTMLButtonElement> = {};
    private readonly root = h("main", { class: "page" });

    constructor(private readonly history: History, private readonly picture: Picture) {
        this.own = history.lives.filter((life) => life.own);
        this.failure = stop_of_failure(history);
        this.reach = new Reach(history);
        this.reach.note();
        this.source = new SourceView(history, (file, line) => this.to_line(file, line), failure_mark(history, this.failure));
        this.memory = new MemoryView(history, (life) => this.choose(life),
            this.control("only", "Only its neighbours", "o", () => this.toggle_only()));
        this.time = new TimeView(history, (stop) => this.go(stop), (life) => this.choose(life), this.time_tools());
        this.fill();
    }

    /* ---- the frame of the page -------------------------------------------------- */

    private fill(): void {
        const { picture } = this;
        const run = picture.command.join(" ");
        document.title = picture.title + " \u00b7 leaklab";
        this.fill_controls();
        this.fill_faults();
        const notes = h("div", { class: "notes" });
        if (picture.cut)
            this.say_cut.append(h("p", { class: "cut-note" }, "Not all is shown: " + picture.cut.reason + " (" + picture.cut.kept.toLocaleString("en") + " of "
                + picture.cut.events.toLocaleString("en") + " events)."));
        const foreign = this.history.lives.length - this.own.length;
        if (foreign) notes.append(h("p", {}, foreign === 1
            ? "1 block that only a library used is not shown." : foreign + " blocks that only libraries used are not shown."));
        if (this.history.log.version < 2) notes.append(h("p", {}, "This log has no values of variables."));
        const output = picture.output
            ? h("details", { class: "output" }, h("summary", {}, "What the program printed"), h("pre", {}, short(picture.output, 65536))) : null;
        const report = picture.report
            ? h("details", { class: "output" }, h("summary", {}, "The report as a terminal shows it"), h("pre", {}, short(picture.report, 262144))) : null;
        this.root.classList.toggle("many", this.told_faults().length > 1);
        this.root.append(
            h("header", {}, h("h1", {}, picture.title), run && run !== picture.title ? h("code", { class: "command" }, short(run, 200)) : null,
                this.failure !== null && !picture.lesson ? h("span", { class: "failed" }, "In this run " + failure_words(picture.failed, "") + ".") : null,
                picture.lesson ? h("span", { class: "lesson" }, "Lesson " + picture.lesson.number + ", " + picture.lesson.half) : null),
            this.faults,
            h("section", { class: "story", "aria-label": "This moment" }, this.ask, this.card,
                h("div", { class: "instant" }, this.say, this.next)),
            this.say_cut, this.controls, this.source.node, this.memory.node, this.time.node,
            h("footer", {}, output, report, notes), this.help);
        this.root.dataset.events = String(this.history.log.count);
        document.body.append(this.root);
        document.addEventListener("keydown", (event) => this.key(event));
        // On paper nothing is scrolled: the arrows have other ends.
        window.matchMedia("print").addEventListener("change", () => this.show());
        window.addEventListener("hashchange", () => this.from_link());
    }

    private control(name: string, text: string, key: string, action: () => void): HTMLButtonElement {
        return (this.buttons[name] = button(text, key, action, { "data-do": name }));
    }

    private fill_controls(): void {
        const group = (...nodes: HTMLElement[]) => h("span", { class: "group" }, ...nodes);
        this.controls.append(
            group(this.control("back", "Back", "ArrowLeft", () => this.go(this.stop - 1)),
                this.control("play", "Play", " ", () => this.play()),
                this.control("next", "Next step", "ArrowRight", () => this.go(this.stop + 1))),
            group(this.control("before", "Previous event", "b", () => this.event(-1)),
                this.control("after", "Next event", "n", () => this.event(1)),
                this.control("why", "Why is it alive?", "w", () => this.toggle_why())),
            group(this.control("fault", "To the fault", "l", () => this.to_fault()),
                ...(this.failure === null ? [] : [this.control("failure", "To the failed allocation", "f", () => this.to_failure())]),
                this.control("ask", "Ask me", "q", () => this.ask_here()),
                this.control("help", "Keys", "?", () => this.help.showModal())));
        const keys: [string, string][] = [
            ["\u2190  \u2192", "one step back, one step on"], ["Home  End", "the first step, the last"],
            ["b  n", "the previous and the next event of the chosen block"], ["space", "play, stop"],
            ["l", "to the moment of the fault"], ...(this.failure === null ? [] : [["f", "to the allocation that fails"] as [string, string]]), ["w", "why is the chosen block alive? the pointers that lead to it"],
            ["o", "only the chosen block and its neighbours, or all blocks"], ["q", "ask me what the next line does"], ["1 \u2026 6", "answer"], ["[  ]", "begin and end of a window of time"],
            ["0", "no window of time"], ["+  -", "zoom the time"], ["?", "this list"],
        ];
        this.help.append(h("h2", {}, "Keys"), h("dl", {}, ...keys.flatMap(([key, text]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, text)])),
            h("p", {}, "A click on a line of the source goes to the next time that it runs. A click on a block or on its bar chooses it."),
            button("Close", "Escape", () => this.help.close()));
    }

    private time_tools(): HTMLElement {
        const places = new Map<string, number>();
        for (const life of this.own) {
            const key = place_name(this.history, life.place);
            places.set(key, (places.get(key) ?? 0) + 1);
        }
        this.places.append(h("option", { value: "" }, this.own.length === 1 ? "every line: 1 block" : "every line: " + this.own.length + " blocks"));
        const most = [...places].sort((x, y) => y[1] - x[1]).slice(0, MOST_PLACES);
        for (const [key, count] of most) this.places.append(h("option", { value: key }, key + ": " + count));
        this.places.addEventListener("change", () => {
            this.filter = this.places.value || null;
            this.filtered = this.filter === null ? null
                : this.own.filter((life) => place_name(this.history, life.place) === this.filter);
            this.show();
        });
        const one = this.own.length < 2; // block: nothing to choose among
        return h("span", { class: "tools" }, h("label", { hidden: places.size < 2 }, "Allocated at ", this.places),
            h("span", { class: "window", hidden: one }, button("Window from here", "[", () => this.set_window(0)),
                button("to here", "]", () => this.set_window(1))),
            this.control("clear", "Clear", "0", () => this.clear_window()), this.window_text);
    }

    /* ---- faults ----------------------------------------------------------------- */

    private fill_faults(): void {
        const { faults, notes = [] } = this.picture;
        if (this.told_faults().length < 2) return;
        const list = (title: string, entries: Fault[]) => {
            if (entries.length) this.faults.append(h("h2", {}, title), h("ol", {}, ...entries.map((fault) => this.fault_entry(fault))));
        };
        list(faults.length === 1 ? "1 fault" : faults.length + " faults", faults);
        list(notes.length === 1 ? "1 note" : notes.length + " notes", notes);
    }

    private told_faults(): Fault[] {
        return [...this.picture.faults, ...(this.picture.notes ?? [])];
    }

    private fault_entry(fault: Fault): HTMLElement {
        const node = h("button", { type: "button" }, h("span", { class: "headline" }, ...prose(short(fault.headline, 200))),
            fault.line !== null && fault.file !== null ? h("span", { class: "at" }, place_name(this.history, { file: fault.file, line: fault.line })) : null);
        node.addEventListener("click", () => this.take_fault(fault));
        return h("li", {}, node);
    }

    take_fault(fault: Fault | null, and_go = true): void {
        this.fault = fault;
        this.moment = fault ? moment_of(this.history, fault) : null;
        this.cell = fault && this.moment ? beside(this.history, fault, this.moment) : null;
        this.selected = this.moment?.life ?? null;
        this.faults.querySelectorAll("button").forEach((node, i) =>
            node.setAttribute("aria-pressed", String(this.told_faults()[i] === fault)));
        this.fill_card();
        if (and_go) this.go(this.moment?.stop ?? this.stop);
    }

    private fill_card(): void {
        const { fault, moment, card } = this;
        card.classList.remove("whole", "cut");
        this.card_text.replaceChildren();
        card.classList.toggle("good", !fault);
        if (!fault) {
            card.replaceChildren(h("h2", {}, "No fault was found in this run"));
            return;
        }
        const value = (one: Fault["values"][number]) => h("code", {}, one.name + " = " + short(one.text, 120) + (one.note ? " (" + one.note + ")" : ""));
        const all = button("Read all", "", () => {
            all.textContent = card.classList.toggle("whole") ? "Show less" : "Read all";
            all.setAttribute("aria-expanded", String(card.classList.contains("whole")));
        }, { class: "all", "aria-expanded": "false" });
        const parts: (HTMLElement | null)[] = [
            h("h2", {}, ...prose(short(fault.headline, 300))),
            fault.values.length ? h("p", { class: "values" }, this.values_at(fault), ...fault.values.map(value)) : null,
            ...fault.text.map((text) => h("p", {}, ...prose(short(text, 4000)))),
            moment && !moment.sure ? h("p", { class: "unsure" },
                "The run does not tell for certain at which step this happened; this is the likeliest one.") : null,
        ];
        this.card_text.append(...parts.filter((part): part is HTMLElement => part !== null));
        card.replaceChildren(this.card_text, all);
        this.note_cut();
    }

    /* When the variables have the values of the card: a pointer that is overwritten has the
     * new value only after its step. */
    private values_at(fault: Fault): string {
        if (!this.moment?.sure) return "";
        return (fault.how === "overwritten" ? "After step " : "At step ") + (this.moment.stop + 1) + ": ";
    }

    /* Whether the card has more text than it shows; while a question is open it is not there. */
    private note_cut(): void {
        const { card, card_text } = this;
        requestAnimationFrame(() => card.classList.toggle("cut", card_text.scrollHeight > card_text.clientHeight + 4));
    }

    private to_failure(): void {
        if (this.failure !== null) this.go(this.failure);
    }

    private to_fault(): void {
        if (this.moment) this.go(this.moment.stop);
    }

    /* ---- moving ------------------------------------------------------------------ */

    go(stop: number): void {
        if (Number.isNaN(stop)) return;
        if (stop !== this.stop) this.drop_question(); // and what was answered
        this.stop = Math.max(0, Math.min(this.history.stops.length - 1, stop));
        this.show();
        window.clearTimeout(this.linking);
        this.linking = window.setTimeout(() => this.link(), 150);
    }

    /* The address tells the moment, once the reader stays there. */
    private link(): void {
        try {
            window.history.replaceState(null, "", "#t=" + (this.stop + 1));
        } catch {
            // A browser limits how often: the link is of an earlier step then.
        }
    }

    from_link(): boolean {
        const found = /^#t=(\d{1,9})$/.exec(location.hash);
        if (!found) return false;
        this.go(Number(found[1]) - 1);
        return true;
    }

    private to_line(file: number, line: number): void {
        const { stops } = this.history;
        const at = (i: number) => stops[i].place?.line === line && stops[i].place?.file === file;
        for (let n = 1; n <= stops.length; n++) {
            const i = (this.stop + n) % stops.length;
            if (at(i)) return this.go(i);
        }
    }

    private event(direction: 1 | -1): void {
        if (!this.selected) return;
        const events = events_of(this.history, this.selected);
        const there = direction > 0 ? events.find((i) => i > this.stop) : events.reverse().find((i) => i < this.stop);
        if (there !== undefined) this.go(there);
    }

    private play(): void {
        if (this.playing !== null) {
            window.clearInterval(this.playing);
            this.playing = null;
        } else {
            if (this.stop === this.history.stops.length - 1) this.go(0);
            this.playing = window.setInterval(() => {
                if (this.stop >= this.history.stops.length - 1) this.play();
                else this.go(this.stop + 1);
            }, 700);
        }
        const label = this.buttons.play.querySelector(".label");
        if (label) label.textContent = this.playing === null ? "Play" : "Stop";
    }

    choose(life: Life): void {
        this.selected = life;
        this.show();
    }

    /* Show of a large heap what has to do with the chosen block. */
    private toggle_only(): void {
        this.only = !this.only;
        this.show();
    }

    private memory_lives(): Life[] | null {
        if (!this.only || !this.selected) return this.filtered;
        if (this.only_for !== this.selected) {
            const at = this.moment && this.moment.life === this.selected ? this.moment.stop : this.stop;
            this.only_lives = scene(this.history, this.history.stops[at]).neighbours(this.selected);
            this.only_for = this.selected;
        }
        return this.only_lives;
    }

    private toggle_why(): void {
        this.why = !this.why;
        this.show();
    }

    private set_window(end: 0 | 1): void {
        this.window[end] = this.stop;
        const [from, to] = this.window;
        if (from !== null && to !== null && from > to) this.window = [to, from];
        this.show();
    }

    private clear_window(): void {
        this.window = [null, null];
        this.show();
    }

    /* ---- predict ------------------------------------------------------------------ */

    start(): void {
        this.take_fault(this.told_faults()[0] ?? null, false);
        const linked = this.from_link();
        if (!linked) this.stop = this.moment?.stop ?? this.failure ?? Math.max(0, this.history.stops.length - 1);
        this.only = this.history.alive(this.history.stops[this.stop].event).length > MANY_BLOCKS;
        this.time.zoom_to(this.stop, STEPS_SEEN);
        if (!linked && this.picture.lesson && this.moment) this.question = ask_fault(this.history, this.moment, this.cell);
        this.draw_question();
        this.show();
    }

    /* Ask about this line, or about the next one that there is something to ask about. */
    private ask_here(): void {
        const { history } = this;
        for (let stop = this.stop; stop < history.stops.length - 1; stop++) {
            const question = (this.moment?.stop === stop ? ask_fault(history, this.moment, this.cell) : null) ?? ask_line(history, stop);
            if (!question) continue;
            const skipped = stop > this.stop && history.stops[this.stop].place
                ? "There is nothing to ask about " + place_name(history, history.stops[this.stop].place) + ". The next one to ask about is " + place_name(history, history.stops[stop].place) + "." : "";
            if (stop > this.stop) this.go(stop);
            this.question = question;
            this.draw_question(skipped);
            this.show();
            return;
        }
        this.drop_question();
        this.say_answer("", "There is nothing to ask about this line and those after it.");
        this.show();
    }

    private say_answer(kind: "" | "right" | "wrong", text: string): void {
        this.answer.className = "answer " + kind;
        this.answer.replaceChildren(...prose(text));
    }

    private drop_question(): void {
        this.question = null;
        this.draw_question();
    }

    private draw_question(before = ""): void {
        const { question } = this;
        this.root.classList.toggle("asking", question !== null);
        this.say_answer("", "");
        if (!question) {
            this.ask.classList.remove("open");
            this.ask.replaceChildren(this.answer);
            this.note_cut();
            return;
        }
        const list = h("ol");
        question.answers.forEach((answer, i) => {
            const node = button(answer, String(i + 1), () => this.reply(i), { class: "reply" });
            list.append(h("li", {}, node));
        });
        const skip = button("Show me", "Escape", () => this.show_me(), { class: "skip" });
        this.ask.classList.add("open");
        this.ask.replaceChildren(h("h2", {}, "Before you look"), ...(before ? [h("p", { class: "skipped" }, before)] : []),
            h("p", {}, ...prose(question.text)), list, skip, this.answer);
    }

    /* The right answer without a guess. */
    private show_me(): void {
        const { question } = this;
        if (!question) return;
        this.drop_question();
        this.say_answer("", "The answer is: " + right_answers(question) + ". " + question.because);
        this.show();
    }

    private reply(i: number): void {
        const { question } = this;
        if (!question || i >= question.answers.length) return;
        this.drop_question();
        this.go(this.cell || (this.moment?.life && this.moment.life.freed <= this.history.stops[this.stop].event)
            ? this.stop : this.stop + 1);
        if (question.right.includes(i)) this.say_answer("right", "\u2713 Right. " + question.because);
        else this.say_answer("wrong", "\u2717 Not so. You said: " + question.answers[i] + ". Right is: " + right_answers(question) + ". " + question.because);
    }

    /* ---- a moment ------------------------------------------------------------------ */

    private show(): void {
        const { history, stop } = this;
        const here = history.stops[stop];
        const secret = this.question !== null;
        const next = history.stops[stop + 1];
        const going = next ? this.reach.going(here.event, next.event) : [];
        const now = scene(history, here);
        const path = this.why && this.selected ? now.why(this.selected) : null;
        const place = here.place ?? history.stops[stop - 1]?.place ?? { file: 0, line: 1 };
        const called = now.stack.slice(0, -1).map((frame, i) => ({ file: frame.info?.file ?? place.file, line: now.lines[i] }));
        this.source.show(place.file, place.line, called, secret ? null : this.fault, secret);
        this.source.node.classList.toggle("ended", here.kind === "end");
        const beside_now = this.cell && this.moment?.life && this.moment.stop === stop ? { life: this.moment.life, cell: this.cell } : null;
        const focus = (this.moment?.stop === stop ? this.moment.life : null) ?? going[0]?.life ?? this.selected;
        this.memory.show({ stop, going, selected: this.selected, focus, path: path ?? [], also: this.why && this.selected ? history.pointers_to(this.selected, here.event) : [], beside: secret ? null : beside_now, out: this.reach.out_of_reach(here.event), secret, lives: this.memory_lives() });
        const lives = this.window_lives();
        const [from, to] = this.window;
        this.time.show({ stop, selected: this.selected, lives, window: from !== null && to !== null ? [from, to] : null, secret, marked: this.moment?.stop ?? null, failure: this.failure });
        this.tell(going, path, secret);
        this.enable();
        this.memory.settle();
    }

    private window_lives(): Life[] {
        const base = this.filtered ?? this.own;
        const [from, to] = this.window;
        if (from === null || to === null) {
            this.window_text.textContent = from === null && to === null ? "" : "Choose the other end of the window.";
            return base;
        }
        const [begin, end] = [this.history.stops[from].event, this.history.stops[to].event];
        const still = base.filter((life) => life.born > begin && life.born <= end && life.freed > end);
        const size = still.reduce((sum, life) => sum + life.size, 0);
        this.window_text.textContent = "Steps " + (from + 1) + " to " + (to + 1) + ": " + (still.length === 1 ? "1 block" : still.length + " blocks")
            + ", " + bytes(size) + ", allocated here and still there at the end.";
        return still;
    }

    private tell(going: Arrow[], path: Arrow[] | null, secret: boolean): void {
        const { history, stop } = this;
        const here = history.stops[stop];
        const parts = [moment_sentence(history, stop)];
        const use = this.fault && !secret ? freed_use(history, stop, this.fault) : null;
        if (!secret) {
            if (stop === this.failure) parts.push(this.failure_sentence());
            parts.push(this.freed_sentence(use));
            if (this.cell && this.moment?.stop === stop && this.moment.life)
                parts.push("This line uses cell " + this.cell.index + ", which is " + (this.cell.before ? "before" : "after") + " block " + block_name(this.moment.life) + ".");
            const life = going.find((arrow) => arrow.life === this.selected)?.life ?? going[0]?.life;
            if (life) parts.push(loss_sentence(history, stop, life), this.also_sentence(life), this.other_line());
            if (this.why && this.selected) parts.push(why_sentence(history, stop, this.selected, path, this.reach.out_of_reach(here.event)));
            else if (this.selected && !life && (!use || use.life === this.selected)) parts.push(life_sentence(history, this.selected, here.event, here.place?.file, this.reach.out_of_reach(here.event)));
        }
        const text = parts.filter((part) => part).join(" ");
        if (this.told !== text) this.say.replaceChildren(...prose(text));
        this.told = text;
        const said = secret ? [] : [...(use ? [use.deed] : []), ...deeds(history, stop)];
        this.next.replaceChildren(...(said.length ? [h("li", { class: "title" }, "What this line does:")] : []),
            ...said.map((one) => h("li", {}, ...prose(one))));
    }

    /* A function that returns early is told at the line that leaves it; its variables end at
     * its last line. */
    private other_line(): string {
        const { fault, moment, history, stop } = this;
        const here = history.stops[stop].place;
        if (!fault || !here || moment?.stop !== stop || fault.line === null || fault.file === null) return "";
        if (fault.line === here.line && fault.file === here.file) return "";
        return "The diagnosis names " + place_name(history, { file: fault.file, line: fault.line }, here.file)
            + (fault.how === "scope-end" ? ", from where the function was left." : ".");
    }

    /* The other blocks that are out of reach after the line. */
    private also_sentence(life: Life): string {
        const { stops } = this.history;
        const before = this.reach.out_of_reach(stops[this.stop].event);
        const also = [...this.reach.out_of_reach(stops[this.stop + 1].event)].filter((other) => other !== life && !before.has(other));
        if (!also.length) return "";
        const names = also.slice(0, 5).map(block_name).join(", ") + (also.length > 5 ? " and " + (also.length - 5) + " more" : "");
        return (also.length === 1 ? "Block " : "Blocks ") + names + (also.length === 1 ? " is" : " are") + " out of reach then, too.";
    }

    private failure_sentence(): string {
        const words = failure_words(this.picture.failed);
        return words[0].toUpperCase() + words.slice(1) + ".";
    }

    /* What a line does with a block that is freed already, if that is the fault here. */
    private freed_sentence(use: FreedUse | null): string {
        const { fault, moment, history, stop } = this;
        const life = use?.life ?? (moment?.stop === stop ? moment.life : null);
        if (!fault || !life || life.freed > history.stops[stop].event) return "";
        return "This line " + (fault.kind === "double-free" ? "frees" : fault.kind === "invalid-write" ? "writes to" : "uses") + " block "
            + block_name(life) + (fault.kind === "double-free" ? " again." : ", which is freed already.");
    }

    /* What the question about the chosen block is, by what it is at the moment. */
    private why_question(life: Life | null): string {
        const t = this.history.stops[this.stop].event;
        if (!life || life.born > t) return "Why is it alive?";
        if (life.freed <= t) return "Who still points to " + block_name(life) + "?";
        const lost = life.lost <= t || this.reach.out_of_reach(t).has(life);
        return "Why is " + block_name(life) + (lost ? " lost?" : " alive?");
    }

    private enable(): void {
        const { buttons, stop } = this;
        buttons.back.disabled = stop === 0;
        buttons.next.disabled = stop === this.history.stops.length - 1;
        buttons.fault.disabled = !this.moment || this.moment.stop === stop;
        if (buttons.failure) buttons.failure.disabled = this.failure === stop;
        const name = this.selected ? block_name(this.selected) : "a block";
        for (const id of ["before", "after"]) buttons[id].title = "allocated, pointed to, lost, freed";
        for (const id of ["before", "after", "why", "only"]) buttons[id].disabled = !this.selected;
        const label = (id: string, text: string) => {
            const node = buttons[id].querySelector(".label");
            if (node) node.textContent = text;
        };
        label("before", "Previous event of " + name);
        label("after", "Next event of " + name);
        buttons.only.hidden = this.own.length < FEW_BLOCKS;
        label("only", "Only " + name + " and its neighbours");
        buttons.only.setAttribute("aria-pressed", String(this.only));
        label("why", this.why_question(this.selected));
        if (this.selected) this.enable_events(this.selected);
        label("fault", this.fault && is_leak(this.fault) ? "To the loss" : "To the fault");
        buttons.clear.hidden = this.window[0] === null && this.window[1] === null;
        buttons.why.setAttribute("aria-pressed", String(this.why));
    }

    private enable_events(life: Life): void {
        const { buttons, stop } = this;
        const events = events_of(this.history, life);
        buttons.before.disabled = !events.some((i) => i < stop);
        buttons.after.disabled = !events.some((i) => i > stop);
        buttons.why.disabled = life.born > this.history.stops[stop].event;
    }

    /* ---- keys ------------------------------------------------------------------------ */

    private key(event: KeyboardEvent): void {
        const target = event.target instanceof Element ? event.target : document.body;
        if (event.ctrlKey || event.metaKey || event.altKey || this.help.open) return;
        if (target.matches("select, input, textarea")) return;
        if (event.key === " " && target.matches("button, summary, [tabindex='0'].block")) return;
        const keys: Record<string, () => void> = {
            ArrowLeft: () => this.go(this.stop - 1), ArrowRight: () => this.go(this.stop + 1),
            Home: () => this.go(0), End: () => this.go(this.history.stops.length - 1),
            b: () => this.event(-1), n: () => this.event(1), l: () => this.to_fault(), f: () => this.to_failure(), w: () => this.toggle_why(), o: () => this.toggle_only(),
            q: () => this.ask_here(), "?": () => this.help.showModal(), " ": () => this.play(),
            "[": () => this.set_window(0), "]": () => this.set_window(1),
            "0": () => this.clear_window(),
            "+": () => this.time.zoom_by(2), "-": () => this.time.zoom_by(0.5),
            Escape: () => this.show_me(),
        };
        const action = this.question && /^[1-9]$/.test(event.key) ? () => this.reply(Number(event.key) - 1) : keys[event.key];
        if (!action) return;
        event.preventDefault();
        action();
    }
}

function start(): void {
    try {
        const picture = read_data() as Picture;
        if (picture.format !== FORMAT) throw new Error("its data are \u2018" + picture.format + "\u2019, not \u2018" + FORMAT + "\u2019");
        const page = new Page(new History(picture, read_log(from_base64(picture.log))), picture);
        page.start();
    } catch (error) {
        document.body.append(h("p", { class: "broken", role: "alert" },
            "This page cannot show its picture: " + (error instanceof Error ? error.message : String(error))));
    }
}

start();
