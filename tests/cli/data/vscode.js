// SPDX-License-Identifier: MIT
//
// What Visual Studio Code does with the files in .vscode, as far as a test can do it.
//
//   node vscode.js command LABEL FILE   print the command of the task, with its variables
//   node vscode.js problems LABEL       read its output, print file|line|column|severity|message
//   node vscode.js launch FILE          print what gdb is told before the program runs
"use strict";
const fs = require("fs");
const path = require("path");
const [what, ...args] = process.argv.slice(2);
const folder = process.cwd();

const read = (name) => JSON.parse(fs.readFileSync(path.join(".vscode", name), "utf8"));
const task = (label) => read("tasks.json").tasks.find((one) => one.label === label);

function expand(text, file) {
  const values = {
    workspaceFolder: folder,
    file: path.resolve(file),
    fileDirname: path.dirname(path.resolve(file)),
    "input:hint": read("tasks.json").inputs[0].default,
  };
  return text.replace(/\$\{([^}]*)\}/g, (_, name) => {
    if (!(name in values)) throw new Error(`no such variable: ${name}`);
    return values[name];
  });
}

if (what === "command") {
  console.log(expand(task(args[0]).command, args[1]));
} else if (what === "problems") {
  const pattern = task(args[0]).problemMatcher.pattern;
  const regexp = new RegExp(pattern.regexp);
  for (const line of fs.readFileSync(0, "utf8").split("\n")) {
    const match = regexp.exec(line);
    if (match !== null)
      console.log(["file", "line", "column", "severity", "message"]
        .map((key) => match[pattern[key]]).join("|"));
  }
} else if (what === "launch") {
  const launch = read("launch.json").configurations[0];
  if (task(launch.preLaunchTask) === undefined) throw new Error(launch.preLaunchTask);
  for (const command of launch.setupCommands) console.log(expand(command.text, args[0]));
  console.log(`-file-exec-and-symbols "${expand(launch.program, args[0])}"`);
}
