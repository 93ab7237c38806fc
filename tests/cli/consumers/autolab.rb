# SPDX-License-Identifier: MIT
#
# autolab.rb AUTOLAB: read the output of a grader from stdin as Autolab in the folder AUTOLAB
# does (autolab/Autolab), with its own functions. Prints JSON: the points of the problem
# "leaklab", and the feedback if that is not the output itself.
# autolab.rb AUTOLAB TAR: would Autolab import this assessment? Prints its name.
# The assessment, the submission and what else the functions need of Rails is here.
require "json"
require "pathname"
require "tmpdir"
begin
  require "active_support"
  require "active_support/json"
  require "active_support/core_ext/object/blank"
rescue LoadError
  abort "skipped: autolab.rb: there is no ActiveSupport (ruby-activesupport)"
end

folder, assessment = ARGV

# The text of a method, or of a constant's line, in Autolab's sources.
def take(path, pattern)
  File.read(path)[pattern] or abort "autolab.rb: #{path} has no #{pattern.inspect}"
end

# Import: one method of a class that cannot be loaded without Rails.
if assessment
  require "rubygems/package"
  app = File.expand_path("app", folder)
  class Assessment; end
  Assessment.class_eval(take("#{app}/models/assessment.rb", /^  VALID_NAME_REGEX = .*$/))
  importing = Class.new { def flash = @flash ||= {} }
  importing.class_eval(take("#{app}/controllers/assessments_controller.rb",
                            /^  def valid_asmt_tar\(.*?^  end$/m))
  import = importing.new
  is_valid, name = File.open(assessment, "rb") do |file|
    import.valid_asmt_tar(Gem::Package::TarReader.new(file))
  end
  abort "autolab.rb: #{import.flash[:error]}" unless is_valid
  puts name
  exit
end

module Rails
  def self.root = Pathname.new(ROOT)
end

class Quiet
  def log(*) = nil
end
COURSE_LOGGER = ASSESSMENT_LOGGER = Quiet.new

module ActiveRecord
  class Base
    def self.transaction = yield
  end
end

Problem = Struct.new(:id, :name)
Score = Struct.new(:problem_id, :score, :feedback, :released, :grader_id, :is_new) do
  def save! = self.is_new = false
  def new_record? = is_new
end

class Scores < Array
  def find_or_initialize_by(problem_id:)
    find { |score| score.problem_id == problem_id } ||
      push(Score.new(problem_id, nil, nil, nil, nil, true)).last
  end
end

class Problems < Array
  def find_by(name:) = find { |problem| problem.name == name }
end

Submission = Struct.new(:jobid, :dave, :autoresult, :missing_problems, :scores) do
  def save! = nil
  def course_user_datum = Struct.new(:email).new("learner@example.org")
  def version = 1
end

class Assessment
  def problems = @problems ||= Problems.new([Problem.new(1, "leaklab")])
  def overwrites_method?(_name) = false
  def autograder = Struct.new(:release_score).new(true)
end

Dir.mktmpdir do |root|
  ROOT = root
  Dir.mkdir("#{root}/config")
  File.write("#{root}/config/autogradeConfig.rb", "")
  File.write("#{root}/tango_client.rb", "")
  $LOAD_PATH.unshift(root)
  require File.expand_path("app/helpers/assessment_autograde_core.rb", folder)
end

class Grading
  include AssessmentAutogradeCore

  def initialize = @assessment = Assessment.new

  def read(output)
    submission = Submission.new(1, "key", nil, nil, Scores.new)
    saveAutograde([submission], output)
    score = submission.scores.first
    { points: score&.score, refused: submission.autoresult.nil?,
      feedback: score&.feedback == output ? nil : score&.feedback }
  end
end

output = $stdin.read.force_encoding("UTF-8")
puts Grading.new.read(output).to_json
