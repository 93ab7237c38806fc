#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_picture FOLDER [NAME...]: the page of a picture in a real browser.

FOLDER has the pages that support/write.ts writes. A test is a function whose name is a
sentence; NAME runs only those whose names contain it. `test_picture FOLDER --pictures TO`
makes the pictures for the docs.
"""
import sys

from browser import Browser

LOSS = "23"  # the line of lesson 3 that loses the block: the diagnosis names it
FRAME = 16  # milliseconds

# Whether what is asked for is seen: laid out, and inside the panel that scrolls it.
SEEN = """
const node = document.querySelector(arguments[0]);
if (!node) return false;
const box = node.getBoundingClientRect();
const panel = node.closest(".view, .scroller").getBoundingClientRect();
return box.height > 0 && box.top >= panel.top - 2 && box.bottom <= panel.bottom + 2;
"""


def line(page):
    return page.run("return document.querySelector('.lines .now')?.dataset.line ?? null")


def step(page):
    return int(page.text(".moment").split()[1])


def going(page):
    """The rows whose arrow goes with the line."""
    return page.run("return [...document.querySelectorAll('.row:has(.going)')].map(r => r.textContent)")


def the_page_opens_at_the_loss_with_the_arrow_that_goes(page, at):
    page.open(at("told"))
    assert line(page) == LOSS, line(page)
    assert going(page) == [".data→ #1"], going(page)
    assert page.run("return document.querySelectorAll('path.arrow.going').length") == 1
    said = page.text(".moment")
    assert f"Line {LOSS} of buggy.c, in series_resize(), runs next" in said, said
    assert "overwrites series->data" in said and "last pointer to block #1" in said, said
    assert page.text(".card h2") == "32 bytes were lost for good"
    assert page.run(SEEN, ".lines .now") and page.run(SEEN, ".block.goes")


def one_key_shows_the_moment_after(page, at):
    page.open(at("told"))
    page.press("ARROW_RIGHT")
    assert line(page) == "24"
    assert page.text(".block .tag") == "lost"
    assert page.run("return document.querySelectorAll('path.arrow.going').length") == 0
    assert "nobody can free it" in page.text(".moment")
    assert page.text(".value.null") == "NULL"
    page.press("ARROW_LEFT")
    assert line(page) == LOSS and going(page)


def every_key_does_what_the_list_of_keys_says(page, at):
    page.open(at("told"))
    loss = step(page)
    page.press("HOME")
    assert step(page) == 1
    page.press("ARROW_RIGHT")
    assert step(page) == 2
    page.press("ARROW_LEFT")
    assert step(page) == 1
    page.press("n")
    allocated = step(page)
    assert line(page) == "13", line(page)
    page.press("n")
    assert step(page) == loss
    page.press("b")
    assert step(page) == allocated
    page.press("l")
    assert step(page) == loss
    page.press("w")
    assert "is alive because series->data points to #1" in page.text(".moment"), page.text(".moment")
    page.press("w")
    assert "is alive" not in page.text(".moment")
    page.press("END")
    assert "The program has ended" in page.text(".moment")
    page.press("HOME", "[", "END", "]")
    assert "1 block, 32 bytes, allocated here and still there at the end" in page.text(".window-text")
    page.press("0")
    assert page.text(".window-text") == ""
    page.press("?")
    assert page.run("return document.querySelector('dialog').open")
    page.press("ESCAPE")
    assert not page.run("return document.querySelector('dialog').open")
    page.press("l", "q")
    assert page.text(".ask h2") == "Before you look"
    page.press("ESCAPE")
    before = page.run("return document.querySelectorAll('.axis text').length")
    page.press("l", "+", "+")
    after = page.run("return document.querySelector('.axis .now').textContent")
    assert after == str(loss) and before > 0
    page.press("-", "-")


def the_text_of_a_fault_that_is_cut_can_be_read(page, at):
    page.size(420, 900)
    page.open(at("lost"))
    page.press("ESCAPE")
    page.later("setTimeout(arguments[0], 100)")
    text = "const c = document.querySelector('.card .text'); return c.scrollHeight <= c.clientHeight + 4"
    assert page.one(".card .all").is_displayed() and not page.run(text)
    below = "return document.querySelector('.card .all').getBoundingClientRect().top - document.querySelector('.card .text').getBoundingClientRect().bottom"
    assert page.run(below) >= 0
    page.one(".card .all").click()
    assert page.run(text) and page.text(".card .all") == "Show less"
    page.one(".card .all").click()
    assert not page.run(text) and page.text(".card .all") == "Read all"
    page.size(1400, 900)
    page.open(at("list"))
    page.later("setTimeout(arguments[0], 100)")
    assert not page.one(".card .all").is_displayed()


def the_card_says_of_which_step_its_values_are(page, at):
    page.open(at("told"))
    assert page.text(".card .values").startswith(f"After step {step(page)}: "), page.text(".card .values")


def who_points_to_a_block_is_told_of_lost_and_freed_ones_too(page, at):
    page.open(at("told"))
    assert page.text("[data-do=why] .label") == "Why is #1 alive?"
    page.press("ARROW_RIGHT", "w")
    assert page.text("[data-do=why] .label") == "Why is #1 lost?"
    assert "Block #1 is lost since line 23: its last pointer, series->data, was overwritten." in page.text(".moment"), page.text(".moment")
    page.open(at("list"))
    page.all(".faults button")[1].click()
    page.press("w")
    assert page.text("[data-do=why] .label") == "Who still points to #3?"
    assert "Block #3 was freed at line 30. old points to it still." in page.text(".moment"), page.text(".moment")
    assert page.run("return document.querySelectorAll('path.arrow.why').length") == 1


def the_events_of_a_block_end_at_its_first_and_its_last(page, at):
    page.open(at("told"))
    assert not page.one("[data-do=before]").get_attribute("disabled")
    assert page.one("[data-do=after]").get_attribute("disabled")
    page.press("HOME")
    assert page.one("[data-do=before]").get_attribute("disabled")
    assert page.one("[data-do=after]").get_attribute("title") == "allocated, pointed to, lost, freed"


def what_makes_no_sense_with_one_block_is_hidden(page, at):
    page.open(at("told"))
    assert not page.one(".time .window").is_displayed() and not page.one(".tools label").is_displayed()
    page.open(at("list"))
    assert page.one(".time .window").is_displayed() and not page.one(".tools label").is_displayed()
    assert not page.one("[data-do=clear]").is_displayed()
    page.press("[")
    page.one("[data-do=clear]").click()
    assert page.text(".window-text") == "" and not page.one("[data-do=clear]").is_displayed()


def a_moment_at_another_line_than_the_diagnosis_says_so(page, at):
    page.open(at("early"))
    assert line(page) == LOSS
    assert "The diagnosis names line 24, from where the function was left." in page.text(".moment")


def a_large_heap_opens_with_the_neighbours_of_the_lost_block(page, at):
    page.open(at("large_1000"))
    assert " of " in page.text(".memory .hint") and "blocks are shown" in page.text(".memory .hint")
    assert page.text(".block.selected .name") and len(page.all(".block")) < 25
    assert going(page) == ["list" + "→ " + page.text(".block.selected .name")], going(page)
    page.press("o")
    assert page.text(".memory .hint") == "variables, and the blocks that they point to"


def play_goes_on_by_itself_and_stops(page, at):
    page.open(at("told"), "#t=1")
    page.press(" ")
    reached = page.later("const done = arguments[0]; setTimeout(() => done(document.querySelector('.moment').textContent), 2000)")
    page.press(" ")
    assert int(reached.split()[1]) >= 3, reached
    there = step(page)
    still = page.later("const done = arguments[0]; setTimeout(() => done(document.querySelector('.moment').textContent), 1200)")
    assert int(still.split()[1]) == there


def a_click_on_a_line_goes_to_the_next_time_it_runs(page, at):
    page.open(at("told"), "#t=1")
    page.run("const s = document.querySelector('.source select'); s.value = 0; s.dispatchEvent(new Event('change'))")
    page.run("document.querySelector('.lines [data-line=\"39\"]').click()")
    first = step(page)
    assert line(page) == "39"
    page.run("document.querySelector('.lines [data-line=\"39\"]').click()")
    assert step(page) > first and line(page) == "39"


def a_click_on_a_bar_and_on_a_block_chooses_it(page, at):
    page.open(at("list"))
    page.run("document.querySelectorAll('.time button.name')[2].click()")
    assert page.text(".block.selected .name") == "#3"
    page.run("document.querySelector('[data-block=\"1\"]').click()")
    assert page.text(".block.selected .name") == "#1"
    assert "Next event of #1" in page.text("[data-do=after]")


def a_link_keeps_the_moment(page, at):
    page.open(at("told"), "#t=7")
    assert step(page) == 7
    page.press("ARROW_RIGHT")
    page.later("setTimeout(arguments[0], 400)")
    assert page.run("return location.hash") == "#t=8"
    page.run("location.hash = '#t=3'")
    page.later("setTimeout(arguments[0], 50)")
    assert step(page) == 3
    for bad in ("#t=0", "#t=999999999", "#t=x", "#t=-1", "#<b>"):
        page.open(at("told"), bad)
        assert page.text(".moment").startswith("Step ")


def a_lesson_asks_first_and_tells_nothing_before(page, at):
    page.open(at("lost"))
    assert "Which variable points to block #1 after this line?" in page.text(".ask")
    seen = page.run("return document.body.innerText")
    for secret in ("were lost", "overwritten", "overwrites", "goes now", "lost:"):
        assert secret not in seen, secret
    assert not going(page)


def asking_at_any_step_breaks_nothing(page, at):
    for name in ("told", "list", "beside", "large_1000"):
        page.open(at(name))
        asked = page.run("""
            const press = key => document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
            let asked = 0;
            press("Escape");
            press("Home");
            for (let i = 0; i < 200; i++) {
                press("q");
                if (document.querySelector(".ask h2")) asked++;
                press("Escape");
                press("w");
                press("ArrowRight");
            }
            return asked""")
        assert asked > 0, name


def a_right_answer_is_told_right_and_shown(page, at):
    page.open(at("lost"))
    answers = [node.text for node in page.all(".reply .label")]
    right = next(i for i, text in enumerate(answers) if text.startswith("no variable"))
    page.press(str(right + 1))
    assert page.text(".answer").startswith("✓ Right."), page.text(".answer")
    assert "series->data" in page.text(".answer")
    assert page.text(".block .tag") == "lost"


def a_wrong_answer_is_told_wrong_with_the_right_one(page, at):
    page.open(at("lost"))
    answers = [node.text for node in page.all(".reply .label")]
    page.all(".reply")[answers.index("series->data")].click()
    told = page.text(".answer")
    assert "Not so. You said: series->data. Right is: no variable" in told, told
    assert page.text(".block .tag") == "lost"
    assert page.text(".card h2") == "32 bytes were lost for good"


def a_verdict_is_gone_at_the_next_step(page, at):
    page.open(at("lost"))
    page.press("1")
    assert page.text(".answer.right, .answer.wrong")
    page.press("ARROW_RIGHT")
    assert page.text(".answer") == "" and not page.all(".answer.right, .answer.wrong")


def show_me_says_the_right_answer(page, at):
    page.open(at("lost"))
    page.press("ESCAPE")
    assert page.text(".answer").startswith("The answer is: no variable: the block is lost."), page.text(".answer")
    page.press("ARROW_LEFT")
    assert page.text(".answer") == ""


def asking_goes_on_to_a_line_that_there_is_something_to_ask_about(page, at):
    page.open(at("told"), "#t=1")
    page.press("q")
    assert "There is nothing to ask about line 17 of main.c. The next one to ask about is line 13 of buggy.c." in page.text(".ask .skipped"), page.text(".ask")
    assert "Which variable points to the new block #1 after this line?" in page.text(".ask")
    page.press("1", "END", "q")
    assert page.text(".answer") == "There is nothing to ask about this line and those after it."
    assert not page.all(".answer.right, .answer.wrong")


def each_fault_of_a_diagnosis_leads_to_its_moment(page, at):
    page.open(at("list"))
    lines = []
    for i in range(3):
        page.all(".faults button")[i].click()
        lines.append(line(page))
    assert lines == ["30", "31", "31"], lines


def a_freed_block_is_grey_with_the_pointer_that_stayed(page, at):
    page.open(at("list"))
    page.all(".faults button")[1].click()
    assert page.text(".block.freed .name") == "#3"
    assert page.text(".block.freed .tag") == "freed"
    assert page.run("return document.querySelectorAll('path.arrow.dangling').length") >= 1
    assert "old→ #3 freed" in page.run("return [...document.querySelectorAll('.frame .row')].map(r => r.textContent)")
    assert "which is freed already" in page.text(".moment") or "uses block #3" in page.text(".moment")


def an_access_beside_a_block_shows_the_cell_and_the_index(page, at):
    page.open(at("beside"))
    assert "Which of its cells does this line use?" in page.text(".ask")
    page.press("ESCAPE")
    assert page.text(".row.outside") == "5✗i = 5: after the block"
    assert "uses cell 5" in page.text(".moment")
    page.all(".faults button")[1].click()
    assert "frees block #1 again" in page.text(".moment")


def a_filter_leaves_the_blocks_of_one_place(page, at):
    page.open(at("list"))
    options = page.run("return [...document.querySelectorAll('.tools option')].map(o => o.value)")
    assert options == ["", "line 14"], options
    page.run("const s = document.querySelector('.tools select'); s.value = 'line 14'; s.dispatchEvent(new Event('change'))")
    assert len(page.all(".time button.name")) == 3


def frames_name_the_file_and_static_variables_their_function(page, at):
    page.open(at("many"), "#t=4")
    assert page.text(".frame.running .at") == "many.c:4", page.text(".frame.running .at")
    assert page.text(".frame.globals h3") == "main(), static"
    assert page.text(".frame.globals .label") == "goods", page.text(".frame.globals")


def an_argument_is_not_yet_received_where_its_function_begins(page, at):
    page.open(at("many"), "#t=2")
    assert line(page) == "2", line(page)
    rows = "return [...document.querySelectorAll('.frame.running .row')].slice(0, 2).map(r => r.textContent)"
    assert page.run(rows) == ["givennot yet received", "v0never set"], page.run(rows)
    page.press("ARROW_RIGHT")
    assert page.run(rows) == ["given1", "v0never set"], page.run(rows)


def what_a_step_changed_is_in_view(page, at):
    page.open(at("many"), "#t=3")
    for _ in range(30):
        page.press("ARROW_RIGHT")
        assert page.run("""
            const panel = document.querySelector('.frames').getBoundingClientRect();
            const box = document.querySelector('.frames .value.changed').getBoundingClientRect();
            return box.top >= panel.top - 2 && box.bottom <= panel.bottom + 2"""), page.text(".moment")


def no_name_is_cut_at_1200_pixels(page, at):
    page.size(1200, 900)
    for name, presses in (("told", []), ("told", ["ARROW_RIGHT"]), ("list", [])):
        page.open(at(name))
        page.press(*presses)
        cut = page.run("""
            return [...document.querySelectorAll('.frame h3 span, .frame .label, .frame .row > .value')]
                .filter(n => n.scrollWidth > n.clientWidth + 1 && getComputedStyle(n).overflow === 'hidden').map(n => n.textContent)""")
        assert cut == [], cut
    page.size(1400, 900)


def hostile_names_and_sources_are_text(page, at):
    page.open(at("hostile"))
    page.press("ESCAPE", "HOME", "ARROW_RIGHT", "ARROW_RIGHT", "ARROW_LEFT")
    assert page.run("return window.broken ?? null") is None
    assert page.run("return document.querySelectorAll('script').length") == 2
    assert page.run("return document.querySelectorAll('img, iframe').length") == 0
    assert "</script><script>" in page.text("h1")
    seen = page.run("return document.body.innerText")
    assert "\u202e" not in seen and "⟨U+202E⟩" in seen
    assert page.run("return document.documentElement.scrollWidth <= window.innerWidth")


def a_page_that_cannot_be_read_says_why(page, at):
    page.open(at("broken"))
    assert "This page cannot show its picture" in page.text(".broken")


def all_is_reached_by_keyboard_and_has_a_name(page, at):
    page.open(at("list"))
    unnamed = page.run("""
        return [...document.querySelectorAll('button, select, summary, [tabindex="0"]')]
            .filter(n => !(n.textContent.trim() || n.getAttribute('aria-label'))).map(n => n.outerHTML)""")
    assert unnamed == [], unnamed
    assert page.run("return document.querySelector('.moment').getAttribute('aria-live')") == "polite"
    page.open(at("told"))  # has two files: a list of them
    reached = set()
    for _ in range(40):
        page.press("TAB")
        reached.add(page.run("return document.activeElement.className || document.activeElement.dataset.do || document.activeElement.tagName"))
    for wanted in ("view", "scroller", "SELECT"):
        assert wanted in reached, (wanted, reached)
    # The keys work wherever the focus is, but in lists.
    page.run("document.querySelector('[data-do=next]').focus()")
    page.press("HOME")
    assert step(page) == 1


def colours_have_contrast_in_light_and_dark(page, at):
    for dark in (False, True):
        page.media(dark=dark)
        page.open(at("told"))
        page.press("ARROW_RIGHT")
        poor = page.run("""
            const light = c => { const v = c.map(x => { x /= 255; return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4 });
                                 return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2] };
            const parse = text => (text.match(/[\\d.]+/g) ?? []).map(Number);
            const ground = n => { for (; n; n = n.parentElement) { const c = parse(getComputedStyle(n).backgroundColor);
                                    if (c.length === 3 || c[3] > 0.5) return c.slice(0, 3) } return [255, 255, 255] };
            const poor = [];
            for (const n of document.querySelectorAll('body *')) {
                if (![...n.childNodes].some(c => c.nodeType === 3 && c.data.trim()) || n.closest('svg, :disabled, [aria-hidden]')) continue;
                const a = light(parse(getComputedStyle(n).color)), b = light(ground(n));
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (contrast < 4.5) poor.push(n.className + ' ' + n.textContent.slice(0, 30) + ' ' + contrast.toFixed(1));
            }
            return poor""")
        assert poor == [], (dark, poor)
    page.media(dark=False)


def at_200_percent_and_on_a_phone_nothing_is_cut_off(page, at):
    for width, height in ((700, 450), (390, 800)):
        page.size(width, height)
        page.open(at("told"))
        assert page.run("return document.documentElement.scrollWidth <= window.innerWidth + 1"), width
        assert line(page) == LOSS and page.run(SEEN, ".lines .now")
    page.size(1400, 900)


def paper_has_no_buttons_and_all_lines(page, at):
    page.open(at("told"))
    page.media(kind="print")
    assert page.run("return getComputedStyle(document.querySelector('.controls')).display") == "none"
    assert page.run("""
        const [list, panel] = ['.lines', '.source'].map(s => document.querySelector(s).getBoundingClientRect());
        return list.height > 300 && list.bottom <= panel.bottom + 1""")
    assert page.run("""
        const box = document.querySelector('.frames');
        return box.scrollHeight <= box.clientHeight + 1""")
    page.media()


def a_step_takes_less_than_a_frame(page, at):
    """The time that the page's thread works for a step, also where others use the machine."""
    for name in ("large_1000", "large_10000", "large_100000"):
        page.open(at(name))
        page.press("o")
        assert "blocks that they point to" in page.text(".memory .hint"), page.text(".memory .hint")
        for keys in (["ArrowLeft"], ["ArrowRight", "ArrowLeft"]):
            spent = page.work_per_frame("""
                document.body.dispatchEvent(new KeyboardEvent("keydown", {key: arguments[0][i % arguments[0].length], bubbles: true}))
            """, 120, keys)
            print(f"    {name} {'/'.join(keys)}: {spent:.1f} ms a step")
            assert spent < FRAME, (name, spent)
        spent = page.work_per_frame("const s = document.querySelector('.memory .scroller'); s.scrollTop = i * 200 % s.scrollHeight", 120)
        print(f"    {name} scrolling: {spent:.1f} ms a frame")
        assert spent < FRAME, (name, spent)


def the_page_of_a_lesson_is_small(page, at):
    size = page.run("return document.documentElement.outerHTML.length")
    page.open(at("lost"))
    size = page.run("return document.documentElement.outerHTML.length")
    assert size < 500_000, size


def a_key_leads_to_the_allocation_that_fails(page, at):
    words = "the 2nd allocation (malloc, 8 bytes) fails"
    page.open(at("failing"))
    assert page.text("header .failed") == f"In this run {words}."
    assert page.text(".mark.failure .text").strip() == f"{words} here"
    assert "\u2717 fails" in page.text(".axis .failure")
    assert page.run("return document.querySelectorAll('.bars line.failure').length") == 1
    page.press("f")
    assert line(page) == "6"
    assert f"T{words[1:]} here." in page.text(".moment"), page.text(".moment")
    assert "Its call of malloc gets no memory." in page.text(".deeds")
    assert page.run("return document.querySelector('[data-do=failure]').disabled")
    page.open(at("told"))
    assert page.run("return document.querySelector('[data-do=failure]')") is None


# Of docs/pictures: the page, the keys, and how wide, high and dark the window is.
PICTURES = {
    "picture": ("told", [], 1280, 860, False),
    "picture-after-dark": ("told", ["ARROW_RIGHT"], 1280, 860, True),
    "picture-question": ("lost", [], 1280, 640, False),
    "picture-freed": ("list", [], 1280, 860, False),
    "picture-narrow": ("told", [], 420, 1500, False),
}


def pictures(folder, to):
    for name, (of, keys, width, height, dark) in PICTURES.items():
        with Browser(width, height, dark) as page:
            page.open(f"{folder}/{of}.html")
            if name == "picture-freed":
                page.all(".faults button")[1].click()
            page.press(*keys)
            page.picture(f"{to}/{name}.png")
    return 0


def main():
    folder, *names = sys.argv[1:]
    if names[:1] == ["--pictures"]:
        return pictures(folder, names[1])
    with open(f"{folder}/told.html", encoding="utf-8") as told, open(f"{folder}/broken.html", "w", encoding="utf-8") as broken:
        broken.write(told.read().replace('"format":"leaklab-picture/1"', '"format":"leaklab-picture/9"'))
    tests = [test for name, test in globals().items() if getattr(test, "__code__", None)
             and test.__code__.co_varnames[:2] == ("page", "at") and (not names or any(n in name for n in names))]
    failed = 0
    with Browser() as page:
        for test in tests:
            try:
                test(page, lambda name: f"{folder}/{name}.html")
                errors, requests = page.errors(), page.requests()
                assert errors == [], errors[:3]
                assert requests == [], requests
                print(f"  {test.__name__}")
            except (AssertionError, TypeError) as error:
                failed += 1
                tail = error.__traceback__.tb_next
                print(f"FAILED {test.__name__}: line {tail.tb_lineno if tail else '?'}: {error}")
    print(f"{len(tests) - failed} of {len(tests)} hold")
    return 1 if failed or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
