<?php
/* SPDX-License-Identifier: MIT
 *
 * coderunner.php PLUGIN QUESTION ANSWER: import a question as Moodle's plugin in the folder
 * PLUGIN does (trampgeek/moodle-qtype_coderunner), with its own functions, and print the
 * program that it would run with the file ANSWER.
 * coderunner.php PLUGIN QUESTION: read what the program printed from stdin as the plugin
 * does. Prints JSON: valid, fraction, error and the table.
 * Moodle's reader of XML, and what else the functions need of Moodle, is here. */
define('MOODLE_INTERNAL', true);

$root = sys_get_temp_dir() . '/leaklab-coderunner-' . getmypid();
foreach (['question/type', 'question/engine', 'lib'] as $folder) {
    mkdir("$root/$folder", 0700, true);
}
symlink(realpath($argv[1]), "$root/question/type/coderunner");
touch("$root/question/engine/bank.php");
touch("$root/lib/questionlib.php");
register_shutdown_function(function () use ($root) {
    unlink("$root/question/type/coderunner");
    unlink("$root/question/engine/bank.php");
    unlink("$root/lib/questionlib.php");
    foreach (['question/type', 'question/engine', 'question', 'lib', ''] as $folder) {
        rmdir("$root/$folder");
    }
});
$CFG = (object) ['dirroot' => $root];

class question_type {
    public function name() {
        return 'coderunner';
    }
}
class coding_exception extends Exception {
}
class html_table {
}
function get_string($name, $component = '', $a = null) {
    return $name . ': ' . json_encode($a);
}
spl_autoload_register(function ($class) use ($root) {
    $name = preg_replace('/^qtype_coderunner[_\\\\]/', '', $class);
    $path = "$root/question/type/coderunner/classes/$name.php";
    if ($name !== $class && file_exists($path)) {
        global $CFG;
        require_once($path);
    }
});
require_once("$root/question/type/coderunner/questiontype.php");

/* An element as Moodle's xmlize() gives it. */
function element(DOMElement $from) {
    $attributes = [];
    foreach ($from->attributes as $attribute) {
        $attributes[$attribute->name] = $attribute->value;
    }
    $below = [];
    foreach ($from->childNodes as $child) {
        if ($child instanceof DOMElement) {
            $below[$child->tagName][] = element($child);
        }
    }
    return ['@' => $attributes, '#' => $below ?: $from->textContent];
}

/* Moodle's format, as far as a question is read with it. */
class qformat_xml {
    public function getpath($data, $path, $default, $istext = false, $error = '') {
        foreach ($path as $step) {
            if (!is_array($data) || !isset($data[$step])) {
                return $default;
            }
            $data = $data[$step];
        }
        return $istext ? trim($data) : $data;
    }
    public function import_headers($data) {
        $question = new stdClass();
        $question->name = $this->getpath($data, ['#', 'name', 0, '#', 'text', 0, '#'], '');
        $question->questiontext =
            $this->getpath($data, ['#', 'questiontext', 0, '#', 'text', 0, '#'], '');
        $question->defaultmark = $this->getpath($data, ['#', 'defaultgrade', 0, '#'], 1);
        return $question;
    }
    public function import_files_as_draft($files) {
        $read = [];
        foreach ($files as $file) {
            $read[$file['@']['name']] = base64_decode($file['#']);
        }
        return $read;
    }
}

function fail($why) {
    fwrite(STDERR, "coderunner.php: $why\n");
    exit(1);
}

/* The question, once the plugin has imported it. It must know every element. */
function import($path) {
    $document = new DOMDocument();
    $document->load($path) || fail("not XML: $path");
    $node = $document->getElementsByTagName('question')->item(0);
    $data = element($node);
    $known = array_merge(
        array_slice(qtype_coderunner::extra_question_fields_static(), 1),
        ['name', 'questiontext', 'generalfeedback', 'defaultgrade', 'penalty', 'hidden',
            'idnumber', 'testcases']
    );
    foreach (array_keys($data['#']) as $field) {
        in_array($field, $known) || fail("CodeRunner does not know '$field'");
    }
    $question = (new qtype_coderunner())->import_from_xml($data, null, new qformat_xml());
    isset($question->datafiles['leaklab-lesson.tar.gz']) || fail('no lesson');
    $question->grader === 'TemplateGrader' && $question->iscombinatortemplate == 1 ||
        fail('no combinator template grader');
    is_array(json_decode($question->sandboxparams, true)) || fail('no sandbox parameters');
    return $question;
}

$question = import($argv[2]);
if (isset($argv[3])) {
    echo qtype_coderunner_twig::render(
        $question->template,
        ['STUDENT_ANSWER' => file_get_contents($argv[3])],
        true
    );
    exit;
}
$run = (object) [
    'result' => qtype_coderunner_sandbox::RESULT_SUCCESS,
    'output' => stream_get_contents(STDIN),
    'stderr' => '',
    'cmpinfo' => '',
];
$grading = new ReflectionMethod('qtype_coderunner_jobrunner', 'do_combinator_grading');
$grading->setAccessible(true);
$outcome = $grading->invoke(new qtype_coderunner_jobrunner(), $run, false);
echo json_encode([
    'valid' => $outcome->status === qtype_coderunner_testing_outcome::STATUS_VALID,
    'fraction' => $outcome->mark_as_fraction(),
    'error' => $outcome->errormessage,
    'table' => $outcome->testresults,
], JSON_THROW_ON_ERROR), "\n";
