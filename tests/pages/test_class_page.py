#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_class_page FOLDER [NAME...]: the class page in a real browser, with data as
`leaklab grade` writes them.

FOLDER is build/tests/pages; the page is in build/pages. NAME runs only the tests whose
names contain it. `test_class_page FOLDER --pictures TO [NAME...]` takes pictures of the page
instead, in light and dark, wide and narrow, for 12 and 1,000 submissions, and writes them
into the folder TO; NAME: only these, such as class or class-row-dark.
"""
import contextlib
import json
import os
import random
import sys
import tempfile
import time
import unittest

from browser import Browser

SOURCE = """/* by Nora Nest */
#include "card.h"

int card_set(struct card *card, const char *phone)
{
    free(card->phone);
    if (phone[0] == 'x')
        return 1;
    card->phone = strdup(phone);
    return card->phone != NULL ? 0 : -1;
}

void card_release(struct card *card)
{
    free(card->name);
    free(card->phone);
}
"""
ITEMS = ["the program prints what it should", "a card has what it is given", "a first number is set"]
HOSTILE = "</script><img src=x onerror=\"window.hacked=1\"><b>\u202eevil\u202c"


def submission(name, number, verdict, passed=3, memory=30, **more):
    one = {"name": f"{name}_{number}", "id": str(number), "learner": name, "verdict": verdict, "most": 100,
           "path": f"subs.zip/{name}_{number}_assignsubmission_file_", "items": [], "faults": [],
           "explanation": "", "source": SOURCE}
    if verdict in ("pass", "fail"):
        one["items"] = [{"item": i, "points": 15 if i < passed else 0, "most": 15,
                         "verdict": "pass" if i < passed else "fail",
                         **({} if i < passed else {"message": "it prints nothing"})} for i in range(3)]
        swept = passed == 3 and memory == 30
        one["items"] += [{"item": 3, "points": memory, "most": 30, "verdict": "pass" if memory == 30 else "fail"},
                         {"item": 4, "points": 25 if swept else 0, "most": 25, "verdict": "pass" if swept else "fail"}]
        one["score"] = sum(item["points"] for item in one["items"])
    return {key: value for key, value in {**one, **more}.items() if value is not None}


def double_free():
    return {"kind": "double-free", "headline": "a block of 9 bytes was freed twice",
            "text": "After the first `free` the block no longer belonged to the program.",
            "look": "which of the two places owns the block.", "tools": ["memcheck", "asan"],
            "marks": [{"file": "card_main.c", "line": 12, "text": "the block was allocated here"},
                      {"file": "exercise.c", "line": 6, "text": "it was freed here the first time"},
                      {"file": "exercise.c", "line": 16, "text": "it was freed here the second time", "main": True}],
            "values": [{"name": "card->phone", "value": "memory freed at line 6", "type": "char *"}],
            "path": [{"function": "card_release", "file": "exercise.c", "line": 16,
                      "arguments": [{"name": "card", "value": "`grace` of main"}]},
                     {"function": "main", "file": "card_main.c", "line": 45, "arguments": []}]}


def lost():
    return {"kind": "definitely-lost", "headline": "9 bytes were lost for good",
            "text": "Nobody can free them any more.", "look": "what `card->phone` still holds.",
            "tools": ["memcheck", "lastptr"],
            "marks": [{"file": "exercise.c", "line": 9, "text": "the last pointer to it went here", "main": True}]}


def a_class(submissions, **more):
    kinds = ["test", "test", "test", "memory", "sweep"]
    titles = ITEMS + ["its memory is in order", "it survives each failing allocation"]
    return {"format": "leaklab-class/1", "written": "2026-11-30 12:00", "lesson": 6,
            "title": "One block, freed twice", "exercise": "exercise.c",
            "program": {"folder": "/lessons/06", "files": ["card_main.c"]},
            "kinds": {"double-free": "double free", "definitely-lost": "definitely lost"},
            "items": [{"name": t.replace(" ", "_"), "title": t, "kind": k} for t, k in zip(titles, kinds)],
            "alike": [], "submissions": submissions, **more}


def twelve():
    error = "   exercise.c:4:13: error: expected ';' before '}' token\n"
    return a_class([
        submission("Ann O'Brien", 10002, "fail", 1, 0, faults=[double_free(), lost()]),
        submission("Bo \u00c5nstr\u00f6m", 10001, "pass"),
        submission("Eve Brown", 10005, "ungradable", why="'exercise.c' does not compile", explanation=error,
                   mend="Send the learner what the compiler says."),
        submission("Finn Fischer", 10006, "fail", 3, 17, faults=[lost()]),
        submission("Ida Lund", 10004, "fail", 2),
        submission("Lou Late", 10013, "pass", late=True, note="'main.c' was graded: there is no 'exercise.c'"),
        submission("Nora Nest", 10010, "fail", 1, 0, faults=[double_free()]),
        submission("Olaf Okafor", 10012, "harness-error", why="memcheck was killed",
                   mend="Repeat the command with --resume."),
        submission("Pat Pending", 10011, "ungradable", source=None,
                   why="'Pat Pending_10011_file_' has no C file and no 'exercise.c'", mend="Ask the learner."),
        submission("Wim de Vries", 10003, "fail", 2),
        submission("Zoe Zip", 10009, "pass"),
        submission("\u0645\u0631\u064a\u0645 \u062d\u062f\u0627\u062f", 10007, "fail", 3, 20, faults=[lost()]),
    ], alike=[{"members": [1, 5, 10], "solution": "solution.c", "least": 85, "most": 100}])


def many(count):
    random.seed(4)
    first = "Ada Ben Cem Dora Eli Fay Gus Hana Ivo Jan Kim Lou Max Nia Olu Pia Quy Rui Sol Tia Ugo Val".split()
    last = "Abel Brandt Costa Diaz Ekdal Faber Grau Holm Ito Jonas Kuhn Lind Moreau Novak Okoye Petit".split()
    of = twelve()["submissions"]
    result = []
    for i in range(count):
        name = f"{random.choice(first)} {random.choice(last)}"
        result.append({**random.choice(of), "name": f"{name}_{20000 + i}", "id": str(20000 + i), "learner": name})
    for one in result:
        if one.get("source"):
            one["source"] = SOURCE * 6
        one["explanation"] = one["explanation"] or "what a learner reads, in a screen of 80 columns.\n" * 30
    return a_class(result)


class Pages(unittest.TestCase):
    """One browser for all tests; each opens its own page."""

    built = ""  # the page without data

    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.page = cls.stack.enter_context(Browser(1280, 900))
        cls.temporary = cls.stack.enter_context(tempfile.TemporaryDirectory())

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    def setUp(self):
        self.page.size(1280, 900)
        self.page.media()

    def tearDown(self):
        self.assertEqual(self.page.errors(), [])
        self.assertEqual(self.page.requests(), [])

    def open(self, data, fragment=""):
        path = write(data, self.temporary)
        self.page.open(path, fragment)
        self.complete()

    def complete(self):
        self.wait("document.querySelector('.submissions').dataset.complete === 'yes'")

    def wait(self, what):
        for _ in range(6000):
            if self.page.run("return " + what):
                return
            time.sleep(0.01)
        self.fail("never: " + what)

    def names(self):
        return self.page.run("return [...document.querySelectorAll('button.open bdi')].map(n => n.textContent)")

    def focused(self):
        return self.page.run("return document.activeElement.textContent.trim()")

    def click(self, css, at=0):
        self.page.run("document.querySelectorAll(arguments[0])[arguments[1]].click()", css, at)

    # ---- what is there

    def test_it_says_how_the_class_did(self):
        self.open(twelve())
        self.assertEqual(self.page.run("return document.title"), "Lesson 6: One block, freed twice")
        self.assertEqual(self.page.text(".figures").split("mean")[0], "12 submissions3 pass6 fail3 need you")
        rows = self.page.run("return [...document.querySelectorAll('.tally')].map(n => n.textContent)")
        self.assertIn("definitely lost3 submissions", rows)
        self.assertIn("double free2 submissions", rows)
        self.assertIn("a first number is set4 submissions", rows)

    def test_who_needs_the_instructor_comes_first(self):
        self.open(twelve())
        self.assertEqual(self.page.run("return document.querySelector('main').children[1].textContent.slice(0, 8)"),
                         "Need you")
        rows = self.page.run("return [...document.querySelectorAll('.need li')].map(n => n.textContent)")
        self.assertEqual(rows, ["Olaf Okafor10012 memcheck was killed",
                                "Eve Brown10005 line 4: expected ';' before '}' token",
                                "Pat Pending10011 'Pat Pending_10011_file_' has no C file and no 'exercise.c'",
                                "Lou Late10013 'main.c' was graded: there is no 'exercise.c'"])
        self.assertIn("Repeat the command with --resume.", self.page.text(".needs"))
        self.click(".need .who", 1)
        self.assertEqual(self.page.text(".opened bdi"), "Eve Brown")
        self.assertIn("expected ';' before '}' token", self.page.text(".source .hit"))
        self.assertEqual(self.page.run("return document.querySelector('.source .hit').value"), 4)

    # ---- the table

    def test_columns_sort_up_and_down(self):
        self.open(twelve())
        self.assertEqual(self.names()[0], "Ann O'Brien")
        total = self.page.run(
            "return [...document.querySelectorAll('thead button')].findIndex(b => b.textContent === 'Total')")
        self.click("thead button", total)
        self.assertEqual(self.names()[:2], ["Ann O'Brien", "Nora Nest"])
        self.assertEqual(set(self.names()[-3:]), {"Eve Brown", "Olaf Okafor", "Pat Pending"})
        self.click("thead button", total)
        self.assertEqual(self.names()[:2], ["Bo \u00c5nstr\u00f6m", "Lou Late"])
        self.assertEqual(set(self.names()[-3:]), {"Eve Brown", "Olaf Okafor", "Pat Pending"})
        sorted_by = self.page.run("return [...document.querySelectorAll('[aria-sort]')]"
                                  ".map(n => n.textContent + ' ' + n.ariaSort)")
        self.assertEqual(sorted_by, ["Total descending"])
        self.assertEqual(self.page.text("[role=status]"), "12 of 12 submissions, by total, the most first")

    def test_a_fault_chooses_those_who_have_it(self):
        self.open(twelve())
        self.click(".tally", 1)
        self.assertEqual(self.names(), ["Ann O'Brien", "Nora Nest"])
        self.assertEqual(self.page.run("return document.querySelectorAll('.tally')[1].ariaPressed"), "true")
        self.click(".verdicts button", 1)
        self.assertEqual(self.names(), [])
        self.assertTrue(self.page.run("return document.body.innerText.includes('No submission is like that')"))
        self.click(".chip")
        self.assertEqual(self.names(), ["Bo \u00c5nstr\u00f6m", "Lou Late", "Zoe Zip"])

    def test_it_is_searched_and_moved_in_by_keyboard(self):
        self.open(twelve())
        self.page.press("/", *"lund")
        self.assertEqual(self.names(), ["Ida Lund"])
        self.page.press("ESCAPE")
        self.assertEqual(len(self.names()), 12)
        self.page.press(*"double", "ENTER")
        self.assertEqual(self.focused(), "Ann O'Brien")
        self.page.press("j")
        self.assertEqual(self.focused(), "Nora Nest")
        self.page.press("ARROW_UP", "ENTER")
        self.assertEqual(self.page.text(".opened bdi"), "Ann O'Brien")
        self.assertEqual(self.page.run("return document.activeElement.ariaExpanded"), "true")
        self.page.press("ESCAPE")
        self.assertIsNone(self.page.text(".opened-detail"))
        self.assertEqual(self.focused(), "Ann O'Brien")
        self.page.press("ESCAPE")
        self.assertEqual(len(self.names()), 12)
        self.page.press("END")
        self.assertEqual(self.focused(), self.names()[-1])

    # ---- a submission

    def test_a_row_opens_its_source_at_the_lines_of_its_faults(self):
        self.open(twelve())
        self.click("button.open", 0)
        hits = self.page.run("return [...document.querySelectorAll('.source .hit')].map(n => n.value)")
        self.assertEqual(hits, [6, 16])
        notes = "return [...document.querySelectorAll('.note:not(.off)')].map(n => n.textContent)"
        self.assertEqual(self.page.run(notes), ["1it was freed here the first time",
                                                "1it was freed here the second time"])
        self.click(".fault", 1)
        self.assertEqual(self.page.run(notes), ["2the last pointer to it went here"])
        self.assertEqual(self.page.run("return document.querySelector('.source .hit').value"), 9)
        text = self.page.text(".opened-detail")
        for words in ("a block of 9 bytes was freed twice", "card_main.c:12", "card->phone = memory freed at line 6",
                      "card_release(card = grace of main)", "Look at: which of the two",
                      "it prints nothing", "4 of 5 failed",
                      "leaklab picture -I /lessons/06 /lessons/06/card_main.c exercise.c"):
            self.assertIn(words, text)
        saved = self.page.run("return document.querySelector('a[download]').href")
        self.assertEqual(self.page.run("return decodeURIComponent(arguments[0].split(',')[1])", saved), SOURCE)

    def test_a_picture_is_linked_instead_of_a_command_where_names_are_shown(self):
        data = twelve()
        data["submissions"][0]["picture"] = "pictures/Ann O'Brien #1.html"
        self.open(data)
        self.click("button.open", 0)
        self.assertTrue(self.page.run("return document.querySelector('a.picture').href")
                        .endswith("/pictures/Ann%20O'Brien%20%231.html"))
        self.assertNotIn("leaklab picture", self.page.text(".opened-detail"))
        self.open(data, "#names=off")
        self.click("button.open", 0)
        self.assertEqual(self.page.run("return document.querySelectorAll('a.picture').length"), 0)

    def test_a_row_of_a_class_that_is_too_large_says_what_is_missing(self):
        fault = {key: value for key, value in double_free().items() if key in ("kind", "headline", "marks")}
        self.open(a_class([submission("Ann", 1, "fail", 1, 0, faults=[fault], source=None, explanation=None,
                                      brief=True)]))
        self.click("button.open")
        text = self.page.text(".opened-detail")
        self.assertIn("too large for all details", text)
        self.assertIn("exercise.c:16 it was freed here the second time", text)

    def test_the_link_keeps_what_is_chosen(self):
        self.open(twelve())
        self.click(".verdicts button", 2)
        self.click("button.open", 1)
        fragment = self.page.run("return location.hash")
        self.open(twelve(), fragment)
        self.assertEqual(len(self.names()), 6)
        self.assertEqual(self.page.text(".opened bdi"), "Finn Fischer")

    # ---- names

    def test_without_names_none_is_on_the_page(self):
        data = twelve()
        self.open(data)
        self.click("button.open", 6)
        self.page.press("n")
        words = "const copy = document.getElementById('page').cloneNode(true); return document.title + " \
                "copy.textContent + location.hash + [...copy.querySelectorAll('*')].flatMap(n => [...n.attributes]" \
                ".map(a => n.download ? '' : a.value)).join()"
        for i in range(12):
            if i > 0:
                self.click("button.open", i)
            text = self.page.run(words)
            for one in data["submissions"]:
                for word in (one["learner"], one["id"], one["learner"].split()[-1]):
                    self.assertFalse(word in text, word)
        self.assertIn("No. 1", text)
        self.open(data, self.page.run("return location.hash"))
        self.assertNotIn("Nora", self.page.text("#page"))
        self.page.press("n")
        self.assertIn("Nora", self.page.text("#page"))

    # ---- what learners write

    def test_names_and_sources_are_text(self):
        line = "x" * 1_000_000
        data = a_class([submission(HOSTILE, 1, "fail", 1, 0, faults=[{**lost(), "headline": HOSTILE}], note=HOSTILE,
                                   source=HOSTILE + "\n" + line + "\n"),
                        submission("Ann", 2, "ungradable", why=HOSTILE, explanation=HOSTILE, mend=None)])
        self.open(data)
        self.click("button.open", 0)
        self.click("button.open", 1)
        self.assertIsNone(self.page.run("return window.hacked || document.querySelector('img, b.x') || null"))
        self.click("button.open", 0)
        first = self.page.run("return document.querySelectorAll('.source code')[0].textContent")
        self.assertEqual(first, HOSTILE.replace("\u202e", "\u27e8U+202E\u27e9").replace("\u202c", "\u27e8U+202C\u27e9"))
        self.assertTrue("996000 more characters" in self.page.text(".opened-detail"))
        self.assertFalse("\u202e" in self.page.text("#page"))
        self.assertFits(1280)

    # ---- for everybody

    def assertFits(self, width):
        self.assertLessEqual(self.page.run("return document.documentElement.scrollWidth"), width)

    def test_it_fits_a_narrow_page_and_200_per_cent(self):
        for width in (1280, 640, 360):
            self.page.size(width, 900)
            self.open(twelve())
            self.assertFits(width)
            self.click("button.open", 0)
            self.assertFits(width)
            box = self.page.run("const r = document.querySelector('.detail').getBoundingClientRect();"
                                "return [r.left, r.right]")
            self.assertGreaterEqual(box[0], 0)
            self.assertLessEqual(box[1], width)

    def test_a_screen_reader_finds_a_table_with_headers(self):
        self.open(twelve())
        self.click("button.open", 0)
        nodes = self.page.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        said = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if not n["ignored"]]
        headers = [name for role, name in said if role == "columnheader" and name in
                   ("Name", "ID", "Tests", "Memory", "Sweep", "Total", "Faults, and where")]
        self.assertEqual(len(headers), 7)
        self.assertEqual(len([1 for role, name in said if role == "rowheader"]) >= 12, True)
        self.assertIn(("button", "Ann O'Brien"), said)
        self.assertIn(("region", "the source, as it was handed in"), said)
        self.assertTrue(any(role == "status" for role, name in said))
        nameless = [n for n in said if n[0] in ("button", "searchbox", "link") and not n[1]]
        self.assertEqual(nameless, [])

    def test_letters_stand_out_in_light_and_dark(self):
        script = """
            const lum = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => v / 255)
                .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
            const ground = n => { for (; n; n = n.parentElement) { const c = getComputedStyle(n).backgroundColor;
                if (!/, 0\\)$/.test(c) && c !== 'transparent') return c; } return getComputedStyle(document.body).backgroundColor; };
            return [...document.querySelectorAll('#page *')].filter(n => n.offsetParent && !n.closest('.unseen, .arrow') &&
                [...n.childNodes].some(c => c.nodeType === 3 && c.data.trim())).map(n => {
                const a = lum(getComputedStyle(n).color), b = lum(ground(n));
                return [n.className + ' ' + n.textContent.slice(0, 30), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; })
                .filter(([, ratio]) => ratio < 4.5);"""
        for dark in (False, True):
            self.page.media(dark=dark)
            self.open(twelve(), "#fault=double-free&no=1")
            self.click("button.open", 0)
            self.assertEqual(self.page.run(script), [])

    def test_paper_has_the_table_and_no_buttons(self):
        self.open(twelve())
        self.page.media(kind="print")
        self.assertFalse(self.page.one("#search").is_displayed())
        self.assertTrue(self.page.one("table.class").is_displayed())

    # ---- a large class

    def test_a_thousand_open_in_a_second(self):
        # The browser's own time of the processor: other work on the machine does not count.
        driver = self.page.driver
        driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})

        def busy():
            found = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
            return next(m["value"] for m in found if m["name"] == "TaskDuration")
        path = write(many(1000), self.temporary)
        self.page.open(path)
        first = busy()
        painted = self.page.run("return performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
        self.complete()
        whole = busy()
        driver.execute_cdp_cmd("Performance.disable", {})
        print(f"1,000 submissions, {os.path.getsize(path) / 1e6:.1f} MB: open after {first:.2f} s of the processor's "
              f"time ({(painted or 0) / 1000:.2f} s by the clock), all rows after {whole:.2f} s", file=sys.stderr)
        self.assertEqual(len(self.names()), 1000)
        self.assertLess(whole, 1)


def write(data, folder):
    with open(Pages.built, encoding="utf-8") as file:
        empty = file.read()
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    path = os.path.join(folder, "class.html")
    with open(path, "w", encoding="utf-8") as file:
        file.write(empty.replace("<!--LEAKLAB-DATA-->",
                                 '<script type="application/json" id="data">' + text + "</script>"))
    return path


def pictures(folder, names):
    ann = "document.querySelector('button.open').click(); document.querySelector('.submissions').scrollIntoView()"
    views = [("class", twelve(), "", 1280, ""), ("class-row", twelve(), "", 1280, ann),
             ("class-nameless", twelve(), "#names=off&sort=total", 1280, ""), ("class-narrow", twelve(), "", 420, ann),
             ("class-many", many(1000), "", 1280, "")]
    os.makedirs(folder, exist_ok=True)
    with Browser(1280, 1000) as page, tempfile.TemporaryDirectory() as temporary:
        for dark in (False, True):
            for name, data, fragment, width, script in views:
                name += "-dark" if dark else ""
                if names and name not in names:
                    continue
                page.size(width, 1000)
                page.media(dark=dark)
                page.open(write(data, temporary), fragment)
                page.run(script)
                time.sleep(1)
                page.picture(os.path.join(folder, name + ".png"))
    return 0


def main():
    folder, *names = sys.argv[1:]
    Pages.built = os.path.join(folder, "..", "..", "pages", "class.html")
    if names[:1] == ["--pictures"]:
        return pictures(names[1], names[2:])
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{name}*" for name in names] or None
    result = unittest.TextTestRunner(verbosity=2).run(loader.loadTestsFromTestCase(Pages))
    return 0 if result.wasSuccessful() and result.testsRun > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
