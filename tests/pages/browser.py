# SPDX-License-Identifier: MIT
"""browser: Chromium without a screen, for the tests of the pages and for their pictures.

    with Browser(width=1400, height=900) as page:
        page.open("build/tests/pages/lost.html")

Leaving the block ends the browser and its driver. Exit status 77: one of them is missing.
"""
import json
import os
import shutil
import sys

SKIPPED = 77


def skip(why):
    print(f"skipped: {why}", file=sys.stderr)
    sys.exit(SKIPPED)


try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    skip("python3-selenium is missing")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")


class Browser:
    def __init__(self, width=1400, height=900, dark=False, scale=1):
        if not CHROMIUM or not DRIVER:
            skip("chromium or chromedriver is missing")
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for option in ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                       "--force-color-profile=srgb", "--no-first-run", f"--window-size={width},{height}",
                       f"--force-device-scale-factor={scale}"):
            options.add_argument(option)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(DRIVER), options=options)
        self.driver.set_script_timeout(120)
        self.size(width, height)
        self.media(dark=dark)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def size(self, width, height, mobile=False):
        """The size of what the page sees, without the window's frame."""
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile})

    def media(self, dark=False, kind=""):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "media": kind, "features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})

    def open(self, path, fragment=""):
        # The same page with another fragment would not be loaded again.
        self.driver.get("about:blank")
        self.driver.get("file://" + os.path.abspath(path) + fragment)

    def run(self, script, *args):
        return self.driver.execute_script(script, *args)

    def later(self, script, *args):
        """A script that calls its last argument when it is done."""
        return self.driver.execute_async_script(script, *args)

    def one(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def text(self, css):
        """The text as the document has it, seen or not."""
        return self.run("const n = document.querySelector(arguments[0]); return n ? n.textContent : null", css)

    def press(self, *keys):
        for key in keys:
            ActionChains(self.driver).send_keys(getattr(Keys, key, key)).perform()

    def work_per_frame(self, script, frames, *args):
        """Milliseconds of processor time that the page's own thread needs for a frame in
        which `script` is done. `i` counts the frames."""
        def spent():
            metrics = self.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
            return next(one["value"] for one in metrics if one["name"] == "TaskDuration")
        self.driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
        before = spent()
        self.later("""
            const [script, frames, done] = [arguments[0], arguments[1], arguments[arguments.length - 1]];
            const act = new Function("i", script.replaceAll("arguments[0]", "this.args[0]")).bind({args: arguments[2]});
            let i = 0;
            (function frame() { act(i); if (++i < frames) requestAnimationFrame(frame); else requestAnimationFrame(done); })();
        """, script, frames, list(args))
        after = spent()
        self.driver.execute_cdp_cmd("Performance.disable", {})
        return (after - before) / frames * 1000

    def picture(self, path, whole=False):
        if whole:
            height = self.run("return document.documentElement.scrollHeight")
            width = self.run("return window.innerWidth")
            self.size(width, height)
        self.driver.save_screenshot(path)

    def errors(self):
        """What the console said, but for notes."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] != "INFO"]

    def requests(self):
        """The addresses that were asked for, but for the page itself and data in it."""
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] != "Network.requestWillBeSent":
                continue
            url = message["params"]["request"]["url"]
            if not url.startswith(("data:", "about:")) and message["params"].get("type") != "Document":
                found.append(url)
        return found
