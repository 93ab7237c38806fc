<?php
/* SPDX-License-Identifier: MIT
 *
 * vpl.php PLUGIN NAME...: read the output of an evaluation from stdin as Moodle's plugin in
 * the folder PLUGIN does (jcrodriguez-dis/moodle-mod_vpl), with its own functions. Prints
 * JSON: grade, comment and html. The NAMEs must be names of files that it takes. What the
 * functions need of Moodle is here. */
define('MOODLE_INTERNAL', true);
define('VPL', 'vpl');

function s($text) {
    return htmlspecialchars($text, ENT_QUOTES | ENT_HTML401 | ENT_SUBSTITUTE);
}

/* The classes and functions of a file, without the files that it asks for. */
function load($path) {
    $code = preg_replace('/^\s*require_once.*$/m', '', file_get_contents($path));
    eval('?>' . $code);
}

$plugin = $argv[1];
load("$plugin/locallib.php");
load("$plugin/classes/util/hide_show.php");
load("$plugin/vpl_submission.class.php");

class Files {
    public function getfilelist() {
        return ['exercise.c'];
    }
}
class Submission extends mod_vpl_submission {
    public function __construct() {
    }
    public function get_submitted_fgm() {
        return new Files();
    }
}

foreach (array_slice($argv, 2) as $name) {
    if (!vpl_is_valid_path_name($name)) {
        fwrite(STDERR, "VPL refuses the name '$name'\n");
        exit(1);
    }
}
$text = stream_get_contents(STDIN);
$comment = mod_vpl_submission::find_proposedcomment($text);
echo json_encode([
    'grade' => mod_vpl_submission::find_proposedgrade($text),
    'comment' => $comment,
    'html' => (new Submission())->result_to_html($comment, false),
], JSON_THROW_ON_ERROR), "\n";
