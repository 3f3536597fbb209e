import ArgumentParser
import CheckpointArchive
import Foundation
import PolicyLearning
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
      let checkpoint = try CheckpointCommand.read(file)
      let tensors = checkpoint.state.tensors
      if json {
        let rows = tensors.map { tensor -> JSONValue in
          ["name": .string(tensor.name), "shape": .array(tensor.shape.map { .int($0) })]
        }
        let answer: JSONValue = ["header": checkpoint.header.json, "tensors": .array(rows)]
        print(answer.indentedText)
        return
      }
      let header = checkpoint.header
      print("\(header.environment), update \(header.updateCount), \(header.totalSteps) steps")
      print("program \(header.program), kernels \(header.kernels)")
      if let score = header.score { print("best score \(Terminal.decimal(score, 4))") }
      print("palette of \(header.palette.count) materials, hidden \(header.hiddenSizes)")
      let rows = tensors.map { tensor in
        [tensor.name, tensor.shape.map(String.init).joined(separator: " × ")]
      }
      for line in Terminal.table(["tensor", "shape"], rows, alignment: [.left, .right]) {
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
          _ = try CheckpointStore.read(file).policy()
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

    func run() throws {
      let checkpoint = try CheckpointCommand.read(file)
      do {
        try Data(checkpoint.safetensors).write(to: URL(filePath: output), options: .atomic)
      } catch {
        Terminal.writeError("\(output) cannot be written: \(error.localizedDescription)")
        throw Exit.notFound
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
