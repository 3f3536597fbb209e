import ArgumentParser
import CheckpointArchive
import StrictJSON

/// `fragrance checkpoint`: looks into the checkpoints of training runs.
struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint", abstract: "Looks into checkpoints of training runs.",
    subcommands: [Inspect.self, Verify.self, Export.self])

  struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints what a checkpoint says of its run, and its tensors.")

    @Argument(help: "The checkpoint file.") var file: String
    @Flag(help: "Answer as JSON.") var json = false

    func run() throws {
      let summary = CheckpointSummary(try CheckpointCommand.read(file))
      if json {
        print(summary.json.indentedText)
        return
      }
      let header = summary.header
      print("\(header.environment), update \(header.updateCount), \(header.totalSteps) steps")
      print("program \(header.program), kernels \(header.kernels)")
      if let score = header.score { print("best score \(Terminal.decimal(score, 4))") }
      if let last = header.lastUpdate { print("last update \(last.json.canonicalText)") }
      print("palette of \(header.palette.count) materials, hidden \(header.hiddenSizes)")
      print("\(summary.parameterCount) parameters")
      let rows = summary.tensors.map { row in
        [row.name, row.type, row.shape.map(String.init).joined(separator: " × ")]
      }
      for line in Terminal.table(
        ["tensor", "type", "shape"], rows, alignment: [.left, .left, .right])
      {
        print(line)
      }
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks every bit of checkpoints, and that each holds a policy; 1 when one is not.")

    @Argument(help: "The checkpoint files.") var files: [String]
    @Flag(help: "Answer as JSON.") var json = false

    func run() throws {
      var rows: [JSONValue] = []
      var isWhole = true
      for file in files {
        var problem: String?
        do {
          try CheckpointStore.read(file).check()
        } catch {
          problem = "\(error)"
          isWhole = false
        }
        rows.append([
          "file": .string(file), "whole": .bool(problem == nil),
          "problem": problem.map { .string($0) } ?? .null,
        ])
        if !json { print("\(file): \(problem ?? Terminal.green("whole"))") }
      }
      if json { print(JSONValue.array(rows).indentedText) }
      if !isWhole { throw Exit.answerIsNo }
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes a checkpoint's networks and observation scale as safetensors.")

    @Argument(help: "The checkpoint file.") var file: String
    @Option(help: "The file to write.") var output: String
    @Flag(help: "Say as JSON what was written.") var json = false

    func run() throws {
      let bytes = try CheckpointCommand.read(file).safetensors
      try OutputFile.write(bytes, to: output)
      if json {
        let answer: JSONValue = ["file": .string(output), "bytes": .int(bytes.count)]
        print(answer.indentedText)
      }
    }
  }

  /// The checkpoint of a file; exits when it cannot be read or is not whole.
  static func read(_ path: String) throws -> Checkpoint {
    do {
      return try CheckpointStore.read(path)
    } catch .missing(let path) {
      Terminal.writeError("\(path) cannot be read.")
      throw Exit.notFound
    } catch {
      Terminal.writeError("\(error)")
      throw Exit.invalidInput
    }
  }
}
