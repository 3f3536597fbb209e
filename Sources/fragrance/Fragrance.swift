import ArgumentParser

/// The program: one binary for app, workers and the command line.
@main
struct Fragrance: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fragrance",
    abstract: "Turns creative briefs in Korean or English into legal, costed fragrance formulas.",
    discussion: """
      Exit codes: 0 done; 1 the answer is no (a violation, a failed job, a problem found); \
      64 wrong usage; 65 the input is not valid; 66 no such file or job; 69 a service or the spool \
      cannot be used now; 70 an internal error; 78 the configuration is not valid.
      """,
    version: Version.text,
    subcommands: [
      ServeCommand.self, WorkerCommand.self,
      SubmitCommand.self, ShowCommand.self, JobsCommand.self, CancelCommand.self,
      RetryCommand.self, PruneCommand.self,
      BriefCommand.self, ComposeCommand.self, CheckCommand.self, ProfileCommand.self,
      SubstituteCommand.self, DiffCommand.self, SheetCommand.self, ExportCommand.self,
      TrainCommand.self, SweepCommand.self, CheckpointCommand.self, PolicyCommand.self,
      ConfigCommand.self, DoctorCommand.self, SelfTestCommand.self, HealthCommand.self,
    ])
}

/// The version of the program, in results, `/health` and `--version`.
enum Version {
  static let text = "0.1.0"
}

/// Exit codes of the program, after sysexits.h where it has one.
enum Exit {
  static let answerIsNo = ExitCode(1)
  static let invalidInput = ExitCode(65)
  static let notFound = ExitCode(66)
  static let unavailable = ExitCode(69)
  static let internalError = ExitCode(70)
  static let invalidConfiguration = ExitCode(78)
}
